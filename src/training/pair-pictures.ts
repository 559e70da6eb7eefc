import { INPUT } from '../hyperparameters.ts';
import { type AugmentationOptions, drawAugmentation } from '../image/augmentation.ts';
import { normalizeInto, toPlanar } from '../image/planar.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import type { PairBatch } from '../nn/training-session.ts';
import { seededRandom } from '../random.ts';
import type { Pair } from './pairs.ts';

/**
 * Makes the arrays of a batch: queries as they are, each support picture under one random
 * augmentation (thesis Algorithm 1, line 5).
 *
 * @param pictureOf - A picture by its index, shape [S, S, 3].
 * @returns Normalised pictures, each array of shape [pairs, 3, S, S].
 */
export function preparePairs(
  pairs: readonly Pair[],
  pictureOf: (index: number) => RgbImage,
  options: AugmentationOptions,
): PairBatch {
  const { width, height } = pictureOf(pairs[0].query);
  const size = 3 * width * height;
  const [query, support] = [0, 1].map(() => new Float32Array(pairs.length * size));
  for (const [i, pair] of pairs.entries()) {
    normalizeInto(toPlanar(pictureOf(pair.query)), INPUT, query, i * size);
    const change = drawAugmentation(options, seededRandom(pair.seed));
    normalizeInto(change.apply(toPlanar(pictureOf(pair.support))), INPUT, support, i * size);
  }
  return { query, support };
}
