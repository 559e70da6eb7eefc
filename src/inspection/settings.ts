import { z } from 'zod';
import { AUGMENTATION, BANK, SCORE } from '../hyperparameters.ts';
import {
  type AugmentationFamily,
  augmentationFamilies,
  type PosePolicy,
} from '../image/augmentation.ts';
import type { Fit } from '../image/frame.ts';

/** Everything that decides what a part learns and how it judges; written into its file. */
export interface PartSettings {
  /** Side S of the square that the model sees, pixels. */
  readonly size: number;
  /** How a picture that is not square becomes one. */
  readonly fit: Fit;
  /** Angles at which the part may lie: none, up to 45°, quarter turns, any, or a list of degrees. */
  readonly pose: PosePolicy;
  /** Families of augmentation of the support set (thesis 4.2). */
  readonly augment: readonly AugmentationFamily[];
  /** `grid`: each listed transform of each picture; a number: so many random draws a picture. */
  readonly draws: 'grid' | number;
  /** Levels of the model that are used. */
  readonly levels: readonly string[];
  /** Side of the average pooling over patches. */
  readonly neighbourhood: number;
  /** `concat`: one bank of all levels; `max`, `mean`: a bank a level, joined in score and map. */
  readonly fusion: 'concat' | 'max' | 'mean';
  /** Distance between patch features. */
  readonly metric: 'euclidean' | 'cosine';
  /** Image score: reweighted (thesis 4.3), the largest distance, or the mean of the top 1 %. */
  readonly score: 'reweighted' | 'max' | 'top-mean';
  /** Share r of patch features kept in the bank. */
  readonly samplingRatio: number;
  /** Most rows of a level's bank. */
  readonly bankCeiling: number;
  /** Thin each support picture by itself, or all together (Algorithm 3). */
  readonly coreset: 'per-picture' | 'global';
  /** Smoothing of the map, pixels at S×S. */
  readonly sigma: number;
  /** Divide each level by its usual distance on good parts, or not (thesis). */
  readonly levelScale: 'median' | 'none';
  /** Bank elements that weigh the reweighted score, b. */
  readonly scoreNeighbours: number;
  /** How the banks are stored: `float16` halves the file (effect: docs/part-file.md). */
  readonly storage: 'float32' | 'float16';
  /** Seed of everything that is drawn. */
  readonly seed: number;
}

/** Ranges of the settings; messages complete "expected …". */
export const partSettingsSchema: z.ZodType<PartSettings> = z.strictObject({
  size: integer(32, 2048),
  fit: oneOf(['stretch', 'letterbox']),
  pose: z.union(
    [
      z.enum(['fixed', 'small', 'right-angles', 'free']),
      z.array(number(-360, 360)).min(1).max(360),
    ],
    'fixed, small, right-angles, free, or 1 to 360 angles from -360 to 360',
  ),
  augment: z.array(oneOf(augmentationFamilies)),
  draws: z.union([z.literal('grid'), integer(1, 1000)], 'grid or an integer from 1 to 1000'),
  levels: z
    .array(z.string())
    .min(1, 'at least one level')
    .refine((names) => new Set(names).size === names.length, 'levels that differ'),
  neighbourhood: z.literal([1, 3, 5, 7, 9], 'one of 1, 3, 5, 7, 9'),
  fusion: oneOf(['concat', 'max', 'mean']),
  metric: oneOf(['euclidean', 'cosine']),
  score: oneOf(['reweighted', 'max', 'top-mean']),
  samplingRatio: share(),
  bankCeiling: integer(16, 1_000_000),
  coreset: oneOf(['per-picture', 'global']),
  sigma: number(0, 100),
  levelScale: oneOf(['median', 'none']),
  scoreNeighbours: integer(1, 100),
  storage: oneOf(['float32', 'float16']),
  seed: integer(0, 2 ** 32 - 1),
});

function integer(min: number, max: number): z.ZodType<number> {
  const expected = `an integer from ${min} to ${max}`;
  return z.int(expected).min(min, expected).max(max, expected);
}

function number(min: number, max: number): z.ZodType<number> {
  const expected = `a number from ${min} to ${max}`;
  return z.number(expected).min(min, expected).max(max, expected);
}

function share(): z.ZodType<number> {
  const expected = 'a number above 0 and at most 1';
  return z.number(expected).positive(expected).max(1, expected);
}

function oneOf<const T extends string>(choices: readonly T[]): z.ZodType<T> {
  return z.enum(choices, `one of ${choices.join(', ')}`);
}

/** Settings of a part when nothing else is said. */
export const DEFAULT_SETTINGS: Omit<PartSettings, 'levels' | 'size'> = {
  fit: 'stretch',
  pose: 'small',
  augment: [...AUGMENTATION.families],
  draws: 'grid',
  neighbourhood: BANK.neighbourhood,
  fusion: 'concat',
  metric: 'euclidean',
  score: 'reweighted',
  samplingRatio: BANK.samplingRatio,
  bankCeiling: BANK.ceiling,
  coreset: 'per-picture',
  sigma: SCORE.sigma,
  levelScale: 'median',
  scoreNeighbours: SCORE.neighbours,
  storage: 'float32',
  seed: 0,
};
