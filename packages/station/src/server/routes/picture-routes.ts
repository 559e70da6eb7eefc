import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { nameSchema, sha256Schema } from '../../api/common.ts';
import { pictureCheckRequestSchema, pictureCheckSchema, pictureSchema } from '../../api/picture.ts';
import type { Station } from '../../station.ts';
import { needs, type StationEnv } from '../access.ts';
import { body, bytes, bytesBody, json } from '../answers.ts';
import { readBytes, sendBytes } from '../bytes.ts';
import { refuseInvalid } from '../faults.ts';

const params = z.object({ sha256: sha256Schema });

const upload = createRoute({
  method: 'post',
  path: '/pictures',
  operationId: 'uploadPicture',
  ...needs('engineer'),
  request: { query: z.object({ name: nameSchema.default('picture') }), body: bytesBody },
  responses: { 201: json(pictureSchema, 'the picture that is the body, kept by its hash') },
});

const get = createRoute({
  method: 'get',
  path: '/pictures/{sha256}',
  operationId: 'getPicture',
  ...needs('viewer'),
  request: {
    params,
    query: z.object({
      as: z
        .enum(['sent', 'shown', 'small'])
        .default('sent')
        .describe(
          'shown: as JPEG, where browsers do not show the kind; small: as WebP for lists, 320 pixels at most',
        ),
    }),
  },
  responses: { 200: bytes('the picture', 'image/*') },
});

const check = createRoute({
  method: 'post',
  path: '/picture-checks',
  operationId: 'checkPictures',
  ...needs('engineer'),
  request: { body: body(pictureCheckRequestSchema) },
  responses: { 200: json(pictureCheckSchema, 'what is doubtful about them as a support set') },
});

/** Pictures that parts are learned from, and any picture to look at. */
export function pictureRoutes({ pictures, learning, limits }: Station) {
  return new OpenAPIHono<StationEnv>({ defaultHook: refuseInvalid })
    .openapi(upload, async (context) => {
      const { name } = context.req.valid('query');
      const content = await readBytes(context.req.raw, limits.maxPictureBytes);
      return context.json(await pictures.add(content, name), 201);
    })
    .openapi(get, async (context) => {
      const { sha256 } = context.req.valid('param');
      const { as } = context.req.valid('query');
      const picture =
        as === 'small'
          ? await pictures.thumbnail(sha256)
          : await pictures.read(sha256, as === 'shown');
      return sendBytes(picture.bytes, { type: picture.type, isForGood: true });
    })
    .openapi(check, async (context) => {
      return context.json(await learning.ask('check', context.req.valid('json')), 200);
    });
}
