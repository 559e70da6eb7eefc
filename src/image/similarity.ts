/**
 * Similarities of the plane: turned, scaled and moved, nothing mirrored. Points are in pixels, x to the
 * right and y down, so that a positive angle is clockwise as one looks at the picture.
 *
 * @module
 */

/** Where points go: (x, y) to (a·x - b·y + c, b·x + a·y + d). */
export interface Similarity {
  /** Scale times the cosine of the turn. */
  readonly a: number;
  /** Scale times the sine of the turn. */
  readonly b: number;
  /** Where the corner (0, 0) goes, to the right. */
  readonly c: number;
  /** Where the corner (0, 0) goes, down. */
  readonly d: number;
}

/** A place in a picture, pixels. */
export type PicturePoint = readonly [x: number, y: number];

/** Leaves every point where it is. */
export const STILL: Similarity = { a: 1, b: 0, c: 0, d: 0 };

/**
 * Turns and scales about a place, then moves.
 *
 * @param degrees - Clockwise.
 */
export function similarityAbout(
  [x, y]: PicturePoint,
  {
    degrees,
    scale,
    dx,
    dy,
  }: {
    readonly degrees: number;
    readonly scale: number;
    readonly dx: number;
    readonly dy: number;
  },
): Similarity {
  const angle = (degrees * Math.PI) / 180;
  const [a, b] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  return { a, b, c: x + dx - (a * x - b * y), d: y + dy - (b * x + a * y) };
}

/** Where a place goes. */
export function placeUnder({ a, b, c, d }: Similarity, [x, y]: PicturePoint): PicturePoint {
  return [a * x - b * y + c, b * x + a * y + d];
}

/** First one, then another. */
export function followedBy(first: Similarity, then: Similarity): Similarity {
  const [c, d] = placeUnder(then, [first.c, first.d]);
  return {
    a: then.a * first.a - then.b * first.b,
    b: then.a * first.b + then.b * first.a,
    c,
    d,
  };
}

/** The way back; the scale must not be 0. */
export function inverseOf({ a, b, c, d }: Similarity): Similarity {
  const square = a * a + b * b;
  const [back, turn] = [a / square, -b / square];
  return { a: back, b: turn, c: -(back * c - turn * d), d: -(turn * c + back * d) };
}

/** By how much it turns, degrees clockwise, above -180 up to 180. */
export function degreesOf({ a, b }: Similarity): number {
  return (Math.atan2(b, a) * 180) / Math.PI;
}

/** By how much it enlarges. */
export function scaleOf({ a, b }: Similarity): number {
  return Math.hypot(a, b);
}

/** The least turn between two angles, degrees, from 0 to 180. */
export function turnBetween(one: number, other: number): number {
  return Math.abs(((((one - other) % 360) + 540) % 360) - 180);
}
