import { ArgumentRangeError, type Interval } from 'fewgood';
import { betaQuantile } from '../distributions/incomplete-beta.ts';

/** Confidence of every interval, of both sides together, unless another is asked for. */
export const CONFIDENCE = 0.95;

/**
 * The exact interval of a share, `count` of `n`: it holds at least as often as it says, whatever the
 * share, and so is wider than Wilson's. `n` may be the effective size of a sample whose members depend on
 * one another, and need not be whole (Korn and Graubard, 1998).
 *
 * Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
 * Biometrika 26, 1934; by the beta distribution, as Brown, Cai and DasGupta, 2001, eq. 12.
 *
 * @param count - From 0 to n.
 * @param n - Observations; none leave the whole range.
 * @param confidence - Of both sides together, between 0 and 1 exclusive.
 * @throws {@link ArgumentRangeError} if an argument is out of range.
 */
export function exactInterval(count: number, n: number, confidence = CONFIDENCE): Interval {
  assertConfidence(confidence);
  if (!(n >= 0 && n < Infinity)) throw new ArgumentRangeError('n', n, 'a number from 0');
  if (!(count >= 0 && count <= n)) throw new ArgumentRangeError('count', count, 'from 0 to n');
  const doubt = (1 - confidence) / 2;
  return {
    low: count === 0 ? 0 : betaQuantile(doubt, count, n - count + 1),
    // By the other tail, so that bounds next to 1 keep their digits.
    high: count === n ? 1 : 1 - betaQuantile(doubt, n - count, count + 1),
  };
}

/** @throws {@link ArgumentRangeError} if it is not between 0 and 1 exclusive. */
export function assertConfidence(confidence: number): void {
  if (confidence > 0 && confidence < 1) return;
  throw new ArgumentRangeError('confidence', confidence, 'a number between 0 and 1');
}
