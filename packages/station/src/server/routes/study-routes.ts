import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { idSchema, nameSchema } from '../../api/common.ts';
import {
  studyFiguresSchema,
  studyJudgementSchema,
  studyListSchema,
  studyRequestSchema,
  studySchema,
  studySessionSchema,
} from '../../api/study.ts';
import type { Station } from '../../station.ts';
import { needs, type StationEnv } from '../access.ts';
import { body, bytes, json, pageOf } from '../answers.ts';
import { sendBytes } from '../bytes.ts';
import { refuseInvalid } from '../faults.ts';

const params = z.object({ study: idSchema });
const sessionParams = params.extend({ appraiser: nameSchema });

const create = createRoute({
  method: 'post',
  path: '/parts/{part}/studies',
  operationId: 'planStudy',
  ...needs('engineer'),
  request: { params: z.object({ part: idSchema }), body: body(studyRequestSchema) },
  responses: { 201: json(studySchema, 'the study, whose order nobody is told') },
});

const list = createRoute({
  method: 'get',
  path: '/studies',
  operationId: 'listStudies',
  ...needs('viewer'),
  request: { query: studyListSchema },
  responses: { 200: json(pageOf(studySchema), 'studies, newest first') },
});

const get = createRoute({
  method: 'get',
  path: '/studies/{study}',
  operationId: 'getStudy',
  ...needs('viewer'),
  request: { params },
  responses: { 200: json(studySchema, 'the study') },
});

const session = createRoute({
  method: 'get',
  path: '/studies/{study}/sessions/{appraiser}',
  operationId: 'getStudySession',
  ...needs('operator'),
  request: { params: sessionParams },
  responses: { 200: json(studySessionSchema, 'how far the appraiser is') },
});

const picture = createRoute({
  method: 'get',
  path: '/studies/{study}/sessions/{appraiser}/pictures/{number}',
  operationId: 'getStudyPicture',
  ...needs('operator'),
  request: { params: sessionParams.extend({ number: z.coerce.number().int().positive() }) },
  responses: { 200: bytes('the next picture of the appraiser; no other is shown', 'image/*') },
});

const judge = createRoute({
  method: 'post',
  path: '/studies/{study}/sessions/{appraiser}/judgements',
  operationId: 'judgeStudyPicture',
  ...needs('operator'),
  request: { params: sessionParams, body: body(studyJudgementSchema) },
  responses: { 200: json(studySessionSchema, 'how far the appraiser is') },
});

const station = createRoute({
  method: 'post',
  path: '/studies/{study}/station-judgements',
  operationId: 'judgeStudyByStation',
  ...needs('engineer'),
  request: { params },
  responses: {
    200: json(studySessionSchema, 'how far the station is; ask until it is at the end'),
  },
});

const finish = createRoute({
  method: 'post',
  path: '/studies/{study}/finish',
  operationId: 'finishStudy',
  ...needs('engineer'),
  request: { params },
  responses: { 200: json(studySchema, 'the study, whose figures stand') },
});

const cancel = createRoute({
  method: 'post',
  path: '/studies/{study}/cancel',
  operationId: 'cancelStudy',
  ...needs('engineer'),
  request: { params },
  responses: { 200: json(studySchema, 'the study, which was given up') },
});

const figures = createRoute({
  method: 'get',
  path: '/studies/{study}/figures',
  operationId: 'getStudyFigures',
  ...needs('viewer'),
  request: { params },
  responses: { 200: json(studyFiguresSchema, 'what the finished study says') },
});

/** Studies of agreement, and the appraisers at their pictures. */
export function studyRoutes({ studies, studySessions }: Station) {
  return new OpenAPIHono<StationEnv>({ defaultHook: refuseInvalid })
    .openapi(create, async (context) => {
      const { part } = context.req.valid('param');
      const request = context.req.valid('json');
      return context.json(await studies.create(part, request, context.var.actor), 201);
    })
    .openapi(list, async (context) =>
      context.json(await studies.page(context.req.valid('query')), 200),
    )
    .openapi(get, async (context) =>
      context.json(await studies.get(context.req.valid('param').study), 200),
    )
    .openapi(session, async (context) => {
      const { study, appraiser } = context.req.valid('param');
      return context.json(await studySessions.get(study, appraiser), 200);
    })
    .openapi(picture, async (context) => {
      const { study, appraiser, number } = context.req.valid('param');
      const { bytes: content, type } = await studySessions.picture(study, appraiser, number);
      return sendBytes(content, { type });
    })
    .openapi(judge, async (context) => {
      const { study, appraiser } = context.req.valid('param');
      const said = context.req.valid('json');
      return context.json(
        await studySessions.judge(study, appraiser, said, context.var.actor),
        200,
      );
    })
    .openapi(station, async (context) => {
      const { study } = context.req.valid('param');
      return context.json(await studySessions.judgeByStation(study, context.var.actor), 200);
    })
    .openapi(finish, async (context) =>
      context.json(await studies.finish(context.req.valid('param').study, context.var.actor), 200),
    )
    .openapi(cancel, async (context) =>
      context.json(await studies.cancel(context.req.valid('param').study, context.var.actor), 200),
    )
    .openapi(figures, async (context) =>
      context.json(await studies.figures(context.req.valid('param').study), 200),
    );
}
