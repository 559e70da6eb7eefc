import { z } from 'zod';
import { idSchema, noticeSchema, timeSchema } from './common.ts';

/** What a connector is called in its configuration. */
export const connectorNameSchema = z
  .string()
  .regex(/^[0-9a-z-]{1,64}$/, '1 to 64 small letters, digits and hyphens');

/** What verdicts are told to, and how that goes. */
export const connectorStateSchema = z
  .strictObject({
    name: connectorNameSchema,
    kind: z.string().describe('such as webhook'),
    up: z
      .boolean()
      .nullable()
      .describe('whether the other side answers; null where the connector is not configured now'),
    fault: z.string().nullable().describe('what went wrong last, while it does not answer'),
    toldAt: timeSchema.nullable().describe('when the other side took a verdict last'),
    waiting: z.int().describe('verdicts that wait to be told'),
    oldestAt: timeSchema
      .nullable()
      .describe('when the oldest of them was judged; null where none waits'),
    dead: z.int().describe('verdicts that the other side did not take'),
  })
  .meta({ id: 'Connector' });
export type ConnectorState = z.infer<typeof connectorStateSchema>;

/** A verdict that the other side of a connector did not take. */
export const deadLetterSchema = z
  .strictObject({
    seq: z.int(),
    inspection: idSchema,
    attempts: z.int().describe('how often it was tried'),
    fault: noticeSchema.describe('what the other side said'),
    at: timeSchema.describe('when it was given up'),
    state: z.enum(['dead', 'again']).describe('again: it will be sent once more'),
  })
  .meta({ id: 'DeadLetter' });
export type DeadLetter = z.infer<typeof deadLetterSchema>;

/** How many dead letters are sent once more. */
export const outboxRetrySchema = z.strictObject({ again: z.int() }).meta({ id: 'OutboxRetry' });
export type OutboxRetry = z.infer<typeof outboxRetrySchema>;
