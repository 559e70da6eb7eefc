/**
 * Two ways to resample: pictures as Pillow does (antialiased, 8 bits), maps as PyTorch does.
 *
 * @module
 */
import { resampleScalar } from './resample-scalar.ts';
import { resampleSimd } from './resample-simd.ts';
import type { Rectangle, RgbImage, Size } from './rgb-image.ts';

/**
 * Resamples to width × height, bit-equal to Pillow 9.4's `Image.resize((width, height), BILINEAR)`:
 * a triangle filter as wide as the reduction, fixed point, rows before columns, 8 bits in between.
 *
 * Pillow, src/libImaging/Resample.c. Where the size stays, `image` itself comes back.
 *
 * @param image - Any picture, shape [image.height, image.width, 3].
 * @returns A picture of shape [height, width, 3].
 */
export function resizeBilinear(image: RgbImage, width: number, height: number): RgbImage {
  if (image.width === width && image.height === height) return image;
  return resampleSimd(image, width, height) ?? resampleScalar(image, width, height);
}

/**
 * Resamples a map by plain bilinear interpolation, as PyTorch's
 * `interpolate(mode='bilinear', align_corners=False)`: edges repeat, a reduction is not antialiased.
 *
 * @param map - shape [from.height, from.width].
 * @param window - The part of the result that is wanted; all of it by default.
 * @returns A map of shape [window.height, window.width].
 */
export function resizePlane(
  map: Float32Array,
  from: Size,
  to: Size,
  window: Rectangle = { x: 0, y: 0, ...to },
): Float32Array {
  const columns = linearTaps(from.width, to.width);
  const rows = linearTaps(from.height, to.height);
  const { x: left, y: top, width, height } = window;
  const first = rows.near[top];
  const wide = new Float32Array((rows.far[top + height - 1] - first + 1) * width);
  for (let row = first * from.width, o = 0; o < wide.length; row += from.width) {
    for (let x = left; x < left + width; x++, o++) {
      const near = map[row + columns.near[x]];
      wide[o] = near + (map[row + columns.far[x]] - near) * columns.share[x];
    }
  }

  const result = new Float32Array(width * height);
  for (let y = top, o = 0; y < top + height; y++) {
    const near = (rows.near[y] - first) * width;
    const far = (rows.far[y] - first) * width;
    const share = rows.share[y];
    for (let x = 0; x < width; x++, o++) {
      result[o] = wide[near + x] + (wide[far + x] - wide[near + x]) * share;
    }
  }
  return result;
}

/** Output i lies `share[i]` of the way from input `near[i]` to input `far[i]`. */
export interface LinearTaps {
  readonly near: Int32Array;
  readonly far: Int32Array;
  /** From 0 to 1. */
  readonly share: Float64Array;
}

/**
 * Where plain bilinear interpolation along one axis reads.
 *
 * @returns One entry an output, each array of shape [to].
 */
export function linearTaps(from: number, to: number): LinearTaps {
  const near = new Int32Array(to);
  const far = new Int32Array(to);
  const share = new Float64Array(to);
  for (let i = 0; i < to; i++) {
    const position = Math.max((i + 0.5) * (from / to) - 0.5, 0);
    near[i] = Math.min(Math.floor(position), from - 1);
    far[i] = Math.min(near[i] + 1, from - 1);
    share[i] = position - near[i];
  }
  return { near, far, share };
}
