import { ArgumentRangeError, normalQuantile } from 'fewgood';
import { quantileOfSorted } from '../distributions/quantile-of-sorted.ts';

/**
 * How scores are made standard ones. `log`: their logarithm is taken as normal, which anomaly scores
 * nearly are, being distances that are skewed to the right. `normal scores`: their rank among the
 * in-control scores is all that counts, whatever their distribution.
 */
export type ScoreScale = 'log' | 'normal scores';

/** What scores are like while nothing is wrong, and how far from that another lies. */
export interface InControl {
  /** How scores are made standard ones. */
  readonly scale: ScoreScale;
  /** Scores that it was learned from. */
  readonly scores: number;
  /** Scores that were left out as outliers; none by normal scores. */
  readonly outliers: number;
  /** Whether there were so few that false alarms may come twice as often as the chart is set for, or more. */
  readonly isSmall: boolean;
  /** Standard scores of further scores in order of time, shape [N]. */
  standardize(scores: ArrayLike<number>): Float64Array;
}

/** How an in-control period is read. */
export interface InControlOptions {
  /** `normal scores` by default. */
  readonly scale?: ScoreScale;
  /** Standard scores are cut off here on either side. */
  readonly clip?: number;
}

/** Numbers of the in-control period. */
export const IN_CONTROL = {
  /**
   * A single defective part scores many times what good ones do. Charts look for what good parts drift by, so
   * one score counts as 3 standard deviations at most (winsorized, as Lucas and Crosier, "Robust CUSUM",
   * 1982, want); of normal scores 0.3 % are cut.
   */
  clip: 3,
  /** Robust standard deviations beyond which a score is no in-control one (Iglewicz and Hoaglin, 1993). */
  outlier: 3.5,
  /** Fewest scores. */
  least: 20,
  /** Scores from which on limits are near those of known parameters (Jones, Champ and Rigdon, 2001). */
  many: 300,
} as const;

/** Factor from the median absolute deviation to the standard deviation of a normal distribution. */
const MAD_TO_SIGMA = 1 / 0.6744897501960817;

/**
 * Learns from a period in which nothing was wrong what scores are like. Take scores relative to the
 * threshold (`ratio`), so that a change of the threshold or the part does not look like one of the parts.
 *
 * @param scores - Scores above 0 of that period, good parts as they came, shape [N].
 * @throws {@link ArgumentRangeError} if there are fewer than 20 scores, one is not a finite number above 0,
 *   they are all alike, or `clip` is out of range.
 */
export function inControl(
  scores: ArrayLike<number>,
  { scale = 'normal scores', clip = IN_CONTROL.clip }: InControlOptions = {},
): InControl {
  if (!(clip > 0)) throw new ArgumentRangeError('clip', clip, 'a number above 0');
  if (scores.length < IN_CONTROL.least) {
    const expected = `at least ${IN_CONTROL.least} scores of a period in which nothing was wrong`;
    throw new ArgumentRangeError('scores.length', scores.length, expected);
  }
  const logs = Float64Array.from(scores, logOf).toSorted();
  if (logs.at(0) === logs.at(-1)) {
    throw new ArgumentRangeError('scores', 'all alike', 'scores that differ');
  }
  const { standard, outliers } = scale === 'log' ? byLogarithm(logs) : byRank(logs);
  const cut = (value: number): number => Math.max(-clip, Math.min(clip, value));
  return {
    scale,
    scores: logs.length,
    outliers,
    isSmall: logs.length - outliers < IN_CONTROL.many,
    standardize: (further) =>
      Float64Array.from(further, (score, i) => cut(standard(logOf(score, i)))),
  };
}

function logOf(score: number, i: number): number {
  if (score > 0 && score < Infinity) return Math.log(score);
  throw new ArgumentRangeError(`scores[${i}]`, score, 'a finite score above 0');
}

/** How a logarithm becomes a standard score. */
interface Standard {
  readonly standard: (log: number) => number;
  readonly outliers: number;
}

/** Mean and standard deviation of what lies within 3.5 robust standard deviations of the median. */
function byLogarithm(sorted: Float64Array): Standard {
  const median = quantileOfSorted(sorted, 0.5);
  const deviations = sorted.map((log) => Math.abs(log - median)).toSorted();
  const reach = IN_CONTROL.outlier * MAD_TO_SIGMA * quantileOfSorted(deviations, 0.5);
  // More than half of the scores alike: nothing can be told to be an outlier.
  const kept = reach === 0 ? sorted : sorted.filter((log) => Math.abs(log - median) <= reach);
  const mean = kept.reduce((sum, log) => sum + log, 0) / kept.length;
  const squares = kept.reduce((sum, log) => sum + (log - mean) ** 2, 0);
  const sigma = Math.sqrt(squares / (kept.length - 1));
  return { standard: (log) => (log - mean) / sigma, outliers: sorted.length - kept.length };
}

/**
 * Blom's normal scores: the quantile of (rank - 3/8) / (n + 1/4), between ranks on the straight line, mean
 * rank where scores are alike. Beyond the largest score there is none larger, so that one outlier moves
 * nothing but its own rank.
 */
function byRank(sorted: Float64Array): Standard {
  const n = sorted.length;
  const quantile = (rank: number): number => normalQuantile((rank - 0.375) / (n + 0.25));
  const standard = (log: number): number => {
    const below = countBelow(sorted, (value) => value < log);
    const upTo = countBelow(sorted, (value) => value <= log);
    if (upTo > below) return quantile((below + 1 + upTo) / 2);
    const [left, right] = [sorted[below - 1], sorted[below]];
    if (left === undefined) return quantile(1);
    if (right === undefined) return quantile(n);
    return quantile(below + (log - left) / (right - left));
  };
  return { standard, outliers: 0 };
}

/** How many of sorted values, from the first on, fulfil a condition. */
function countBelow(sorted: Float64Array, isBelow: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBelow(sorted[middle] ?? NaN)) low = middle + 1;
    else high = middle;
  }
  return low;
}
