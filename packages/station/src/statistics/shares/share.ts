import { type Interval, wilsonInterval } from 'fewgood';
import { CONFIDENCE, exactInterval } from './exact-interval.ts';

/** A share of what was observed, and what that says of the share behind it. */
export interface Share {
  /** How many. */
  readonly count: number;
  /** Of how many. */
  readonly of: number;
  /** count / of; null where nothing was observed. */
  readonly share: number | null;
  /** Where the share behind it lies, at the confidence asked for; 0 to 1 where nothing was observed. */
  readonly interval: Interval;
}

/**
 * A share with its exact interval (Clopper and Pearson): for what a decision hangs on.
 *
 * @param confidence - Of both sides together, between 0 and 1 exclusive.
 * @throws {@link ArgumentRangeError} if an argument is out of range.
 */
export function exactShare(count: number, of: number, confidence: number = CONFIDENCE): Share {
  return { ...plainShare(count, of), interval: exactInterval(count, of, confidence) };
}

/**
 * A share with Wilson's score interval: for a chart of many, of which it covers the truth as often as it
 * says on average, where the exact one does so more often.
 *
 * @param confidence - Of both sides together, between 0 and 1 exclusive.
 * @throws {@link ArgumentRangeError} if an argument is out of range.
 */
export function scoreShare(count: number, of: number, confidence: number = CONFIDENCE): Share {
  return { ...plainShare(count, of), interval: wilsonInterval(count, of, confidence) };
}

/** Count, size and share of a {@link Share}. */
export function plainShare(count: number, of: number): Omit<Share, 'interval'> {
  return { count, of, share: of === 0 ? null : count / of };
}
