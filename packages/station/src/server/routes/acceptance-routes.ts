import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { acceptanceQuerySchema, acceptanceReportSchema } from '../../api/acceptance.ts';
import { idSchema } from '../../api/common.ts';
import type { Station } from '../../station.ts';
import { needs, type StationEnv } from '../access.ts';
import { json } from '../answers.ts';
import { refuseInvalid } from '../faults.ts';

const report = createRoute({
  method: 'get',
  path: '/parts/{part}/versions/{version}/acceptance',
  operationId: 'getAcceptanceReport',
  ...needs('viewer'),
  request: {
    params: z.object({ part: idSchema, version: z.coerce.number().int().min(1) }),
    query: acceptanceQuerySchema,
  },
  responses: {
    200: json(acceptanceReportSchema, 'what the version did with pictures that people know'),
  },
});

/** What a version is accepted by. */
export function acceptanceRoutes({ acceptance }: Station) {
  return new OpenAPIHono<StationEnv>({ defaultHook: refuseInvalid }).openapi(
    report,
    async (context) => {
      const answer = await acceptance.report(
        context.req.valid('param'),
        context.req.valid('query'),
        context.var.actor,
      );
      return context.json(answer, 200);
    },
  );
}
