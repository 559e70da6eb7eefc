import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { lineQuerySchema, lineSchema } from '../../api/line.ts';
import type { Station } from '../../station.ts';
import { needs, type StationEnv } from '../access.ts';
import { json } from '../answers.ts';
import { refuseInvalid } from '../faults.ts';

const list = createRoute({
  method: 'get',
  path: '/lines',
  operationId: 'listLines',
  ...needs('viewer'),
  request: { query: lineQuerySchema },
  responses: { 200: json(z.array(lineSchema), 'the lines of the fleet that the station is in') },
});

/** All lines of the fleet. */
export function lineRoutes({ lines }: Station) {
  return new OpenAPIHono<StationEnv>({ defaultHook: refuseInvalid }).openapi(
    list,
    async (context) => context.json([...(await lines.list(context.req.valid('query').from))], 200),
  );
}
