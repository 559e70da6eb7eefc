import { ArgumentRangeError } from 'fewgood';
import { betaQuantile } from '../distributions/incomplete-beta.ts';
import { assertConfidence, CONFIDENCE } from '../shares/exact-interval.ts';

/** What a sample promises of a rate, and what is still wanted. */
export interface RatePromise {
  /** Upper bound on the rate, at the confidence asked for; 1 without pictures. */
  readonly bound: number;
  /** Whether the bound is at most the target. */
  readonly holds: boolean;
  /** Further pictures until it is, if none of them goes wrong; 0 when it holds. */
  readonly morePictures: number;
  /** Further pictures until it is, if as many of them go wrong as did so far; null if that never is. */
  readonly morePicturesAtThisRate: number | null;
}

/** Further pictures than this are not counted. */
const MOST = 10_000_000;

/**
 * Whether a threshold keeps a rate (of false rejects by good pictures, of escapes by bad ones) below a
 * target, and how many further pictures it takes to know. The bound is one-sided, as that of
 * `falseRejectBoundAtRank` of the library: exact for a threshold settled before the pictures were seen, or
 * at a rank of the good scores settled before.
 *
 * @param wrong - Good pictures that failed, or bad ones that passed.
 * @param pictures - Of all that are good, or bad.
 * @param target - Rate to stay below, between 0 and 1 exclusive.
 * @param confidence - Between 0 and 1 exclusive.
 * @throws {@link ArgumentRangeError} if an argument is out of range.
 */
export function ratePromise(
  wrong: number,
  pictures: number,
  target: number,
  confidence: number = CONFIDENCE,
): RatePromise {
  assertConfidence(confidence);
  if (!(target > 0 && target < 1)) {
    throw new ArgumentRangeError('target', target, 'a number between 0 and 1');
  }
  if (!(Number.isInteger(pictures) && pictures >= 0)) {
    throw new ArgumentRangeError('pictures', pictures, 'an integer from 0');
  }
  if (!(Number.isInteger(wrong) && wrong >= 0 && wrong <= pictures)) {
    throw new ArgumentRangeError('wrong', wrong, `an integer from 0 to ${pictures}`);
  }
  const holdsAt = (hits: number, n: number): boolean => upperBound(hits, n, confidence) <= target;
  const rate = pictures === 0 ? 0 : wrong / pictures;
  const needed = fewest(pictures, (n) => holdsAt(wrong, n)) ?? MOST;
  const atRate = fewest(pictures, (n) => holdsAt(Math.ceil(rate * n - 1e-9), n));
  return {
    bound: upperBound(wrong, pictures, confidence),
    holds: holdsAt(wrong, pictures),
    morePictures: needed - pictures,
    morePicturesAtThisRate: atRate === null ? null : atRate - pictures,
  };
}

function upperBound(hits: number, n: number, confidence: number): number {
  // By the other tail, so that it keeps its digits next to 1.
  return hits === n ? 1 : 1 - betaQuantile(1 - confidence, n - hits, hits + 1);
}

/** The smallest n from `start` on that holds, where all above one hold; null if none up to 10 million does. */
function fewest(start: number, holds: (n: number) => boolean): number | null {
  let [low, high] = [start, Math.max(1, start)];
  if (holds(start)) return start;
  while (!holds(high)) {
    if (high >= MOST) return null;
    [low, high] = [high, Math.min(MOST, high * 2)];
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
