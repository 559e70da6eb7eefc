import { augmentationFamilies, presetNames } from 'fewgood';
import { z } from 'zod';
import { idSchema, nameSchema, noteSchema, noticeSchema, timeSchema } from './common.ts';
import { alignmentSchema, lightSchema } from './how-to-look.ts';
import { lookAreaSchema } from './look-area.ts';
import { namedPictureSchema } from './picture.ts';

/** How a part may be learned; what is left out is what the model and the preset say. */
export const enrolmentSettingsSchema = z
  .strictObject({
    pose: z
      .union([
        z.enum(['auto', 'fixed', 'small', 'right-angles', 'free']),
        z.array(z.number().min(-360).max(360)).min(1).max(360),
      ])
      .optional(),
    augment: z.array(z.enum(augmentationFamilies)).optional(),
    size: z.int().min(32).max(2048).optional().describe('side of the model input, pixels'),
    enlarge: z.enum(['outlined', 'none']).optional(),
    seed: z.int().min(0).optional(),
  })
  .meta({ id: 'EnrolmentSettings' });

/** What a version is to be learned from. */
export const enrolmentRequestSchema = z
  .strictObject({
    pictures: z.array(namedPictureSchema).min(1).max(64).describe('usually 2 to 8 good ones'),
    model: nameSchema.optional().describe('name of a model; else what the preset says'),
    preset: z.enum(presetNames).default('balanced'),
    settings: enrolmentSettingsSchema.default({}),
    targetFalseReject: z.number().gt(0).lt(1).optional(),
    lookArea: lookAreaSchema.optional().describe('where to look; else the whole picture'),
    foreground: z
      .literal('auto')
      .optional()
      .describe('finds where the part lies in the good pictures, and looks there alone'),
    light: lightSchema.optional().describe('what is done about light; else nothing'),
    alignment: alignmentSchema
      .optional()
      .describe('tells how each part lies, and may fail it; else nobody asks'),
    note: noteSchema.default(''),
    activate: z.boolean().default(false).describe('whether the new version is to judge at once'),
  })
  .meta({ id: 'EnrolmentRequest' });
export type EnrolmentRequest = z.infer<typeof enrolmentRequestSchema>;

export const enrolmentStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;

export const enrolmentProgressSchema = z
  .strictObject({
    stage: z.enum(['features', 'coreset', 'leave-one-out']),
    model: z.string(),
    done: z.int(),
    total: z.int(),
  })
  .meta({ id: 'EnrolmentProgress' });
export type Progress = z.infer<typeof enrolmentProgressSchema>;

/** The work of learning a version. */
export const enrolmentSchema = z
  .strictObject({
    id: idSchema,
    part: idSchema,
    state: z.enum(enrolmentStates),
    request: enrolmentRequestSchema,
    progress: enrolmentProgressSchema.nullable(),
    warnings: z.array(noticeSchema),
    version: z.int().nullable().describe('the version that it made'),
    fault: noticeSchema.nullable(),
    createdAt: timeSchema,
    createdBy: z.string(),
    endedAt: timeSchema.nullable(),
  })
  .meta({ id: 'Enrolment' });
export type Enrolment = z.infer<typeof enrolmentSchema>;
