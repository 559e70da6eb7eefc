import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { pageQuerySchema } from '../../api/common.ts';
import {
  connectorNameSchema,
  connectorStateSchema,
  deadLetterSchema,
  outboxRetrySchema,
} from '../../api/connector.ts';
import type { Station } from '../../station.ts';
import { needs, type StationEnv } from '../access.ts';
import { json, pageOf } from '../answers.ts';
import { refuseInvalid } from '../faults.ts';

const params = z.object({ connector: connectorNameSchema });

const list = createRoute({
  method: 'get',
  path: '/connectors',
  operationId: 'listConnectors',
  ...needs('viewer'),
  responses: { 200: json(z.array(connectorStateSchema), 'what verdicts are told to') },
});

const deadLetters = createRoute({
  method: 'get',
  path: '/connectors/{connector}/dead-letters',
  operationId: 'listDeadLetters',
  ...needs('viewer'),
  request: { params, query: pageQuerySchema },
  responses: {
    200: json(pageOf(deadLetterSchema), 'verdicts that were not taken, the last one first'),
  },
});

const retry = createRoute({
  method: 'post',
  path: '/connectors/{connector}/retry',
  operationId: 'retryDeadLetters',
  ...needs('engineer'),
  request: { params },
  responses: { 200: json(outboxRetrySchema, 'how many are sent once more') },
});

/** What verdicts are told to, and what was not taken there. */
export function connectorRoutes({ outbox }: Station) {
  return new OpenAPIHono<StationEnv>({ defaultHook: refuseInvalid })
    .openapi(list, async (context) => context.json(await outbox.list(), 200))
    .openapi(deadLetters, async (context) => {
      const { connector } = context.req.valid('param');
      return context.json(await outbox.deadLetters(connector, context.req.valid('query')), 200);
    })
    .openapi(retry, async (context) => {
      return context.json(await outbox.retry(context.req.valid('param').connector), 200);
    });
}
