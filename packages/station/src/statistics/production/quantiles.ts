import { ArgumentRangeError } from 'fewgood';
import { incompleteBeta } from '../distributions/incomplete-beta.ts';
import { quantileOfSorted } from '../distributions/quantile-of-sorted.ts';
import { assertConfidence, CONFIDENCE } from '../shares/exact-interval.ts';

/** A quantile of what was measured. */
export interface Quantile {
  /** Which, from 0 to 1: 0.95 is what 95 % stay below. */
  readonly p: number;
  /** Its value, in the unit of what was measured. */
  readonly value: number;
  /** Where that of all lies: values that were measured; null where so few cannot tell one end. */
  readonly low: number | null;
  /** Upper end. */
  readonly high: number | null;
}

/**
 * Quantiles with intervals by order statistics, whatever the distribution: between the l-th and the u-th
 * value lies the quantile with probability P(l <= Binomial(n, p) < u). Values in a row are taken as
 * independent.
 *
 * H. A. David and H. N. Nagaraja, Order Statistics, 3rd ed. 2003, section 7.1.
 *
 * @param values - Such as latencies in milliseconds, in any order, shape [N].
 * @param ps - Which quantiles, each from 0 to 1.
 * @param confidence - Of both sides together, between 0 and 1 exclusive.
 * @returns None without values.
 * @throws {@link ArgumentRangeError} if a p or `confidence` is out of range.
 */
export function quantiles(
  values: ArrayLike<number>,
  ps: readonly number[] = [0.5, 0.95, 0.99],
  confidence: number = CONFIDENCE,
): Quantile[] {
  assertConfidence(confidence);
  const bad = ps.find((p) => !(p >= 0 && p <= 1));
  if (bad !== undefined) throw new ArgumentRangeError('p', bad, 'from 0 to 1');
  if (values.length === 0) return [];
  const sorted = Float64Array.from(values).toSorted();
  const doubt = (1 - confidence) / 2;
  return ps.map((p) => {
    const [lower, upper] = ranksAround(sorted.length, p, doubt);
    return {
      p,
      value: quantileOfSorted(sorted, p),
      low: sorted[lower - 1] ?? null,
      high: sorted[upper - 1] ?? null,
    };
  });
}

/**
 * The largest l with P(Binomial(n, p) < l) <= doubt and the smallest u with P(Binomial(n, p) >= u) <= doubt;
 * 0 and n + 1 where there is none.
 */
function ranksAround(n: number, p: number, doubt: number): [lower: number, upper: number] {
  /** P(Binomial(n, p) >= rank). */
  const atLeast = (rank: number): number => (rank > n ? 0 : incompleteBeta(p, rank, n - rank + 1));
  // atLeast falls with the rank: find where it crosses both levels.
  const firstBelow = (level: number): number => {
    let [low, high] = [1, n + 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (atLeast(middle) <= level) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  // 1 - atLeast(l) <= doubt for the l before the first whose atLeast is below 1 - doubt.
  let lower = firstBelow(1 - doubt);
  if (lower > n || atLeast(lower) < 1 - doubt) lower--;
  return [lower, firstBelow(doubt)];
}
