import { ArgumentRangeError } from 'fewgood';

/** A moment as the clock on the wall shows it. */
export interface LocalTime {
  /** Such as `2026-03-29`. */
  readonly day: string;
  /** Minutes since midnight, 0 to 1439. */
  readonly minute: number;
}

/** Tells the time of a place, of milliseconds since 1970 in UTC. */
export type LocalClock = (time: number) => LocalTime;

/**
 * The clock of a place.
 *
 * @param timeZone - Such as `Europe/Berlin`, or `UTC`.
 * @throws {@link ArgumentRangeError} if there is no such time zone.
 */
export function localClock(timeZone: string): LocalClock {
  const format = formatOf(timeZone);
  return (time) => {
    const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
    const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
    return {
      day: `${part('year')}-${part('month')}-${part('day')}`,
      minute: Number(part('hour')) * 60 + Number(part('minute')),
    };
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  } catch {
    throw new ArgumentRangeError('timeZone', timeZone, 'a time zone such as Europe/Berlin');
  }
}
