/** Where and how much a defective picture differs from its good twin. */
import type { RgbImage } from '../image/rgb-image.ts';
import type { Surface } from './surface.ts';

/** A part as painted and as photographed. */
export interface Exposure {
  readonly surface: Surface;
  readonly picture: RgbImage;
}

/** A defective picture with its exact mask. */
export interface MaskedPicture {
  /** The defective picture; beyond one pixel around the mask, its good twin to the byte. */
  readonly picture: RgbImage;
  /** 1 on the defect, 0 elsewhere, shape [height, width]. */
  readonly mask: Uint8Array;
  /** Pixels in the mask. */
  readonly area: number;
  /** Those of them that differ visibly. */
  readonly visible: number;
}

/** A pixel differs visibly if one of its channels differs by this many levels of 255. */
export const visibleLevels = 16;

/** Changes below this share of a defect's greatest change of the surface do not count as its area. */
const footprintShare = 0.1;
/** Smallest changes of elevation (part units) and linear colour that count at all. */
const leastRise = 0.002;
const leastTint = 0.01;

/**
 * Compares a defective part with its good twin: same pose, light and noise.
 *
 * The mask is where the defect changes the surface by a tenth of its greatest change or more (all
 * of a dent, not just its shaded slopes) or the picture visibly (a shadow that is gone).
 * Fainter differences beyond it, such as far ends of a shadow, are taken back.
 */
export function compare(good: Exposure, flawed: Exposure): MaskedPicture {
  const { width, height } = good.picture;
  const mask = footprint(good.surface, flawed.surface);
  let area = 0;
  let visible = 0;
  for (let i = 0; i < mask.length; i++) {
    const isVisible = levelsBetween(good.picture, flawed.picture, i) >= visibleLevels;
    if (isVisible) mask[i] = 1;
    area += mask[i];
    visible += Number(isVisible);
  }
  const data = Uint8Array.from(good.picture.data);
  dilated(mask, width, height).forEach((isNear, i) => {
    if (isNear) data.set(flawed.picture.data.subarray(3 * i, 3 * i + 3), 3 * i);
  });
  return { picture: { data, width, height }, mask, area, visible };
}

/** 1 where the surface changed, shape [height · width]. */
function footprint(good: Surface, flawed: Surface): Uint8Array {
  const rise = good.elevation.map((level, i) => Math.abs(level - flawed.elevation[i]));
  const tint = good.coverage.map((_, i) => largestDifference(good.colour, flawed.colour, i));
  const riseLimit = Math.max(footprintShare * largest(rise), leastRise);
  const tintLimit = Math.max(footprintShare * largest(tint), leastTint);
  return Uint8Array.from(rise, (change, i) => Number(change >= riseLimit || tint[i] >= tintLimit));
}

/** The greatest difference of a channel at a pixel, in levels of 255. */
function levelsBetween(a: RgbImage, b: RgbImage, pixel: number): number {
  return largestDifference(a.data, b.data, pixel);
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>, pixel: number): number {
  const k = 3 * pixel;
  return Math.max(
    Math.abs(a[k] - b[k]),
    Math.abs(a[k + 1] - b[k + 1]),
    Math.abs(a[k + 2] - b[k + 2]),
  );
}

function largest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/** The mask and the eight neighbours of each of its pixels. */
function dilated(mask: Uint8Array, width: number, height: number): Uint8Array {
  const grown = new Uint8Array(mask.length);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (mask[row * width + column] === 0) continue;
      for (let y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++) {
        grown.fill(1, y * width + Math.max(0, column - 1), y * width + Math.min(width, column + 2));
      }
    }
  }
  return grown;
}
