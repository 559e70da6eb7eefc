import { ArgumentRangeError } from 'fewgood';
import { alarmsOf, type ChartAlarm } from './chart-alarm.ts';

/** How a CUSUM chart is set, in standard deviations. */
export interface CusumOptions {
  /** Reference value k: half the shift that shall be seen soonest. */
  readonly reference?: number;
  /** Decision interval h: the sum above which there is an alarm. */
  readonly decision?: number;
}

/** An alarm of a CUSUM chart. */
export interface CusumAlarm extends ChartAlarm {
  /** Number of the score from which on the sum rose from 0: where the shift may have begun. */
  readonly since: number;
}

/** A tabular CUSUM chart. */
export interface CusumChart {
  /** Sum of what lies above k after each score, from 0 up, shape [N]. */
  readonly up: Float64Array;
  /** Sum of what lies below -k after each score, from 0 up, shape [N]. */
  readonly down: Float64Array;
  /** Where a sum is above h, by time. */
  readonly alarms: readonly CusumAlarm[];
}

/**
 * k = 0.5 and h = 5: one false alarm in 465 scores, and a shift of one standard deviation seen after 10.4
 * on average (Montgomery, Introduction to Statistical Quality Control, table of two-sided CUSUMs).
 */
export const CUSUM_DEFAULTS = { reference: 0.5, decision: 5 } as const;

/**
 * The two-sided tabular CUSUM chart of standard scores (mean 0, standard deviation 1 in control):
 * C+ = max(0, C+ + z - k), C- = max(0, C- - z - k), an alarm where either is above h.
 *
 * E. S. Page, "Continuous inspection schemes", Biometrika 41, 1954.
 *
 * @param scores - Standard scores in order of time, shape [N].
 * @throws {@link ArgumentRangeError} if `reference` or `decision` is out of range.
 */
export function cusumChart(
  scores: ArrayLike<number>,
  { reference = CUSUM_DEFAULTS.reference, decision = CUSUM_DEFAULTS.decision }: CusumOptions = {},
): CusumChart {
  assertCusum(reference, decision);
  const up = sums(scores, 1, reference);
  const down = sums(scores, -1, reference);
  const alarms = [...beyond(up, 1, decision), ...beyond(down, -1, decision)];
  return { up, down, alarms: alarms.toSorted((a, b) => a.from - b.from) };
}

/** @throws {@link ArgumentRangeError} if `reference` or `decision` is out of range. */
export function assertCusum(reference: number, decision: number): void {
  if (!(reference >= 0 && reference < Infinity)) {
    throw new ArgumentRangeError('reference', reference, 'a finite number from 0');
  }
  if (!(decision > 0 && decision < Infinity)) {
    throw new ArgumentRangeError('decision', decision, 'a finite number above 0');
  }
}

function sums(scores: ArrayLike<number>, sign: 1 | -1, reference: number): Float64Array {
  let sum = 0;
  return Float64Array.from(scores, (score) => {
    sum = Math.max(0, sum + sign * score - reference);
    return sum;
  });
}

function beyond(sum: Float64Array, sign: 1 | -1, decision: number): CusumAlarm[] {
  const sides = Int8Array.from(sum, (value) => (value > decision ? sign : 0));
  return alarmsOf(sides).map((alarm) => ({ ...alarm, since: sum.lastIndexOf(0, alarm.from) + 1 }));
}
