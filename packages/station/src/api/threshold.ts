import { z } from 'zod';
import { idSchema } from './common.ts';

export const shareSchema = z
  .strictObject({
    count: z.int(),
    of: z.int(),
    share: z.number().nullable().describe('null where nothing was observed'),
    interval: z
      .strictObject({ low: z.number(), high: z.number() })
      .describe('exact, at 95 % confidence, of a threshold settled before anybody looked'),
  })
  .meta({ id: 'Share' });

/** What a threshold would do to pictures that are known to be good or bad. */
export const thresholdEffectSchema = z
  .strictObject({
    threshold: z.number(),
    falseRejects: shareSchema.describe('good pictures that fail'),
    escapes: shareSchema.describe('bad pictures that pass'),
    whicheverChosen: z
      .strictObject({ falseRejects: z.number(), escapes: z.number() })
      .describe('upper bounds that hold for a threshold chosen after looking at the scores'),
    promise: z
      .strictObject({
        target: z.number().describe('wanted share of good parts that fail'),
        bound: z.number(),
        holds: z.boolean(),
        morePictures: z.int().describe('until it holds, if none of them fails'),
        morePicturesAtThisRate: z.int().nullable().describe('null if it never does'),
      })
      .describe('of false rejects, for a threshold settled before'),
  })
  .meta({ id: 'ThresholdEffect' });
export type ThresholdEffectReport = z.infer<typeof thresholdEffectSchema>;

const knownScoreSchema = z.strictObject({
  name: z.string(),
  score: z.number(),
  inspection: idSchema.nullable().describe('null of a picture that was confirmed elsewhere'),
});

/** Scores of pictures of which a person said what they are, by the version that judges. */
export const thresholdScoresSchema = z
  .strictObject({
    version: z.int(),
    threshold: z.number().nullable(),
    good: z.array(knownScoreSchema).describe('confirmed, one a picture'),
    bad: z.array(knownScoreSchema).describe('defects, caught or reported'),
    otherVersions: z
      .int()
      .describe('such pictures that were scored by a version whose scores are others'),
    histogram: z.strictObject({
      edges: z.array(z.number()),
      good: z.array(z.int()),
      bad: z.array(z.int()),
    }),
  })
  .meta({ id: 'ThresholdScores' });
export type ThresholdScores = z.infer<typeof thresholdScoresSchema>;

export const thresholdQuerySchema = z.object({ threshold: z.coerce.number().min(0).max(1e9) });
