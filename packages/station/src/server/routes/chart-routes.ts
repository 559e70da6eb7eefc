import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { chartQuerySchema, productionChartsSchema } from '../../api/charts.ts';
import { idSchema } from '../../api/common.ts';
import type { Station } from '../../station.ts';
import { needs, type StationEnv } from '../access.ts';
import { json } from '../answers.ts';
import { refuseInvalid } from '../faults.ts';

const charts = createRoute({
  method: 'get',
  path: '/parts/{part}/charts',
  operationId: 'getProductionCharts',
  ...needs('viewer'),
  request: { params: z.object({ part: idSchema }), query: chartQuerySchema },
  responses: { 200: json(productionChartsSchema, 'what the production of a part came to') },
});

/** Charts of what was inspected. */
export function chartRoutes({ production }: Station) {
  return new OpenAPIHono<StationEnv>({ defaultHook: refuseInvalid }).openapi(
    charts,
    async (context) => {
      const { part } = context.req.valid('param');
      return context.json(await production.charts(part, context.req.valid('query')), 200);
    },
  );
}
