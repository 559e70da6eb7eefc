import { z } from 'zod';
import {
  idSchema,
  jsonSchema,
  momentSchema,
  pageQuery,
  sha256Schema,
  timeSchema,
} from './common.ts';
import { connectionLinkSchema } from './connection.ts';
import { enrolmentSchema } from './enrolment.ts';
import { inspectionSchema } from './inspection.ts';

/** The process answers. */
export const healthSchema = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' });

/** Whether a picture that is sent now is taken and judged. */
export const readinessSchema = z
  .strictObject({
    ready: z.boolean(),
    database: z.boolean(),
    judge: z.boolean().describe('whether the thread that judges is there'),
    disk: z.boolean().describe('whether there is room for pictures'),
  })
  .meta({ id: 'Readiness' });
export type Readiness = z.infer<typeof readinessSchema>;

/** What a page must know of the station. */
export const stationSchema = z
  .strictObject({
    version: z.string(),
    database: z.enum(['sqlite', 'postgresql']),
    waiting: z.int().describe('pictures in the queue'),
    queueLimit: z.int(),
    refused: z.int().describe('pictures that were turned away since the start'),
    maxPictureBytes: z.int(),
    startedAt: timeSchema,
  })
  .meta({ id: 'Station' });
export type StationInfo = z.infer<typeof stationSchema>;

/** One link of the audit chain. */
export const auditEntrySchema = z
  .strictObject({
    seq: z.int().describe('from 1, without a gap'),
    at: timeSchema,
    actor: z.string(),
    action: z.string().describe('such as inspection.judged'),
    subject: z.string().describe('id of what it is about'),
    detail: jsonSchema,
    previous: z.string().describe('hash of the entry before'),
    hash: sha256Schema,
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const auditListSchema = z.object({
  actor: z.string().optional(),
  action: z.string().optional(),
  subject: z.string().optional(),
  from: momentSchema.optional(),
  to: momentSchema.optional(),
  ...pageQuery,
});
export type AuditList = z.infer<typeof auditListSchema>;

/** What was found when all was compared with the chain. */
export const auditReportSchema = z
  .strictObject({
    intact: z.boolean(),
    entries: z.int(),
    inspections: z.int(),
    files: z.int(),
    head: z
      .string()
      .describe('hash of the last entry: noted elsewhere, it tells a chain cut short'),
    problems: z.array(z.strictObject({ subject: z.string(), problem: z.string() })),
  })
  .meta({ id: 'AuditReport' });
export type AuditReport = z.infer<typeof auditReportSchema>;

/** What the stream of live events tells; the name of an event is its `type`. */
export const stationEventSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('inspection'), inspection: inspectionSchema }),
    z.strictObject({ type: z.literal('enrolment'), enrolment: enrolmentSchema }),
    z.strictObject({ type: z.literal('part'), part: idSchema }),
    z
      .strictObject({ type: z.literal('review'), part: idSchema })
      .describe('a decision, or a proposal of a version, was made or went on'),
    z
      .strictObject({ type: z.literal('connection'), connection: connectionLinkSchema })
      .describe('the other side of a connection answers, or does not any more'),
    z.strictObject({ type: z.literal('queue'), waiting: z.int(), refused: z.int() }),
  ])
  .meta({ id: 'StationEvent' });
export type StationEvent = z.infer<typeof stationEventSchema>;

export const eventQuerySchema = z.object({ part: idSchema.optional() });
