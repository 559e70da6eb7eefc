import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import {
  triggerAnswerSchema,
  triggerCallSchema,
  triggerNameSchema,
  triggerStateSchema,
} from '../../api/trigger.ts';
import type { Station } from '../../station.ts';
import { needs, type StationEnv } from '../access.ts';
import { json } from '../answers.ts';
import { refuseInvalid } from '../faults.ts';

const list = createRoute({
  method: 'get',
  path: '/triggers',
  operationId: 'listTriggers',
  ...needs('viewer'),
  responses: { 200: json(z.array(triggerStateSchema), 'what pictures are asked of') },
});

const fire = createRoute({
  method: 'post',
  path: '/triggers/{trigger}',
  operationId: 'trigger',
  ...needs('operator', 'inspect'),
  request: { params: z.object({ trigger: triggerNameSchema }), query: triggerCallSchema },
  responses: {
    200: json(triggerAnswerSchema, 'the answer, also where there is no verdict: see `good`'),
  },
});

/** One picture is taken and judged when somebody asks. */
export function triggerRoutes({ triggers }: Station) {
  return new OpenAPIHono<StationEnv>({ defaultHook: refuseInvalid })
    .openapi(list, (context) => context.json(triggers.list(), 200))
    .openapi(fire, async (context) => {
      const { trigger } = context.req.valid('param');
      const { part, correlation } = context.req.valid('query');
      const call = { actor: context.var.actor, part: part === undefined ? part : { id: part } };
      return context.json(await triggers.fire(trigger, { ...call, correlation }), 200);
    });
}
