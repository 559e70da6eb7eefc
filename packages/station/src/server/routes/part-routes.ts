import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { idSchema, pageQuerySchema } from '../../api/common.ts';
import { partChangeSchema, partCreationSchema, partSchema } from '../../api/part.ts';
import type { Station } from '../../station.ts';
import { needs, type StationEnv } from '../access.ts';
import { body, json, pageOf } from '../answers.ts';
import { refuseInvalid } from '../faults.ts';

const params = z.object({ part: idSchema });

const list = createRoute({
  method: 'get',
  path: '/parts',
  operationId: 'listParts',
  ...needs('viewer'),
  request: { query: pageQuerySchema },
  responses: { 200: json(pageOf(partSchema), 'parts by name') },
});

const create = createRoute({
  method: 'post',
  path: '/parts',
  operationId: 'createPart',
  ...needs('engineer'),
  request: { body: body(partCreationSchema) },
  responses: { 201: json(partSchema, 'the new part') },
});

const get = createRoute({
  method: 'get',
  path: '/parts/{part}',
  operationId: 'getPart',
  ...needs('viewer'),
  request: { params },
  responses: { 200: json(partSchema, 'the part') },
});

const update = createRoute({
  method: 'patch',
  path: '/parts/{part}',
  operationId: 'changePart',
  ...needs('engineer'),
  request: { params, body: body(partChangeSchema) },
  responses: { 200: json(partSchema, 'the part as it is now') },
});

/** The parts of the station. */
export function partRoutes({ parts }: Station) {
  return new OpenAPIHono<StationEnv>({ defaultHook: refuseInvalid })
    .openapi(list, async (context) =>
      context.json(await parts.page(context.req.valid('query')), 200),
    )
    .openapi(create, async (context) => {
      const { name } = context.req.valid('json');
      return context.json(await parts.create(name, context.var.actor), 201);
    })
    .openapi(get, async (context) => {
      return context.json(await parts.get(context.req.valid('param').part), 200);
    })
    .openapi(update, async (context) => {
      const { part } = context.req.valid('param');
      const wanted = context.req.valid('json');
      return context.json(await parts.update(part, wanted, context.var.actor), 200);
    });
}
