/**
 * Parts objects that touch each other: by flooding from their middles, or by nearness to centres, whichever
 * gives pieces of the size of an object.
 *
 * @module
 */
import type { Size } from '../image/rgb-image.ts';
import { squaredDistances } from './distance-transform.ts';
import { withoutHoles } from './foreground.ts';

/** Two middles are no nearer to each other than this share of the radius of a disc of an object's size. */
const APART = 0.8;
/** Passes after which centres are where they stay, or nearly. */
const PASSES = 40;

/** Objects that touch, as one mask. */
export interface TouchingObjects extends Size {
  /** Not zero on the objects, shape [height, width]. */
  readonly mask: Uint8Array;
  /** How many they are. */
  readonly count: number;
  /** Usual size of one, holes filled, pixels. */
  readonly usual: number;
}

/**
 * Numbers the objects of a mask in which they touch.
 *
 * @returns 0 beside them, 1 to `count` on them, shape [height, width].
 */
export function splitTouching(touching: TouchingObjects): Uint8Array {
  const { mask, width, height, count } = touching;
  if (count <= 1) return mask.map((value) => (value === 0 ? 0 : 1));
  const filled = withoutHoles(mask, width, height);
  // Filled, a washer has one middle; not filled, a gap between four discs is none.
  const masks = filled.every((value, i) => value === mask[i]) ? [mask] : [filled, mask];
  const splits = masks.flatMap((one) => [flooded(one, touching), nearest(one, touching)]);
  const costs = splits.map((split) => unevenness(split, touching));
  return splits[costs.indexOf(Math.min(...costs))];
}

/** The largest ratio of a piece's size to the usual one, or of that to it, as a logarithm. */
function unevenness(split: Uint8Array, { width, height, count, usual }: TouchingObjects): number {
  let worst = 0;
  for (let label = 1; label <= count; label++) {
    const piece = split.map((value) => (value === label ? 1 : 0));
    const area = withoutHoles(piece, width, height).reduce((sum, value) => sum + value, 0);
    worst = Math.max(worst, Math.abs(Math.log(Math.max(area, 1) / usual)));
  }
  return worst;
}

/** Floods the mask from the middles of the objects, the inner pixels first: floods meet at the necks. */
function flooded(mask: Uint8Array, { width, height, count, usual }: TouchingObjects): Uint8Array {
  const depths = squaredDistances(mask, width, height).map(Math.sqrt);
  const labels = new Uint8Array(mask.length);
  const waiting = new WaitingPixels(depths);
  const reach = (pixel: number, from: number): void => {
    if (mask[pixel] === 0 || labels[pixel] !== 0) return;
    labels[pixel] = labels[from];
    waiting.add(pixel);
  };
  for (const [s, seed] of middlesOf(depths, { width, count, usual }).entries()) {
    labels[seed] = s + 1;
    waiting.add(seed);
  }
  for (let pixel = waiting.take(); pixel >= 0; pixel = waiting.take()) {
    const x = pixel % width;
    if (x > 0) reach(pixel - 1, pixel);
    if (x < width - 1) reach(pixel + 1, pixel);
    if (pixel >= width) reach(pixel - width, pixel);
    if (pixel < width * (height - 1)) reach(pixel + width, pixel);
  }
  return labels;
}

/** Levels of depth a pixel. */
const LEVELS = 4;
/** No pixel. */
const NONE = -1;

/** Pixels that are still to flood from: deeper ones first, of one level in the order that they came. Each is added once. */
class WaitingPixels {
  readonly #depths: Float64Array;
  /** Of each level the first and the last pixel, and of each pixel the next one of its level. */
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  readonly #next: Int32Array;
  /** No pixel waits at a higher one. */
  #level: number;

  /** @param depths - Of the pixels. */
  constructor(depths: Float64Array) {
    const deepest = depths.reduce((most, depth) => Math.max(most, depth), 0);
    const levels = Math.floor(deepest * LEVELS) + 1;
    this.#depths = depths;
    this.#first = new Int32Array(levels).fill(NONE);
    this.#last = new Int32Array(levels).fill(NONE);
    this.#next = new Int32Array(depths.length).fill(NONE);
    this.#level = levels - 1;
  }

  /** Once some were taken, none waits above the level of the last: floods go downwards. */
  add(pixel: number): void {
    const level = Math.min(Math.floor(this.#depths[pixel] * LEVELS), this.#level);
    if (this.#first[level] === NONE) this.#first[level] = pixel;
    else this.#next[this.#last[level]] = pixel;
    this.#last[level] = pixel;
  }

  /** The next pixel; -1 where none waits. */
  take(): number {
    while (this.#level >= 0 && this.#first[this.#level] === NONE) this.#level--;
    if (this.#level < 0) return NONE;
    const pixel = this.#first[this.#level];
    this.#first[this.#level] = this.#next[pixel];
    return pixel;
  }
}

/** The deepest pixels that are not near to each other. */
function middlesOf(
  depths: Float64Array,
  { width, count, usual }: Pick<TouchingObjects, 'width' | 'count' | 'usual'>,
): number[] {
  const left = depths.slice();
  const reach = APART * Math.sqrt(usual / Math.PI);
  const middles: number[] = [];
  while (middles.length < count) {
    let deepest = 0;
    for (let i = 1; i < left.length; i++) if (left[i] > left[deepest]) deepest = i;
    if (left[deepest] === 0) break;
    middles.push(deepest);
    const [x, y] = [deepest % width, Math.floor(deepest / width)];
    for (let i = 0; i < left.length; i++) {
      const across = (i % width) - x;
      const down = Math.floor(i / width) - y;
      if (across * across + down * down <= reach * reach) left[i] = 0;
    }
  }
  return middles;
}

/** Some places, as columns and rows. */
interface Places {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

/** Gives each pixel to the nearest of centres, which move to the middle of theirs (Lloyd). */
function nearest(mask: Uint8Array, { width, count }: TouchingObjects): Uint8Array {
  const pixels = pixelsOn(mask);
  const xs = Float64Array.from(pixels, (pixel) => pixel % width);
  const ys = Float64Array.from(pixels, (pixel) => Math.floor(pixel / width));
  const centres = farthestFirst({ xs, ys }, count);
  const owners = new Uint8Array(pixels.length);
  for (let pass = 0; pass < PASSES; pass++) {
    const sums = { xs: new Float64Array(count), ys: new Float64Array(count) };
    const counts = new Float64Array(count);
    for (let i = 0; i < pixels.length; i++) {
      const k = nearestOf(centres, xs[i], ys[i]);
      owners[i] = k;
      sums.xs[k] += xs[i];
      sums.ys[k] += ys[i];
      counts[k]++;
    }
    for (let k = 0; k < count; k++) {
      if (counts[k] === 0) continue;
      centres.xs[k] = sums.xs[k] / counts[k];
      centres.ys[k] = sums.ys[k] / counts[k];
    }
  }
  const labels = new Uint8Array(mask.length);
  for (let i = 0; i < pixels.length; i++) labels[pixels[i]] = owners[i] + 1;
  return labels;
}

/** Numbers of the pixels of a mask that are not zero, ascending. */
function pixelsOn(mask: Uint8Array): Uint32Array {
  const pixels = new Uint32Array(mask.length);
  let count = 0;
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0) pixels[count++] = i;
  return pixels.slice(0, count);
}

/** Places far from each other: the first is farthest from the middle, each other one from those before. */
function farthestFirst({ xs, ys }: Places, count: number): Places {
  const size = xs.length;
  const chosen = { xs: new Float64Array(count), ys: new Float64Array(count) };
  const least = new Float64Array(size).fill(Infinity);
  let x = xs.reduce((sum, one) => sum + one, 0) / size;
  let y = ys.reduce((sum, one) => sum + one, 0) / size;
  for (let k = 0; k < count; k++) {
    let [best, most] = [0, -1];
    for (let i = 0; i < size; i++) {
      const distance = (xs[i] - x) ** 2 + (ys[i] - y) ** 2;
      least[i] = Math.min(least[i], distance);
      if (least[i] > most) [best, most] = [i, least[i]];
    }
    // The middle itself is none of them.
    if (k === 0) least.fill(Infinity);
    x = chosen.xs[k] = xs[best];
    y = chosen.ys[k] = ys[best];
  }
  return chosen;
}

function nearestOf({ xs, ys }: Places, x: number, y: number): number {
  let best = 0;
  let least = Infinity;
  for (let k = 0; k < xs.length; k++) {
    const distance = (xs[k] - x) ** 2 + (ys[k] - y) ** 2;
    if (distance < least) {
      best = k;
      least = distance;
    }
  }
  return best;
}
