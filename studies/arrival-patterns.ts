/**
 * When pictures come.
 *
 * @module
 */
import type { Random } from '../src/random.ts';

/** Names of {@link ARRIVALS}. */
export type ArrivalName = 'clocked' | 'cameras' | 'random' | 'bursts';

/** How many pictures come, and for how long. */
export interface ArrivalRate {
  readonly perSecond: number;
  readonly seconds: number;
}

/** Cameras of the pattern `cameras`. */
const CAMERAS = 10;
/** Pictures of a burst, as of a pallet or a tray. */
const BURST = 12;

/**
 * Milliseconds from the start by pattern, ascending: `clocked` at equal distances, `cameras` of ten that each run at
 * their own clock and phase, `random` without memory (Poisson), `bursts` a dozen at once.
 */
export const ARRIVALS: Readonly<
  Record<ArrivalName, (rate: ArrivalRate, random: Random) => number[]>
> = {
  clocked: ({ perSecond, seconds }) => clocked(perSecond, seconds),
  cameras: ({ perSecond, seconds }, random) =>
    Array.from({ length: CAMERAS }, () => {
      const own = (perSecond / CAMERAS) * (0.9 + 0.2 * random.uniform());
      return clocked(own, seconds, random.uniform() / own);
    })
      .flat()
      .toSorted((a, b) => a - b),
  random: ({ perSecond, seconds }, random) => {
    const all: number[] = [];
    for (let at = gap(); at < seconds * 1000; at += gap()) all.push(at);
    return all;

    function gap(): number {
      return (-Math.log(1 - random.uniform()) * 1000) / perSecond;
    }
  },
  bursts: ({ perSecond, seconds }) =>
    clocked(perSecond / BURST, seconds).flatMap((at) => Array.from({ length: BURST }, () => at)),
};

/**
 * Milliseconds from the start, at equal distances.
 *
 * @param phase - Seconds before the first.
 */
export function clocked(perSecond: number, seconds: number, phase = 0): number[] {
  const count = Math.floor((seconds - phase) * perSecond);
  return Array.from({ length: count }, (_, i) => 1000 * (phase + i / perSecond));
}
