import type { Verdict } from 'fewgood';
import { CONFIDENCE } from '../shares/exact-interval.ts';
import { scoreShare, type Share } from '../shares/share.ts';
import type { Period, PeriodOf } from './periods.ts';

/** What is known of an inspection. */
export interface JudgedAt {
  /** When, milliseconds since 1970 in UTC. */
  readonly time: number;
  /** What was said. */
  readonly verdict: Verdict;
}

/** What a period came to. */
export interface PeriodRates extends Period {
  /** Time of its first inspection, milliseconds since 1970 in UTC. */
  readonly first: number;
  /** Time of its last inspection. */
  readonly last: number;
  /** Inspections. */
  readonly inspections: number;
  /** Failed, of those that could be judged. */
  readonly fail: Share;
  /** Not judged, of all: what the camera or the light is to blame for, not the parts. */
  readonly cannotJudge: Share;
}

/**
 * Rates by hour or shift, in order of time. A period without inspections is left out: nothing is known of
 * it. Wilson's intervals, which take parts as independent; defects that come in rows make them too narrow.
 *
 * @param inspections - In any order.
 * @param confidence - Of both sides together, between 0 and 1 exclusive.
 * @throws {@link ArgumentRangeError} if `confidence` is out of range.
 */
export function failRates(
  inspections: readonly JudgedAt[],
  periodOf: PeriodOf,
  confidence: number = CONFIDENCE,
): PeriodRates[] {
  const tallies = new Map<string, Tally>();
  for (const { time, verdict } of inspections) {
    const period = periodOf(time);
    const key = `${period.day} ${period.name}`;
    const tally = tallies.get(key) ?? startAt(period, time);
    tallies.set(key, tally);
    tally.first = Math.min(tally.first, time);
    tally.last = Math.max(tally.last, time);
    tally[verdict]++;
  }
  return [...tallies.values()]
    .toSorted((a, b) => a.first - b.first)
    .map((tally) => {
      const judged = tally.pass + tally.fail;
      const inspected = judged + tally['cannot judge'];
      return {
        ...tally.period,
        first: tally.first,
        last: tally.last,
        inspections: inspected,
        fail: scoreShare(tally.fail, judged, confidence),
        cannotJudge: scoreShare(tally['cannot judge'], inspected, confidence),
      };
    });
}

/** Counts of a period. */
interface Tally extends Record<Verdict, number> {
  readonly period: Period;
  first: number;
  last: number;
}

function startAt(period: Period, time: number): Tally {
  return { period, first: time, last: time, pass: 0, fail: 0, 'cannot judge': 0 };
}
