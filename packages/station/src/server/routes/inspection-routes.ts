import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { idSchema } from '../../api/common.ts';
import {
  inspectionCountsSchema,
  inspectionDetailSchema,
  inspectionExportSchema,
  inspectionFilterSchema,
  inspectionHeadersSchema,
  inspectionListSchema,
  inspectionSchema,
  inspectionSendSchema,
  inspectionTrailSchema,
} from '../../api/inspection.ts';
import { NotFoundError } from '../../errors.ts';
import { awaitVerdict } from '../../judging/verdict-wait.ts';
import type { Station } from '../../station.ts';
import { needs, type StationEnv } from '../access.ts';
import { bytes, bytesBody, json, pageOf } from '../answers.ts';
import { readBytes, sendBytes } from '../bytes.ts';
import { exportInspections } from '../export.ts';
import { refuseInvalid } from '../faults.ts';

const params = z.object({ inspection: idSchema });

const send = createRoute({
  method: 'post',
  path: '/inspections',
  operationId: 'sendInspection',
  ...needs('operator', 'inspect'),
  request: { query: inspectionSendSchema, headers: inspectionHeadersSchema, body: bytesBody },
  responses: {
    200: json(inspectionSchema, 'the key was taken before, or the verdict came in time'),
    202: json(inspectionSchema, 'the picture is kept, and will be judged'),
  },
});

const list = createRoute({
  method: 'get',
  path: '/inspections',
  operationId: 'listInspections',
  ...needs('viewer'),
  request: { query: inspectionListSchema },
  responses: { 200: json(pageOf(inspectionSchema), 'inspections, newest first') },
});

const counts = createRoute({
  method: 'get',
  path: '/inspection-counts',
  operationId: 'countInspections',
  ...needs('viewer'),
  request: { query: inspectionFilterSchema },
  responses: { 200: json(inspectionCountsSchema, 'how many of each there are') },
});

const exported = createRoute({
  method: 'get',
  path: '/inspection-export',
  operationId: 'exportInspections',
  ...needs('viewer'),
  request: { query: inspectionExportSchema },
  responses: { 200: bytes('all that are wanted, newest first', 'text/csv') },
});

const get = createRoute({
  method: 'get',
  path: '/inspections/{inspection}',
  operationId: 'getInspection',
  ...needs('viewer'),
  request: { params },
  responses: { 200: json(inspectionDetailSchema, 'the inspection with all that is known of it') },
});

const trail = createRoute({
  method: 'get',
  path: '/inspections/{inspection}/trail',
  operationId: 'inspectionTrail',
  ...needs('viewer'),
  request: { params },
  responses: { 200: json(inspectionTrailSchema, 'what the audit chain has of it, oldest first') },
});

const overlay = createRoute({
  method: 'get',
  path: '/inspections/{inspection}/overlay',
  operationId: 'inspectionOverlay',
  ...needs('viewer'),
  request: { params },
  responses: { 200: bytes('the picture, tinted by its anomaly map', 'image/jpeg') },
});

/** Pictures that are sent to be judged, and what became of them. */
export function inspectionRoutes(station: Station) {
  const { audit, inspections, pictures, limits } = station;
  return new OpenAPIHono<StationEnv>({ defaultHook: refuseInvalid })
    .openapi(send, async (context) => {
      const { part, name, source = '', wait } = context.req.valid('query');
      const { 'idempotency-key': key } = context.req.valid('header');
      const content = await readBytes(context.req.raw, limits.maxPictureBytes);
      const sent = { part, key, name: name ?? key, source, bytes: content };
      const taken = await station.intake.take(sent, context.var.actor);
      const inspection = await awaitVerdict(taken.inspection, station, wait * 1000);
      const isKnown = taken.isRepeated || inspection.state !== 'waiting';
      return context.json(inspection, isKnown ? 200 : 202);
    })
    .openapi(list, async (context) => {
      return context.json(await inspections.page(context.req.valid('query')), 200);
    })
    .openapi(counts, async (context) => {
      return context.json(await inspections.counts(context.req.valid('query')), 200);
    })
    .openapi(exported, (context) => {
      const { format, ...filter } = context.req.valid('query');
      return exportInspections(inspections.all(filter), format);
    })
    .openapi(get, async (context) => {
      return context.json(await inspections.get(context.req.valid('param').inspection), 200);
    })
    .openapi(trail, async (context) => {
      return context.json(await audit.ofInspection(context.req.valid('param').inspection), 200);
    })
    .openapi(overlay, async (context) => {
      const { overlay: sha256, id } = await inspections.get(context.req.valid('param').inspection);
      if (sha256 === null) throw new NotFoundError('an overlay of the inspection', id);
      const picture = await pictures.overlay(sha256);
      return sendBytes(picture.bytes, { type: picture.type, isForGood: true });
    });
}
