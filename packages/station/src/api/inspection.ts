import { recordSchema } from 'fewgood';
import { z } from 'zod';
import { idSchema, momentSchema, nameSchema, noticeSchema, pageQuery } from './common.ts';
import { sha256Schema, timeSchema } from './common.ts';

export const verdicts = ['pass', 'fail', 'cannot judge'] as const;
export const inspectionStates = ['waiting', 'judged', 'failed'] as const;

/** Seconds that a sender may wait for the verdict at most. */
const MAX_WAIT = 60;

/** What goes with a picture that is sent to be judged; the picture is the body, as it is. */
export const inspectionSendSchema = z.object({
  part: idSchema,
  name: nameSchema.optional().describe('what the picture is called'),
  source: nameSchema.optional().describe('where it comes from, such as camera 2'),
  wait: z.coerce
    .number()
    .min(0)
    .max(MAX_WAIT)
    .default(0)
    .describe('seconds to wait for the verdict; the picture is kept however long it takes'),
});

/** The same key for the same part is the same picture: it is judged once, however often it is sent. */
export const idempotencyKeySchema = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, '1 to 200 printable ASCII characters without spaces');

export const inspectionHeadersSchema = z.object({ 'idempotency-key': idempotencyKeySchema });

/** One picture on its way to a verdict, or with it. */
export const inspectionSchema = z
  .strictObject({
    id: idSchema,
    seq: z.int().describe('order of arrival'),
    part: idSchema,
    key: z.string().describe("the sender's key"),
    name: z.string(),
    source: z.string(),
    picture: sha256Schema,
    type: z.string().describe('media type of the picture'),
    pictureRemoved: z.boolean().describe('whether retention took the picture away'),
    acceptedAt: timeSchema,
    acceptedBy: z.string(),
    state: z.enum(inspectionStates).describe('failed: it could not be read or judged, see fault'),
    judgedAt: timeSchema.nullable().describe('when judging began'),
    verdictAt: timeSchema
      .nullable()
      .describe('when the verdict was stored; null while it waits, and of old ones'),
    version: z.int().nullable().describe('version of the part that judged it'),
    verdict: z.enum(verdicts).nullable(),
    score: z.number().nullable(),
    threshold: z.number().nullable(),
    ratio: z.number().nullable().describe('score / threshold, not clamped'),
    milliseconds: z.number().nullable().describe('what judging took'),
    fault: noticeSchema.nullable(),
  })
  .meta({ id: 'Inspection' });
export type StationInspection = z.infer<typeof inspectionSchema>;

/** One inspection with all that is known of it. */
export const inspectionDetailSchema = inspectionSchema
  .extend({
    record: z
      .unknown()
      .describe('what `fewgood inspect --json` writes of it (inspection.schema.json), or null'),
    overlay: sha256Schema.nullable().describe('of the picture with its defects marked'),
  })
  .meta({ id: 'InspectionDetail' });
export type InspectionDetail = z.infer<typeof inspectionDetailSchema>;

/** What the audit chain has of an inspection: taken, judged, decided upon; never what it was told in detail. */
export const inspectionTrailSchema = z
  .array(
    z.strictObject({
      seq: z.int().describe('number of the entry'),
      at: timeSchema,
      actor: z.string(),
      action: z.string().describe('such as inspection.judged or review.decided'),
      decision: z.string().nullable().describe('of a review: right, good or defect'),
      hash: sha256Schema.describe('of the entry, which has the hash of the one before'),
    }),
  )
  .meta({ id: 'InspectionTrail' });
export type InspectionTrail = z.infer<typeof inspectionTrailSchema>;

/** Reads `record` of a detail, where it is not null. */
export const inspectionRecordSchema: typeof recordSchema = recordSchema;

/** Which inspections are wanted. */
const filters = {
  part: idSchema.optional(),
  version: z.coerce.number().int().min(1).optional(),
  state: z.enum(inspectionStates).optional(),
  verdict: z.enum(verdicts).optional(),
  source: nameSchema.optional(),
  name: nameSchema.optional().describe('text that the name contains'),
  key: idempotencyKeySchema.optional(),
  from: momentSchema.optional().describe('accepted at or after'),
  to: momentSchema.optional().describe('accepted before'),
  minRatio: z.coerce.number().optional(),
  maxRatio: z.coerce.number().optional(),
};
export const inspectionFilterSchema = z.object(filters);
export type InspectionFilter = z.infer<typeof inspectionFilterSchema>;
export const inspectionListSchema = z.object({ ...filters, ...pageQuery });
export type InspectionList = z.infer<typeof inspectionListSchema>;

export const inspectionExportSchema = z.object({
  ...filters,
  format: z.enum(['csv', 'json']).default('csv').describe('json: one object a line'),
});

/** How many of each there are. */
export const inspectionCountsSchema = z
  .strictObject({
    pass: z.int(),
    fail: z.int(),
    cannotJudge: z.int(),
    failed: z.int().describe('could not be read or judged'),
    waiting: z.int(),
  })
  .meta({ id: 'InspectionCounts' });
export type InspectionCounts = z.infer<typeof inspectionCountsSchema>;
