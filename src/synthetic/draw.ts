/** Common random draws. */
import type { Random } from '../random.ts';
import type { Distance } from './sdf.ts';
import type { Point } from './turn.ts';

/** Uniform between two numbers. */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}

/** A whole number from `low` to `high`. */
export function whole(random: Random, low: number, high: number): number {
  return low + random.below(high - low + 1);
}

/** One of a list. */
export function pick<T>(random: Random, list: readonly T[]): T {
  return list[random.below(list.length)];
}

/**
 * Searches a part at random for a place `margin` inside its outline.
 *
 * @param margin - In part units.
 * @returns The first such place of 300, or the deepest of them if there is none.
 */
export function deepestPlace(
  distance: Distance,
  random: Random,
  margin: number,
): { place: Point; depth: number } {
  let deepest: { place: Point; depth: number } = { place: [0, 0], depth: -Infinity };
  for (let attempt = 0; attempt < 300 && deepest.depth < margin; attempt++) {
    const [x, y] = [between(random, -1.1, 1.1), between(random, -1.1, 1.1)];
    const depth = -distance(x, y);
    if (depth > deepest.depth) deepest = { place: [x, y], depth };
  }
  return deepest;
}
