import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { connectionSchema } from '../../api/connection.ts';
import { connectionsOf } from '../../links/connections.ts';
import type { Station } from '../../station.ts';
import { needs, type StationEnv } from '../access.ts';
import { json } from '../answers.ts';
import { refuseInvalid } from '../faults.ts';

const list = createRoute({
  method: 'get',
  path: '/connections',
  operationId: 'listConnections',
  ...needs('viewer'),
  responses: { 200: json(z.array(connectionSchema), 'all that the station is connected to') },
});

/** What the station is connected to, and how that goes. */
export function connectionRoutes({ links, outbox }: Station) {
  return new OpenAPIHono<StationEnv>({ defaultHook: refuseInvalid }).openapi(
    list,
    async (context) => context.json(connectionsOf(links.list(), await outbox.list()), 200),
  );
}
