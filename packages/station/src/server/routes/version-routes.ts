import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { idSchema, noteSchema, pageQuerySchema } from '../../api/common.ts';
import { activationRequestSchema, activationSchema, versionSchema } from '../../api/part.ts';
import type { Station } from '../../station.ts';
import { needs, type StationEnv } from '../access.ts';
import { body, bytes, bytesBody, json, pageOf } from '../answers.ts';
import { readBytes, sendBytes } from '../bytes.ts';
import { refuseInvalid } from '../faults.ts';

const partParams = z.object({ part: idSchema });
const versionParams = partParams.extend({ version: z.coerce.number().int().min(1) });
const supportParams = versionParams.extend({ index: z.coerce.number().int().min(0) });

/** Bytes of the largest part file that is taken. */
const MAX_PART_BYTES = 512 * 2 ** 20;

const list = createRoute({
  method: 'get',
  path: '/parts/{part}/versions',
  operationId: 'listVersions',
  ...needs('viewer'),
  request: { params: partParams, query: pageQuerySchema },
  responses: { 200: json(pageOf(versionSchema), 'versions, newest first') },
});

const importPart = createRoute({
  method: 'post',
  path: '/parts/{part}/versions',
  operationId: 'importVersion',
  ...needs('engineer'),
  request: {
    params: partParams,
    query: z.object({ note: noteSchema.default('') }),
    body: bytesBody,
  },
  responses: { 201: json(versionSchema, 'the version of the part file that is the body') },
});

const get = createRoute({
  method: 'get',
  path: '/parts/{part}/versions/{version}',
  operationId: 'getVersion',
  ...needs('viewer'),
  request: { params: versionParams },
  responses: { 200: json(versionSchema, 'the version') },
});

const exportPart = createRoute({
  method: 'get',
  path: '/parts/{part}/versions/{version}/file',
  operationId: 'exportVersion',
  ...needs('engineer'),
  request: { params: versionParams },
  responses: { 200: bytes('the part file') },
});

const support = createRoute({
  method: 'get',
  path: '/parts/{part}/versions/{version}/support/{index}',
  operationId: 'supportPicture',
  ...needs('viewer'),
  request: { params: supportParams },
  responses: { 200: bytes('a support picture as the model sees it', 'image/png') },
});

const activate = createRoute({
  method: 'post',
  path: '/parts/{part}/versions/{version}/activate',
  operationId: 'activateVersion',
  ...needs('engineer'),
  request: { params: versionParams, body: body(activationRequestSchema) },
  responses: { 200: json(versionSchema, 'the version, which judges from the next picture on') },
});

const rollBack = createRoute({
  method: 'post',
  path: '/parts/{part}/roll-back',
  operationId: 'rollBack',
  ...needs('engineer'),
  request: { params: partParams, body: body(activationRequestSchema) },
  responses: { 200: json(versionSchema, 'the version that judged before, and judges again') },
});

const activations = createRoute({
  method: 'get',
  path: '/parts/{part}/activations',
  operationId: 'listActivations',
  ...needs('viewer'),
  request: { params: partParams, query: pageQuerySchema },
  responses: { 200: json(pageOf(activationSchema), 'which versions judged when, newest first') },
});

/** The versions of a part: what was learned, and which of it judges. */
export function versionRoutes({ versions, files, learning }: Station) {
  return new OpenAPIHono<StationEnv>({ defaultHook: refuseInvalid })
    .openapi(list, async (context) => {
      const { part } = context.req.valid('param');
      return context.json(await versions.page(part, context.req.valid('query')), 200);
    })
    .openapi(importPart, async (context) => {
      const { part } = context.req.valid('param');
      const { note } = context.req.valid('query');
      const sha256 = await files.parts.put(await readBytes(context.req.raw, MAX_PART_BYTES));
      const learned = await learning.ask('read', { sha256 });
      const version = { part, learned, origin: 'import' as const, note };
      return context.json(await versions.add(version, context.var.actor.id), 201);
    })
    .openapi(get, async (context) => {
      const { part, version } = context.req.valid('param');
      return context.json(await versions.get(part, version), 200);
    })
    .openapi(exportPart, async (context) => {
      const { part, version } = context.req.valid('param');
      const { sha256 } = await versions.get(part, version);
      return sendBytes(await files.parts.read(sha256), {
        name: `${part}-${version}.part`,
        type: 'application/octet-stream',
      });
    })
    .openapi(support, async (context) => {
      const { part, version, index } = context.req.valid('param');
      const { sha256 } = await versions.get(part, version);
      const picture = await learning.ask('support', { sha256, index });
      return sendBytes(new Uint8Array(picture), { type: 'image/png', isForGood: true });
    })
    .openapi(activate, async (context) => {
      const { part, version } = context.req.valid('param');
      const wanted = { part, version, ...context.req.valid('json') };
      return context.json(await versions.activate(wanted, context.var.actor), 200);
    })
    .openapi(rollBack, async (context) => {
      const { part } = context.req.valid('param');
      const wanted = { part, ...context.req.valid('json') };
      return context.json(await versions.rollBack(wanted, context.var.actor), 200);
    })
    .openapi(activations, async (context) => {
      const { part } = context.req.valid('param');
      return context.json(await versions.activations(part, context.req.valid('query')), 200);
    });
}
