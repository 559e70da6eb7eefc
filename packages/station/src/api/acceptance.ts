import { z } from 'zod';
import { idSchema, sha256Schema, timeSchema } from './common.ts';
import { verdicts } from './inspection.ts';
import { activationSchema } from './part.ts';
import { shareSchema } from './threshold.ts';

const limitSchema = z.coerce.number().gt(0).lt(1).optional();

/** What was agreed upon for the acceptance. */
export const acceptanceQuerySchema = z.object({
  falseReject: limitSchema.describe('share of good parts that may be sorted out'),
  escape: limitSchema.describe('share of bad parts that may pass'),
  language: z.enum(['en', 'de']).default('en').describe('of the terms'),
});
export type AcceptanceQuery = z.output<typeof acceptanceQuerySchema>;

const limitVerdictSchema = z
  .enum(['shown', 'broken', 'open'])
  .nullable()
  .describe('shown to be kept, shown to be broken, or open; null where none was agreed upon');

const pictureSchema = z
  .strictObject({
    inspection: idSchema,
    name: z.string(),
    picture: sha256Schema,
    pictureRemoved: z.boolean(),
    reference: z.enum(['good', 'bad']).describe('what a person said that it shows'),
    verdict: z.enum(verdicts),
    ratio: z.number().nullable().describe('score / threshold'),
    acceptedAt: timeSchema,
    decidedBy: z.string(),
    decidedAt: timeSchema,
  })
  .meta({ id: 'AcceptancePicture' });

/** What a version of a part did with pictures of which people said what they show. */
export const acceptanceReportSchema = z
  .strictObject({
    part: z.strictObject({ id: idSchema, name: z.string() }),
    version: z.strictObject({
      number: z.int(),
      sha256: sha256Schema.describe('of the part file'),
      threshold: z.number().nullable(),
      provisional: z.boolean(),
      createdAt: timeSchema,
      createdBy: z.string(),
      support: z.int().describe('good pictures that it was learned from'),
      confirmed: z.int().describe('good pictures that it was calibrated with'),
    }),
    activations: z.array(activationSchema).describe('who let it judge, when and why'),
    confidence: z.number().describe('of both sides of an interval together'),
    terms: z.array(
      z.strictObject({
        term: z.enum([
          'rightAccept',
          'falseReject',
          'goodNotJudged',
          'goodSortedOut',
          'rightReject',
          'escape',
          'badNotJudged',
        ]),
        name: z.string(),
        meaning: z.string(),
        share: shareSchema,
      }),
    ),
    limits: z.strictObject({
      falseReject: z.number().nullable(),
      escape: z.number().nullable(),
    }),
    kept: z
      .strictObject({ falseReject: limitVerdictSchema, escape: limitVerdictSchema })
      .describe('whether the limits are'),
    pictures: z.array(pictureSchema).describe('bad ones first, then by ratio, the largest first'),
    leftOut: z.strictObject({
      learned: z.int().describe('pictures that the version was learned from or calibrated with'),
      otherVersions: z.int().describe('pictures that another version judged'),
    }),
    repeatability: z.strictObject({
      pictures: z.int().describe('that were judged more than once by this version'),
      judgements: z.int().describe('of them together'),
      differing: z.int().describe('of those pictures, with verdicts that differ'),
      largestSpread: z
        .number()
        .nullable()
        .describe('largest difference of score / threshold of one picture; null without any'),
    }),
    madeAt: timeSchema,
    madeBy: z.string(),
    head: z
      .strictObject({ seq: z.int(), hash: z.string() })
      .describe('last entry of the audit chain then'),
  })
  .meta({ id: 'AcceptanceReport' });
export type AcceptanceReport = z.infer<typeof acceptanceReportSchema>;
