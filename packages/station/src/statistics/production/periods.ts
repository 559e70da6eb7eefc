import { ArgumentRangeError } from 'fewgood';
import type { LocalClock } from './local-time.ts';

/** A shift by the clock on the wall; one that ends before it begins goes over midnight. */
export interface Shift {
  /** Its name. */
  readonly name: string;
  /** Minutes since midnight at which it begins, 0 to 1439. */
  readonly from: number;
  /** Minutes since midnight at which the next begins, 0 to 1439. */
  readonly to: number;
}

/** Which hour or shift a moment belongs to. */
export interface Period {
  /** Of the day on which it began, such as `2026-03-29`. */
  readonly day: string;
  /** Such as `14:00`, or the name of the shift; empty where no shift is on. */
  readonly name: string;
}

/** Tells the period of milliseconds since 1970 in UTC. */
export type PeriodOf = (time: number) => Period;

/** The hours of a place. Where a clock is put back, the hour that comes twice is one. */
export function hours(clock: LocalClock): PeriodOf {
  return (time) => {
    const { day, minute } = clock(time);
    return { day, name: `${String(Math.floor(minute / 60)).padStart(2, '0')}:00` };
  };
}

/** Minutes of a day. */
const DAY = 1440;

/**
 * The shifts of a place. What comes after midnight in a shift that began before it belongs to the day
 * before. Times at which no shift is on have a period without a name.
 *
 * @param shifts - Their times may differ, but may not overlap.
 * @throws {@link ArgumentRangeError} if a time is out of range or two shifts overlap.
 */
export function shiftsOf(shifts: readonly Shift[], clock: LocalClock): PeriodOf {
  const taken = new Map<number, Shift>();
  for (const shift of shifts) {
    assertMinute('from', shift.from);
    assertMinute('to', shift.to);
    for (let i = 0; i < lengthOf(shift); i++) {
      const minute = (shift.from + i) % DAY;
      const other = taken.get(minute);
      if (other) {
        const found = `${shift.name} overlaps ${other.name}`;
        throw new ArgumentRangeError('shifts', found, 'shifts that do not overlap');
      }
      taken.set(minute, shift);
    }
  }
  return (time) => {
    const { day, minute } = clock(time);
    const shift = taken.get(minute);
    if (!shift) return { day, name: '' };
    return { day: minute < shift.from ? dayBefore(day) : day, name: shift.name };
  };
}

/** A shift that begins and ends at one time lasts all day. */
function lengthOf({ from, to }: Shift): number {
  return (to - from + DAY) % DAY || DAY;
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

function assertMinute(name: string, minute: number): void {
  if (Number.isInteger(minute) && minute >= 0 && minute < DAY) return;
  throw new ArgumentRangeError(name, minute, 'whole minutes since midnight, from 0 to 1439');
}
