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
  const levels: number[][] = [];
  const levelOf = (pixel: number): number => Math.floor(depths[pixel] * LEVELS);
  const put = (pixel: number, level: number): void => void (levels[level] ??= []).push(pixel);
  for (const [s, seed] of middlesOf(depths, { width, count, usual }).entries()) {
    labels[seed] = s + 1;
    put(seed, levelOf(seed));
  }
  for (let level = levels.length - 1; level >= 0; level--) {
    const queue = (levels[level] ??= []);
    for (let next = 0; next < queue.length; next++) {
      const pixel = queue[next];
      for (const other of neighbours(pixel, width, height)) {
        if (mask[other] === 0 || labels[other] !== 0) continue;
        labels[other] = labels[pixel];
        put(other, Math.min(level, levelOf(other)));
      }
    }
  }
  return labels;
}

/** Levels of depth a pixel. */
const LEVELS = 4;

/** The deepest pixels that are not near to each other. */
function middlesOf(
  depths: Float64Array,
  { width, count, usual }: Pick<TouchingObjects, 'width' | 'count' | 'usual'>,
): number[] {
  const left = depths.slice();
  const reach = APART * Math.sqrt(usual / Math.PI);
  const middles: number[] = [];
  while (middles.length < count) {
    const deepest = left.reduce((best, depth, i) => (depth > left[best] ? i : best), 0);
    if (left[deepest] === 0) break;
    middles.push(deepest);
    const [x, y] = [deepest % width, Math.floor(deepest / width)];
    for (let i = 0; i < left.length; i++) {
      const [across, down] = [(i % width) - x, Math.floor(i / width) - y];
      if (across * across + down * down <= reach * reach) left[i] = 0;
    }
  }
  return middles;
}

function neighbours(pixel: number, width: number, height: number): number[] {
  const x = pixel % width;
  return [
    ...(x > 0 ? [pixel - 1] : []),
    ...(x < width - 1 ? [pixel + 1] : []),
    ...(pixel >= width ? [pixel - width] : []),
    ...(pixel < width * (height - 1) ? [pixel + width] : []),
  ];
}

/** Gives each pixel to the nearest of centres, which move to the middle of theirs (Lloyd). */
function nearest(mask: Uint8Array, { width, count }: TouchingObjects): Uint8Array {
  const pixels = Array.from(mask.keys()).filter((i) => mask[i] !== 0);
  const places = pixels.map((i) => [i % width, Math.floor(i / width)] as const);
  let centres = farthestFirst(places, count);
  const owners = new Int32Array(pixels.length);
  for (let pass = 0; pass < PASSES; pass++) {
    const sums = centres.map(() => ({ x: 0, y: 0, count: 0 }));
    for (const [i, [x, y]] of places.entries()) {
      owners[i] = nearestOf(centres, x, y);
      const sum = sums[owners[i]];
      sum.x += x;
      sum.y += y;
      sum.count++;
    }
    centres = sums.map((sum, k) =>
      sum.count === 0 ? centres[k] : [sum.x / sum.count, sum.y / sum.count],
    );
  }
  const labels = new Uint8Array(mask.length);
  for (const [i, pixel] of pixels.entries()) labels[pixel] = owners[i] + 1;
  return labels;
}

type Place = readonly [x: number, y: number];

/** Pixels far from each other: the first is farthest from the middle, each other one from those before. */
function farthestFirst(places: readonly Place[], count: number): Place[] {
  const sum = places.reduce(([a, b], [x, y]): Place => [a + x, b + y], [0, 0]);
  const middle: Place = [sum[0] / places.length, sum[1] / places.length];
  const chosen: Place[] = [];
  while (chosen.length < count) {
    const from = chosen.length === 0 ? [middle] : chosen;
    let [best, most] = [0, -1];
    for (const [i, [x, y]] of places.entries()) {
      const [cx, cy] = from[nearestOf(from, x, y)];
      const distance = (x - cx) ** 2 + (y - cy) ** 2;
      if (distance > most) [best, most] = [i, distance];
    }
    chosen.push(places[best]);
  }
  return chosen;
}

function nearestOf(centres: readonly Place[], x: number, y: number): number {
  let [best, least] = [0, Infinity];
  for (const [k, [cx, cy]] of centres.entries()) {
    const distance = (x - cx) ** 2 + (y - cy) ** 2;
    if (distance < least) [best, least] = [k, distance];
  }
  return best;
}
