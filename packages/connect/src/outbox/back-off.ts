import type { OutletSettings } from '../connector.ts';

/** A receiver that asks for more patience than this does not get it, seconds. */
const MOST_ASKED = 600;

/**
 * How long is waited before the next attempt, seconds: twice as long each time, up to a limit; somewhat less by chance, so
 * that not all stations of a plant come back at one moment.
 *
 * @param attempts - How many failed.
 * @param asked - What the receiver asks for, which is no less.
 */
export function backOff(
  { firstSeconds, mostSeconds }: OutletSettings['backOff'],
  attempts: number,
  asked = 0,
): number {
  const seconds = Math.min(firstSeconds * 2 ** Math.min(attempts - 1, 30), mostSeconds);
  return Math.max(seconds * (1 - Math.random() / 4), Math.min(asked, MOST_ASKED));
}
