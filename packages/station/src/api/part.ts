import { z } from 'zod';
import {
  idSchema,
  jsonSchema,
  nameSchema,
  noteSchema,
  sha256Schema,
  timeSchema,
} from './common.ts';
import { learnedAlignmentSchema, learnedLightSchema } from './how-to-look.ts';
import { learnedLookAreaSchema } from './look-area.ts';

/** What a station inspects: a name, and versions of what was learned of it. */
export const partSchema = z
  .strictObject({
    id: idSchema,
    name: z.string(),
    createdAt: timeSchema,
    archivedAt: timeSchema.nullable().describe('since when it is put away; null while in use'),
    activeVersion: z.int().nullable().describe('number of the version that judges; null if none'),
    versions: z.int().describe('how many there are'),
  })
  .meta({ id: 'Part' });
export type StationPart = z.infer<typeof partSchema>;

export const partCreationSchema = z.strictObject({ name: nameSchema }).meta({ id: 'PartCreation' });

export const partChangeSchema = z
  .strictObject({ name: nameSchema.optional(), archived: z.boolean().optional() })
  .meta({ id: 'PartChange' });
export type PartChange = z.infer<typeof partChangeSchema>;

/** What a part file says, as far as a page shows it. */
export const versionSummarySchema = z
  .strictObject({
    runtime: z.string(),
    models: z.array(z.strictObject({ name: z.string(), sha256: sha256Schema })),
    settings: z.record(z.string(), jsonSchema).describe('how it was learned'),
    support: z.array(z.strictObject({ name: z.string(), sha256: sha256Schema })),
    pose: z.strictObject({ policy: z.string(), evidence: z.string() }).nullable(),
    lookArea: learnedLookAreaSchema.nullable().describe('where it looks; null: the whole picture'),
    alignment: learnedAlignmentSchema
      .nullable()
      .describe('what it asks of how parts lie; null: nothing'),
    light: learnedLightSchema.nullable().describe('what it does about light; null: nothing'),
    threshold: z.number().nullable().describe('score above which a picture fails'),
    provisional: z.boolean(),
    targetFalseReject: z.number().describe('wanted share of good parts that fail'),
    falseRejectBound: z.number().describe('at 95 % confidence, false rejects are below this share'),
    morePicturesNeeded: z.int().describe('confirmed good pictures until the target can hold'),
    leaveOneOut: z
      .array(z.strictObject({ name: z.string(), score: z.number() }))
      .describe('support pictures, each against the others'),
    confirmed: z.array(z.strictObject({ name: z.string(), score: z.number() })),
  })
  .meta({ id: 'VersionSummary' });
export type VersionSummary = z.infer<typeof versionSummarySchema>;

export const versionOriginSchema = z.enum(['enrolment', 'import', 'calibration', 'threshold']);

/** One version of a part: a part file that never changes. */
export const versionSchema = z
  .strictObject({
    part: idSchema,
    number: z.int().describe('from 1'),
    sha256: sha256Schema.describe('of its part file'),
    bytes: z.int(),
    origin: versionOriginSchema,
    note: z.string(),
    createdAt: timeSchema,
    createdBy: z.string(),
    active: z.boolean(),
    summary: versionSummarySchema,
    parent: z
      .int()
      .nullable()
      .describe(
        'version that it differs from by calibration or threshold alone: scores are the same',
      ),
  })
  .meta({ id: 'Version' });
export type Version = z.infer<typeof versionSchema>;

/** Why a version is made the one that judges. */
export const activationRequestSchema = z
  .strictObject({
    reason: noteSchema.default(''),
    expected: z
      .int()
      .nullable()
      .optional()
      .describe('version that judges as far as the caller knows; 409 where another one does'),
    override: z
      .boolean()
      .default(false)
      .describe('in spite of regression pictures that stand against it; needs a reason'),
  })
  .meta({ id: 'ActivationRequest' });

export type ActivationRequest = z.infer<typeof activationRequestSchema>;

/** A version that was made the one that judges. */
export const activationSchema = z
  .strictObject({
    part: idSchema,
    version: z.int(),
    previous: z.int().nullable().describe('the version before'),
    at: timeSchema,
    by: z.string(),
    reason: z.string(),
  })
  .meta({ id: 'Activation' });
export type Activation = z.infer<typeof activationSchema>;
