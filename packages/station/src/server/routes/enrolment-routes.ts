import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { idSchema, pageQuery } from '../../api/common.ts';
import { enrolmentRequestSchema, enrolmentSchema } from '../../api/enrolment.ts';
import type { Station } from '../../station.ts';
import { needs, type StationEnv } from '../access.ts';
import { body, json, pageOf } from '../answers.ts';
import { refuseInvalid } from '../faults.ts';

const params = z.object({ enrolment: idSchema });

const create = createRoute({
  method: 'post',
  path: '/parts/{part}/enrolments',
  operationId: 'createEnrolment',
  ...needs('engineer'),
  request: { params: z.object({ part: idSchema }), body: body(enrolmentRequestSchema) },
  responses: { 202: json(enrolmentSchema, 'the work, of which the live events tell') },
});

const list = createRoute({
  method: 'get',
  path: '/enrolments',
  operationId: 'listEnrolments',
  ...needs('viewer'),
  request: { query: z.object({ ...pageQuery, part: idSchema.optional() }) },
  responses: { 200: json(pageOf(enrolmentSchema), 'enrolments, newest first') },
});

const get = createRoute({
  method: 'get',
  path: '/enrolments/{enrolment}',
  operationId: 'getEnrolment',
  ...needs('viewer'),
  request: { params },
  responses: { 200: json(enrolmentSchema, 'the enrolment') },
});

const cancel = createRoute({
  method: 'post',
  path: '/enrolments/{enrolment}/cancel',
  operationId: 'cancelEnrolment',
  ...needs('engineer'),
  request: { params },
  responses: { 200: json(enrolmentSchema, 'the enrolment, which has ended') },
});

/** The work of learning versions of parts. */
export function enrolmentRoutes({ enrolments }: Station) {
  return new OpenAPIHono<StationEnv>({ defaultHook: refuseInvalid })
    .openapi(create, async (context) => {
      const { part } = context.req.valid('param');
      const request = context.req.valid('json');
      return context.json(await enrolments.create(part, request, context.var.actor), 202);
    })
    .openapi(list, async (context) => {
      return context.json(await enrolments.page(context.req.valid('query')), 200);
    })
    .openapi(get, async (context) => {
      return context.json(await enrolments.get(context.req.valid('param').enrolment), 200);
    })
    .openapi(cancel, async (context) => {
      const { enrolment } = context.req.valid('param');
      return context.json(await enrolments.cancel(enrolment, context.var.actor), 200);
    });
}
