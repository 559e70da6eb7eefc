/**
 * What n independent good pictures say about the share of good parts that a threshold rejects,
 * whatever the distribution of their scores. A part fails when its score is above the threshold.
 *
 * @module
 */
import { ArgumentRangeError } from '../errors.ts';
import { CALIBRATION } from '../hyperparameters.ts';
import { normalQuantile } from './normal-quantile.ts';

/** A range of shares, from 0 to 1. */
export interface Interval {
  /** Lower end. */
  readonly low: number;
  /** Upper end. */
  readonly high: number;
}

/**
 * Upper bound on the false-reject rate when the threshold is the largest of `n` good scores:
 * 1 - (1 - confidence)^(1/n), the "rule of three" without its approximation. 31 % at n = 8, 5 % at
 * 59, 1 % at 299; 1 at n = 0.
 *
 * @param n - Independent good pictures.
 * @param confidence - Between 0 and 1 exclusive.
 * @throws {@link ArgumentRangeError} if `n` or `confidence` is out of range.
 */
export function falseRejectBound(n: number, confidence: number = CALIBRATION.confidence): number {
  assertCount('n', n, 0);
  assertShare('confidence', confidence);
  return n === 0 ? 1 : -Math.expm1(Math.log1p(-confidence) / n);
}

/**
 * Fewest independent good pictures for which {@link falseRejectBound} is at most `target`.
 *
 * @param target - Wanted false-reject rate, between 0 and 1 exclusive.
 * @param confidence - Between 0 and 1 exclusive.
 * @throws {@link ArgumentRangeError} if `target` or `confidence` is out of range.
 */
export function requiredPictures(
  target: number,
  confidence: number = CALIBRATION.confidence,
): number {
  assertShare('target', target);
  assertShare('confidence', confidence);
  const [doubt, passes] = [Math.log1p(-confidence), Math.log1p(-target)];
  let pictures = Math.max(1, Math.floor(doubt / passes));
  while (pictures * passes > doubt) pictures++;
  return pictures;
}

/**
 * Upper bound on the false-reject rate when the threshold is the `rank`-th smallest of `n` good
 * scores. The rate is then distributed as Beta(n - rank + 1, rank), so the bound u solves
 * P(Binomial(n, u) <= n - rank) = 1 - confidence; for rank = n it is {@link falseRejectBound}.
 * It holds for any continuous distribution of scores and is safe (too large) when scores tie.
 *
 * Wilks, "Determination of sample sizes for setting tolerance limits", 1941.
 *
 * @param rank - From 1 (smallest) to n (largest).
 * @param n - Independent good pictures, at least 1.
 * @param confidence - Between 0 and 1 exclusive.
 * @throws {@link ArgumentRangeError} if an argument is out of range.
 */
export function falseRejectBoundAtRank(
  rank: number,
  n: number,
  confidence: number = CALIBRATION.confidence,
): number {
  assertCount('n', n, 1);
  assertCount('rank', rank, 1, n);
  assertShare('confidence', confidence);
  const doubt = Math.log1p(-confidence);
  let [low, high] = [0, 1];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (logBinomialCdf(n - rank, n, middle) <= doubt) high = middle;
    else low = middle;
  }
}

/**
 * The smallest rank whose {@link falseRejectBoundAtRank} is at most `target`: the lowest, most
 * sensitive threshold that keeps the promise. Undefined when even the largest of `n` scores does
 * not, that is when n < {@link requiredPictures}.
 *
 * @param n - Independent good pictures.
 * @param target - Wanted false-reject rate, between 0 and 1 exclusive.
 * @param confidence - Between 0 and 1 exclusive.
 * @throws {@link ArgumentRangeError} if an argument is out of range.
 */
export function smallestRank(
  n: number,
  target: number,
  confidence: number = CALIBRATION.confidence,
): number | undefined {
  assertCount('n', n, 0);
  assertShare('target', target);
  assertShare('confidence', confidence);
  const doubt = Math.log1p(-confidence);
  let above = 0; // scores allowed above the threshold
  for (const logProbability of logBinomialCdfs(n, target)) {
    if (logProbability > doubt) break;
    above++;
  }
  return above === 0 ? undefined : n - above + 1;
}

/**
 * Wilson's score interval for a share: `count` of `n` observed.
 *
 * Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
 *
 * @param count - From 0 to n.
 * @param n - Observations; none leave the whole range.
 * @param confidence - Of both sides together, between 0 and 1 exclusive.
 * @throws {@link ArgumentRangeError} if an argument is out of range.
 */
export function wilsonInterval(
  count: number,
  n: number,
  confidence: number = CALIBRATION.confidence,
): Interval {
  assertCount('n', n, 0);
  assertCount('count', count, 0, n);
  assertShare('confidence', confidence);
  if (n === 0) return { low: 0, high: 1 };
  const z = normalQuantile((1 + confidence) / 2);
  const share = count / n;
  const shrink = 1 + (z * z) / n;
  const centre = (share + (z * z) / (2 * n)) / shrink;
  const half = (z / shrink) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return {
    low: count === 0 ? 0 : Math.max(0, centre - half),
    high: count === n ? 1 : Math.min(1, centre + half),
  };
}

function logBinomialCdf(k: number, n: number, p: number): number {
  let i = 0;
  for (const value of logBinomialCdfs(n, p)) if (i++ === k) return value;
  return 0;
}

/** log P(X <= 0), … log P(X <= n - 1) of X ~ Binomial(n, p); logarithms, as (1 - p)^n underflows. */
function* logBinomialCdfs(n: number, p: number): Generator<number, void> {
  const logOdds = Math.log(p) - Math.log1p(-p);
  let term = n * Math.log1p(-p);
  let sum = term;
  for (let i = 0; i < n; i++) {
    yield sum;
    term += Math.log((n - i) / (i + 1)) + logOdds;
    sum = Math.max(sum, term) + Math.log1p(Math.exp(-Math.abs(sum - term)));
  }
}

function assertCount(name: string, value: number, min: number, max = Infinity): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new ArgumentRangeError(
    name,
    value,
    `an integer from ${min}${max < Infinity ? ` to ${max}` : ''}`,
  );
}

function assertShare(name: string, value: number): void {
  if (value > 0 && value < 1) return;
  throw new ArgumentRangeError(name, value, 'a number between 0 and 1');
}
