import { resizeBilinear } from './resize.ts';
import type { Rectangle, RgbImage, Size } from './rgb-image.ts';

/**
 * How a picture that is not square becomes one: `stretch` changes its proportions (thesis 5.3),
 * `letterbox` keeps them, centres it and fills the rest with black.
 */
export type Fit = 'stretch' | 'letterbox';

/** A square picture and where in it the content of the original stands. */
export interface FittedImage {
  /** Shape [S, S, 3]. */
  readonly image: RgbImage;
  /** In pixels of `image`; all of it when stretched. */
  readonly placement: Rectangle;
}

/**
 * Resizes a picture to the square input of a model.
 *
 * @param size - Side S in pixels.
 */
export function fitToSquare(image: RgbImage, size: number, fit: Fit): FittedImage {
  const placement = placementOf(image, size, fit);
  const resized = resizeBilinear(image, placement.width, placement.height);
  return { image: centreOnBlack(resized, placement, size), placement };
}

/**
 * Where a picture comes to lie within the square.
 *
 * @param size - Side S in pixels.
 */
export function placementOf(image: Size, size: number, fit: Fit): Rectangle {
  if (fit === 'stretch') return { x: 0, y: 0, width: size, height: size };
  const scale = size / Math.max(image.width, image.height);
  const width = Math.max(Math.round(image.width * scale), 1);
  const height = Math.max(Math.round(image.height * scale), 1);
  return { x: (size - width) >> 1, y: (size - height) >> 1, width, height };
}

function centreOnBlack(image: RgbImage, placement: Rectangle, size: number): RgbImage {
  if (placement.width === size && placement.height === size) return image;
  const data = new Uint8Array(size * size * 3);
  const pitch = image.width * 3;
  for (let y = 0; y < image.height; y++) {
    const row = image.data.subarray(y * pitch, (y + 1) * pitch);
    data.set(row, ((placement.y + y) * size + placement.x) * 3);
  }
  return { data, width: size, height: size };
}

/**
 * The part of a map over the square input that lies on the picture's content; resized to the
 * picture's own size (`resizePlane`) it is the map of the picture.
 *
 * @param map - shape [size, size].
 * @param placement - From {@link fitToSquare}.
 * @returns A map of shape [placement.height, placement.width]; `map` itself where that is all of it.
 */
export function cropToContent(map: Float32Array, size: number, placement: Rectangle): Float32Array {
  const { x, y, width, height } = placement;
  if (width === size && height === size) return map;
  const content = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const start = (y + row) * size + x;
    content.set(map.subarray(start, start + width), row * width);
  }
  return content;
}
