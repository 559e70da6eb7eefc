/**
 * Cuts an object out of a picture as if it lay there alone: in a square of always the same size, with
 * the ground in the place of its neighbours and of what lies beyond the picture.
 *
 * @module
 */
import type { Rectangle, RgbImage, Size } from '../image/rgb-image.ts';
import { groundAt, type Ground } from './ground.ts';

/** How far the rim of a neighbour reaches beyond its pixels, pixels of the picture as it was looked at. */
const RIM = 2;

/** Which pixels of a picture are whose. */
export interface Owners {
  /** Of the picture as it was looked at. */
  readonly size: Size;
  /** 0 beside objects, n on the n-th, shape [height, width]. */
  readonly labels: Int32Array;
  /** What fills the place of others. */
  readonly ground: Ground;
}

/** An object that was cut out. */
export interface CutObject {
  /** Shape [window.height, window.width, 3]. */
  readonly image: RgbImage;
  /** 1 where the ground stands in the place of something else, shape [window.height, window.width]. */
  readonly filled: Uint8Array;
}

/**
 * Cuts out one object.
 *
 * @param image - Where it lies, shape [H, W, 3].
 * @param window - What is cut out, pixels of the picture; it may reach beyond it.
 * @param own - Its label.
 */
export function cutObject(
  image: RgbImage,
  window: Rectangle,
  own: number,
  owners: Owners,
): CutObject {
  const { width, height } = window;
  const data = new Uint8Array(width * height * 3);
  const filled = new Uint8Array(width * height);
  for (let v = 0, i = 0; v < height; v++) {
    const y = window.y + v;
    for (let u = 0; u < width; u++, i++) {
      const x = window.x + u;
      const isInside = x >= 0 && y >= 0 && x < image.width && y < image.height;
      if (isInside && !isOfOthers(owners, own, (x + 0.5) / image.width, (y + 0.5) / image.height)) {
        const at = 3 * (y * image.width + x);
        data.set(image.data.subarray(at, at + 3), 3 * i);
        continue;
      }
      const colour = groundAt(owners.ground, (x + 0.5) / image.width, (y + 0.5) / image.height);
      for (let c = 0; c < 3; c++)
        data[3 * i + c] = Math.min(Math.max(Math.round(colour[c]), 0), 255);
      filled[i] = 1;
    }
  }
  return { image: { data, width, height }, filled };
}

/**
 * Gives the rims of objects to them, so that no shadow of a neighbour stays.
 *
 * @param labels - Shape [height, width].
 * @returns Labels of the pixels and of those about them; where two are near, of the first; shape [height, width].
 */
export function withRims(labels: Int32Array, { width, height }: Size): Int32Array {
  const grown = labels.slice();
  for (let y = 0, i = 0; y < height; y++) {
    const [top, bottom] = [Math.max(y - RIM, 0), Math.min(y + RIM, height - 1)];
    for (let x = 0; x < width; x++, i++) {
      if (labels[i] !== 0) continue;
      const [left, right] = [Math.max(x - RIM, 0), Math.min(x + RIM, width - 1)];
      for (let v = top; v <= bottom && grown[i] === 0; v++) {
        for (let u = left; u <= right && grown[i] === 0; u++) grown[i] = labels[v * width + u];
      }
    }
  }
  return grown;
}

/** @param x - In shares of the picture's sides, as `y`. */
function isOfOthers({ size, labels }: Owners, own: number, x: number, y: number): boolean {
  const label = labels[Math.floor(y * size.height) * size.width + Math.floor(x * size.width)];
  return label !== 0 && label !== own;
}
