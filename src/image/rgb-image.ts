import { ShapeError } from '../errors.ts';

/** Extent in pixels. */
export interface Size {
  /** Columns. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
}

/** A part of a picture: pixels x to x + width - 1, y to y + height - 1. */
export interface Rectangle extends Size {
  /** Left column. */
  readonly x: number;
  /** Top row. */
  readonly y: number;
}

/** One value a pixel, such as an anomaly map. */
export interface Plane extends Size {
  /** Row by row, shape [height, width]. */
  readonly data: Float32Array;
}

/** Which pixels of a picture are meant, such as those of a defect. */
export interface Mask extends Size {
  /** Not zero where a pixel is meant, shape [height, width]. */
  readonly data: Uint8Array;
}

/** An 8-bit RGB image, shape [height, width, 3]. */
export interface RgbImage extends Size {
  /** Interleaved R, G, B bytes, row by row. */
  readonly data: Uint8Array;
}

/**
 * Checks an image that comes from outside: RGBA bytes would be judged as another picture.
 *
 * @param image - Shape [height, width, 3].
 * @throws {@link ShapeError} if it does not hold height · width · 3 bytes, or a side is not a positive integer.
 */
export function assertRgbImage({ data, width, height }: RgbImage): void {
  rgbImage(data, width, height);
}

/**
 * Wraps bytes as an image without copying them.
 *
 * @param data - Interleaved R, G, B bytes, shape [height, width, 3].
 * @throws {@link ShapeError} if `data` does not hold height · width · 3 bytes, or a side is not a positive integer.
 */
export function rgbImage(data: Uint8Array, width: number, height: number): RgbImage {
  const sidesAreReal =
    Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0;
  if (!sidesAreReal || data.length !== width * height * 3) {
    throw new ShapeError('image data', [data.length], `[${height}, ${width}, 3]`);
  }
  return { data, width, height };
}
