/**
 * Cuts an object out of a picture as if it lay there alone: in a square of always the same size, with
 * the ground in the place of its neighbours and of what lies beyond the picture.
 *
 * @module
 */
import type { Rectangle, RgbImage, Size } from '../image/rgb-image.ts';
import { contactOf, type ObjectContact } from './contact.ts';
import { groundAt, type Ground } from './ground.ts';

/** How far the rim of a neighbour reaches beyond its pixels, pixels of the picture as it was looked at. */
const RIM = 2;

/** Which pixels of a picture are whose. */
export interface Owners {
  /** Of the picture as it was looked at. */
  readonly size: Size;
  /** 0 beside objects, n on the n-th, shape [height, width]. */
  readonly labels: Int32Array;
  /** Of each object, in the order of the labels, the area that it shares with those that touch it. */
  readonly groups: readonly number[];
  /** What fills the place of others. */
  readonly ground: Ground;
}

/** An object that was cut out. */
export interface CutObject {
  /** Shape [window.height, window.width, 3]. */
  readonly image: RgbImage;
  /** 1 where the ground stands in the place of something else, shape [window.height, window.width]. */
  readonly filled: Uint8Array;
  /** What touching others leaves to be judged; null where it touches none. */
  readonly contact: ObjectContact | null;
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
  const labels = new Int32Array(width * height);
  for (let v = 0, i = 0; v < height; v++) {
    const y = window.y + v;
    for (let u = 0; u < width; u++, i++) {
      const x = window.x + u;
      const across = (x + 0.5) / image.width;
      const down = (y + 0.5) / image.height;
      const isInside = x >= 0 && y >= 0 && x < image.width && y < image.height;
      if (isInside) labels[i] = labelAt(owners, across, down);
      if (isInside && (labels[i] === 0 || labels[i] === own)) {
        const at = 3 * (y * image.width + x);
        data.set(image.data.subarray(at, at + 3), 3 * i);
        continue;
      }
      const colour = groundAt(owners.ground, across, down);
      for (let c = 0; c < 3; c++)
        data[3 * i + c] = Math.min(Math.max(Math.round(colour[c]), 0), 255);
      filled[i] = 1;
    }
  }
  return {
    image: { data, width, height },
    filled,
    contact: contactIn(labels, window, own, owners),
  };
}

/**
 * What those that touch an object leave of it; null where it touches none.
 *
 * @param labels - Of what is cut out, shape [height, width].
 */
function contactIn(
  labels: Int32Array,
  size: Size,
  own: number,
  { groups }: Owners,
): ObjectContact | null {
  const group = groups[own - 1];
  if (groups.every((one, n) => n === own - 1 || one !== group)) return null;
  const [mine, others] = [new Uint8Array(labels.length), new Uint8Array(labels.length)];
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === own) mine[i] = 1;
    else if (labels[i] !== 0 && groups[labels[i] - 1] === group) others[i] = 1;
  }
  return contactOf(mine, others, size);
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

/** The label at a place in shares of the picture's sides. */
function labelAt({ size, labels }: Owners, x: number, y: number): number {
  return labels[Math.floor(y * size.height) * size.width + Math.floor(x * size.width)];
}
