import { apart } from '../apart.ts';
import { REVERSE } from '../hyperparameters.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import type { EnrolmentWarning } from './enrolment-warning.ts';

/**
 * A picture whose part lies half outside: moved to the right by half its width, the left border
 * continued. What enrolment learns from it is how much a picture lacks that shows half a part.
 *
 * @param image - Shape [H, W, 3].
 */
export function halfOutside({ data, width, height }: RgbImage): RgbImage {
  const moved = new Uint8Array(data.length);
  const shift = width >> 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + Math.max(0, x - shift)) * 3;
      moved.set(data.subarray(from, from + 3), (y * width + x) * 3);
    }
  }
  return { data: moved, width, height };
}

/**
 * Whether pictures of half a part lack more than good ones.
 *
 * @param halves - What they lack, as ratios to the largest leave-one-out distance.
 */
export function tellsHalves(halves: readonly number[]): boolean {
  return Math.min(...halves) > REVERSE.tellingRatio;
}

/**
 * How many times the largest leave-one-out distance a picture may lack before the part counts as not
 * there: half way to what the support pictures lack when they show half a part. Where these lack no
 * more than good ones do, as of a board that fills the picture, only much more tells anything.
 *
 * @param halves - What pictures of half a part lack, as ratios to the largest leave-one-out distance.
 */
export function presenceMargin(halves: readonly number[]): number {
  const least = Math.min(...halves);
  return tellsHalves(halves) ? (1 + Math.min(least, 2 * REVERSE.margin - 1)) / 2 : REVERSE.margin;
}

/**
 * Says so where a picture of half a part cannot be told from one of a whole: a surface that fills the
 * picture has no outline that could be missing.
 *
 * @param halves - What pictures of half a part lack, as ratios to the largest leave-one-out distance.
 * @param odd - Pictures that were warned of: beside one that good pictures lack much of, half a part lacks little.
 */
export function presenceWarnings(
  halves: readonly number[],
  odd: readonly string[] = [],
): EnrolmentWarning[] {
  if (tellsHalves(halves)) return [];
  const least = Math.min(...halves);
  const [own, needed] = apart(least, REVERSE.tellingRatio, (ratio, more) =>
    ratio.toFixed(2 + more),
  );
  return [
    {
      code: 'presence-unseen',
      message:
        `half a part would pass unnoticed: a picture of one lacks ${own} times what good pictures lack of each ` +
        `other, and would be noticed above ${needed} times`,
      remedy:
        odd.length > 0
          ? `Replace ${odd.join(', ')} first, and enrol again: beside a picture that is unlike the others nothing seems to be missing.`
          : 'Show the whole outline of the part with some background, if it has one; else make sure by other means, such as a sensor in the nest.',
      facts: { measured: least, limit: REVERSE.tellingRatio },
    },
  ];
}
