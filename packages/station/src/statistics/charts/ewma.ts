import { ArgumentRangeError } from 'fewgood';
import { alarmsOf, type ChartAlarm } from './chart-alarm.ts';

/** How an EWMA chart is set. */
export interface EwmaOptions {
  /** Weight of the newest score, above 0, at most 1; the smaller, the smaller the shifts it sees. */
  readonly lambda?: number;
  /** Limits in standard deviations of the average. */
  readonly limit?: number;
}

/** An exponentially weighted moving average with its limits. */
export interface EwmaChart {
  /** The average after each score, shape [N]. */
  readonly values: Float64Array;
  /** Limit on either side after each score, shape [N]; an average beyond +limit or -limit is an alarm. */
  readonly limits: Float64Array;
  /** Where the average leaves the limits. */
  readonly alarms: readonly ChartAlarm[];
}

/**
 * lambda 0.2 and limit 2.962: one false alarm in 500 scores, and a shift of one standard deviation seen
 * after 10.5 on average (Lucas and Saccucci, 1990, table 3).
 */
export const EWMA_DEFAULTS = { lambda: 0.2, limit: 2.962 } as const;

/**
 * The EWMA chart of standard scores (mean 0, standard deviation 1 in control). The limits widen from the
 * first score on, as the average does: sigma sqrt(lambda / (2 - lambda) (1 - (1 - lambda)^(2 i))).
 *
 * S. W. Roberts, "Control chart tests based on geometric moving averages", Technometrics 1, 1959.
 * J. M. Lucas and M. S. Saccucci, "Exponentially weighted moving average control schemes", Technometrics
 * 32, 1990.
 *
 * @param scores - Standard scores in order of time, shape [N].
 * @throws {@link ArgumentRangeError} if `lambda` or `limit` is out of range.
 */
export function ewmaChart(
  scores: ArrayLike<number>,
  { lambda = EWMA_DEFAULTS.lambda, limit = EWMA_DEFAULTS.limit }: EwmaOptions = {},
): EwmaChart {
  assertEwma(lambda, limit);
  const values = new Float64Array(scores.length);
  const limits = new Float64Array(scores.length);
  const sides = new Int8Array(scores.length);
  let average = 0;
  let decay = 1;
  for (let i = 0; i < scores.length; i++) {
    average = lambda * (scores[i] ?? NaN) + (1 - lambda) * average;
    decay *= (1 - lambda) ** 2;
    const width = limit * Math.sqrt((lambda / (2 - lambda)) * (1 - decay));
    values[i] = average;
    limits[i] = width;
    sides[i] = average > width ? 1 : average < -width ? -1 : 0;
  }
  return { values, limits, alarms: alarmsOf(sides) };
}

/** @throws {@link ArgumentRangeError} if `lambda` or `limit` is out of range. */
export function assertEwma(lambda: number, limit: number): void {
  if (!(lambda > 0 && lambda <= 1)) {
    throw new ArgumentRangeError('lambda', lambda, 'a number above 0, at most 1');
  }
  if (!(limit > 0 && limit < Infinity)) {
    throw new ArgumentRangeError('limit', limit, 'a finite number above 0');
  }
}
