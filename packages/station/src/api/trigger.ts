import { z } from 'zod';
import { idSchema, nameSchema, noticeSchema } from './common.ts';
import { connectorNameSchema } from './connector.ts';
import { verdicts } from './inspection.ts';

/** What a trigger is called in the configuration: as a connector. */
export const triggerNameSchema = connectorNameSchema;

/** Why an answer has no verdict. */
export const triggerReasons = ['busy', 'no-picture', 'deadline', 'refused', 'failed'] as const;

/** What a caller knows its trigger by; the inspection is called so. */
export const correlationSchema = nameSchema.max(100);

/** What goes with a trigger. */
export const triggerCallSchema = z.object({
  part: idSchema.optional().describe('judged by this part, and not by that of the configuration'),
  correlation: correlationSchema.optional().describe('comes back in the answer'),
});

/** The one answer to a trigger. Whoever acts on it looks at `good` alone. */
export const triggerAnswerSchema = z
  .strictObject({
    trigger: triggerNameSchema,
    correlation: z.string().nullable(),
    good: z.boolean().describe('true of a pass within the deadline, and of nothing else'),
    id: idSchema.nullable().describe('of the inspection; null where no picture was taken'),
    seq: z.int().nullable(),
    verdict: z.enum(verdicts).nullable(),
    ratio: z.number().nullable().describe('score / threshold, not clamped'),
    reason: z
      .enum(triggerReasons)
      .nullable()
      .describe(
        'why there is no verdict; after `deadline` it comes later, and is stored and told as any other',
      ),
    fault: noticeSchema.nullable().describe('the reason in words'),
    ms: z.int().describe('milliseconds from the trigger to the answer'),
  })
  .meta({ id: 'TriggerAnswer' });
export type TriggerAnswer = z.infer<typeof triggerAnswerSchema>;

/** What pictures are asked of, and how that goes. */
export const triggerStateSchema = z
  .strictObject({
    name: triggerNameSchema,
    source: z.string().describe('the camera or the folder, without a password'),
    part: z.string().nullable().describe('name of the part, where a trigger says no other'),
    deadlineSeconds: z.number(),
    up: z.boolean().describe('whether it gives pictures'),
    fault: z.string().nullable().describe('what is wrong, while it gives none'),
    busy: z.boolean(),
  })
  .meta({ id: 'Trigger' });
export type TriggerState = z.infer<typeof triggerStateSchema>;
