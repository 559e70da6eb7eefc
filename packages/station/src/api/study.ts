import { z } from 'zod';
import { idSchema, nameSchema, pageQuery, sha256Schema, timeSchema } from './common.ts';

/** The appraiser that is the station itself: what a person cannot be called. */
export const STATION_APPRAISER = 'station';

const judgementSchema = z.enum(['good', 'bad']);

const studyPictureSchema = z
  .strictObject({
    inspection: idSchema.optional().describe('whose picture it is'),
    sha256: sha256Schema.optional().describe('a picture that was uploaded'),
    name: nameSchema.optional().describe('of the part; by default that of the picture'),
    reference: judgementSchema.describe('what the part is, as experts settled it before the study'),
    borderline: z.boolean().default(false).describe('close to the limit between good and bad'),
  })
  .refine(
    ({ inspection, sha256 }) => (inspection === undefined) !== (sha256 === undefined),
    'expected either an inspection or a sha256',
  )
  .meta({ id: 'StudyPictureRequest' });

/** A plan: which parts who judges how often. */
export const studyRequestSchema = z
  .strictObject({
    name: nameSchema,
    pictures: z.array(studyPictureSchema).min(2).max(500),
    appraisers: z.array(nameSchema).max(20).describe('people'),
    station: z.boolean().default(true).describe('whether the active version is one more appraiser'),
    trials: z.int().min(1).max(10).default(3),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .optional()
      .describe('of the blind order; drawn by default'),
  })
  .refine(
    ({ appraisers, station }) => appraisers.length > 0 || station,
    'expected an appraiser: people, the station, or both',
  )
  .refine(
    ({ appraisers }) =>
      new Set(appraisers).size === appraisers.length && !appraisers.includes(STATION_APPRAISER),
    `expected a name for each appraiser, of which none is ${STATION_APPRAISER}`,
  )
  .meta({ id: 'StudyRequest' });
export type StudyRequest = z.infer<typeof studyRequestSchema>;

/** A study as anybody may see it: nothing in it tells an appraiser what a picture is. */
export const studySchema = z
  .strictObject({
    id: idSchema,
    part: idSchema,
    name: z.string(),
    version: z.int().nullable().describe('that judges as the station; null without it'),
    state: z.enum(['open', 'finished', 'cancelled']),
    trials: z.int(),
    parts: z.int(),
    bad: z.int().describe('parts of which the reference is bad'),
    borderline: z.int(),
    appraisers: z.array(
      z.strictObject({ name: z.string(), done: z.int(), of: z.int().describe('judgements') }),
    ),
    best: z
      .strictObject({
        effectiveness: z.number(),
        missRate: z.number(),
        falseAlarmRate: z.number(),
      })
      .describe('what it can show at best: ends of intervals of 95 %'),
    warnings: z.array(
      z.strictObject({ code: z.string(), found: z.number(), expected: z.number() }),
    ),
    createdAt: timeSchema,
    createdBy: z.string(),
    endedAt: timeSchema.nullable(),
    endedBy: z.string().nullable(),
  })
  .meta({ id: 'Study' });
export type Study = z.infer<typeof studySchema>;

export const studyListSchema = z.object({ ...pageQuery, part: idSchema.optional() });
export type StudyList = z.infer<typeof studyListSchema>;

/** What an appraiser is shown next; whatever it is of stays hidden. */
export const studySessionSchema = z
  .strictObject({
    appraiser: z.string(),
    done: z.int(),
    of: z.int(),
    next: z.int().nullable().describe('number of the picture; null at the end'),
  })
  .meta({ id: 'StudySession' });
export type StudySession = z.infer<typeof studySessionSchema>;

/** What an appraiser says. */
export const studyJudgementSchema = z
  .strictObject({ number: z.int().positive(), judgement: judgementSchema })
  .meta({ id: 'StudyJudgement' });
export type StudyJudgement = z.infer<typeof studyJudgementSchema>;

const intervalSchema = z.strictObject({ low: z.number(), high: z.number() });
const shareSchema = z.strictObject({
  count: z.int(),
  of: z.int(),
  share: z.number().nullable(),
  interval: intervalSchema,
});
const kappaSchema = z.strictObject({
  kappa: z.number().nullable().describe('null if all say one thing'),
  observed: z.number(),
  expected: z.number(),
  standardError: z.number().nullable(),
  interval: intervalSchema.nullable(),
});
const capabilitySchema = z.enum(['acceptable', 'marginal', 'unacceptable', 'undetermined']);
const capabilityVerdictSchema = z.strictObject({
  capability: capabilitySchema,
  by: z.strictObject({
    effectiveness: capabilitySchema,
    missRate: capabilitySchema,
    falseAlarmRate: capabilitySchema,
  }),
});
const pairSchema = z.strictObject({
  first: z.string(),
  second: z.string(),
  table: z
    .array(z.int())
    .length(4)
    .describe('pairs: both bad, the first alone good, the second alone good, both good'),
  kappa: kappaSchema,
});
const limitsSchema = z.strictObject({ acceptable: z.number(), marginal: z.number() });

/** What a study says of its appraisers. */
export const studyFiguresSchema = z
  .strictObject({
    confidence: z.number(),
    criteria: z.strictObject({
      effectiveness: limitsSchema.describe('at least'),
      missRate: limitsSchema.describe('at most'),
      falseAlarmRate: limitsSchema.describe('at most'),
    }),
    appraisers: z.array(
      z.strictObject({
        name: z.string(),
        withinAppraiser: shareSchema,
        effectiveness: shareSchema,
        rightDecisions: shareSchema,
        missRate: shareSchema,
        falseAlarmRate: shareSchema,
        againstReference: pairSchema,
        kappaWithin: kappaSchema.nullable(),
        alwaysWrong: z.array(z.string()),
        mixed: z.array(z.string()),
        observed: capabilityVerdictSchema.describe('by what was observed'),
        shown: capabilityVerdictSchema.describe('by the unfavourable ends of the intervals'),
      }),
    ),
    pairs: z.array(pairSchema),
    system: z.strictObject({
      agreed: shareSchema,
      effectiveness: shareSchema,
      kappaBetween: kappaSchema.nullable(),
      observed: capabilitySchema,
      shown: capabilitySchema,
    }),
    hash: sha256Schema.describe('of the entry of the audit chain that ended it'),
  })
  .meta({ id: 'StudyFigures' });
export type StudyFigures = z.infer<typeof studyFiguresSchema>;
