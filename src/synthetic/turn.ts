/**
 * Angles in turns. Engines may differ in the last bit of `Math.sin`; rounding to 2^-20 takes that
 * bit away, so that a design is the same on every machine.
 *
 * @module
 */

const steps = 2 ** 20;

/** A place or an offset in part units; y points down, as in the picture. */
export type Point = readonly [x: number, y: number];

/** Cosine of an angle in turns. */
export function cosine(turns: number): number {
  return Math.round(Math.cos(2 * Math.PI * turns) * steps) / steps;
}

/** Sine of an angle in turns. */
export function sine(turns: number): number {
  return Math.round(Math.sin(2 * Math.PI * turns) * steps) / steps;
}

/** The point at a radius and an angle in turns around the origin. */
export function polar(radius: number, turns: number): Point {
  return [radius * cosine(turns), radius * sine(turns)];
}
