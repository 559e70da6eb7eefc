/**
 * Morphology of masks by squares: what is narrower than one is closed, or taken away; masks grow by one.
 *
 * @module
 */
import type { Size } from './rgb-image.ts';

/**
 * The mask with what is between its pixels where that is narrower than a square: dilation, then erosion. What lies
 * beyond the border counts as neither.
 *
 * @param mask - 1 or 0, shape [height, width].
 * @param radius - Of the square, whose side is twice as long and one more, pixels.
 * @returns Shape [height, width].
 */
export function closed(mask: Uint8Array, size: Size, radius: number): Uint8Array {
  return worn(grown(mask, size, radius), size, radius);
}

/**
 * The mask without what is thinner than a square: erosion, then dilation. What lies beyond the border counts as neither.
 *
 * @param mask - 1 or 0, shape [height, width].
 * @param radius - Of the square, whose side is twice as long and one more, pixels.
 * @returns Shape [height, width].
 */
export function opened(mask: Uint8Array, size: Size, radius: number): Uint8Array {
  return grown(worn(mask, size, radius), size, radius);
}

/**
 * The mask with the square about each of its pixels: dilation.
 *
 * @param mask - 1 or 0, shape [height, width].
 * @param radius - Of the square, pixels.
 * @returns Shape [height, width].
 */
export function grown(mask: Uint8Array, size: Size, radius: number): Uint8Array {
  return spread(mask, size, radius, 1);
}

/**
 * The mask without the square about each pixel that is none of it: erosion. What lies beyond the border takes nothing away.
 *
 * @param mask - 1 or 0, shape [height, width].
 * @param radius - Of the square, pixels.
 * @returns Shape [height, width].
 */
export function worn(mask: Uint8Array, size: Size, radius: number): Uint8Array {
  return spread(mask, size, radius, 0);
}

/** Spreads one value over a square about each of its pixels, along rows and then along columns. */
function spread(
  mask: Uint8Array,
  { width, height }: Size,
  radius: number,
  value: 0 | 1,
): Uint8Array {
  if (radius === 0) return mask;
  const rows = new Uint8Array(mask.length);
  for (let y = 0; y < height; y++) {
    spreadLine({ from: mask, to: rows, at: y * width, step: 1, length: width }, radius, value);
  }
  const result = new Uint8Array(mask.length);
  for (let x = 0; x < width; x++) {
    spreadLine({ from: rows, to: result, at: x, step: width, length: height }, radius, value);
  }
  return result;
}

/** A row or a column of a mask. */
interface Line {
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  readonly at: number;
  readonly step: number;
  readonly length: number;
}

function spreadLine({ from, to, at, step, length }: Line, radius: number, value: 0 | 1): void {
  // How many of the pixels within reach have the value.
  let count = 0;
  for (let i = 0; i < Math.min(radius, length); i++) count += from[at + i * step] === value ? 1 : 0;
  for (let i = 0; i < length; i++) {
    if (i + radius < length) count += from[at + (i + radius) * step] === value ? 1 : 0;
    if (i > radius) count -= from[at + (i - radius - 1) * step] === value ? 1 : 0;
    to[at + i * step] = count > 0 ? value : 1 - value;
  }
}
