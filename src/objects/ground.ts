/**
 * The ground that objects lie on, as the border of a picture shows it: one colour, brighter towards a
 * lamp. It is found anew in each picture, so that a change of light moves it with the objects.
 *
 * @module
 */
import type { RgbImage } from '../image/rgb-image.ts';
import { medianOf } from '../tensor/median.ts';

/** Width of the border that shows the ground, as a share of the shorter side. */
const BORDER = 0.04;
/** Passes of the fit, each without what strays far in the last. */
const PASSES = 6;
/** What strays farther than this many times the median is not the ground. */
const STRAY = 2.5;
/** Levels that always count as the ground's: those of rounding. */
const LEAST_STRAY = 2;
/** Pixels of the border that are looked at, at most: a plane needs no more. */
const MOST_PIXELS = 8192;

/** The colour of the ground all over a picture. */
export interface Ground {
  /** Of red, green and blue: in the middle, its change from left to right, from top to bottom; levels. */
  readonly planes: readonly Plane3[];
}

type Plane3 = readonly [middle: number, across: number, down: number];

/**
 * Fits a plane to each channel of a picture's border. Objects that reach into the border, up to about half of it,
 * move it little: what strays is left out of the next pass.
 *
 * @param image - Shape [H, W, 3].
 */
export function groundOf(image: RgbImage): Ground {
  const pixels = borderPixels(image);
  let planes: readonly Plane3[] = medianPlanes(image, pixels);
  for (let pass = 0; pass < PASSES; pass++) {
    const distances = pixels.map((pixel) => distanceTo(planes, image, pixel));
    const limit = Math.max(STRAY * medianOf(distances), LEAST_STRAY);
    const kept = pixels.filter((_, i) => distances[i] <= limit);
    // A plane needs support along both axes; else its last one is as good.
    planes = fitPlanes(image, kept) ?? planes;
  }
  return { planes };
}

/** The colour of the ground at a place, in shares of the picture's sides from 0 to 1; levels. */
export function groundAt({ planes }: Ground, x: number, y: number): [number, number, number] {
  const [red, green, blue] = planes.map(
    ([middle, across, down]) => middle + across * (x - 0.5) + down * (y - 0.5),
  );
  return [red, green, blue];
}

/**
 * How far each pixel's colour, the mean over 3 × 3 pixels, is from that of the ground: noise is no object.
 *
 * @returns Levels, shape [height, width].
 */
export function distancesToGround(image: RgbImage, ground: Ground): Float32Array {
  const { width, height, data } = image;
  const rest = new Float32Array(data.length);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = groundAt(ground, (x + 0.5) / width, (y + 0.5) / height);
      for (let c = 0; c < 3; c++, i++) rest[i] = data[i] - colour[c];
    }
  }
  const distances = new Float32Array(width * height);
  const sums = new Float64Array(3);
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [Math.max(y - 1, 0), Math.min(y + 1, height - 1)];
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.max(x - 1, 0), Math.min(x + 1, width - 1)];
      sums.fill(0);
      for (let v = top; v <= bottom; v++) {
        for (let i = 3 * (v * width + left); i < 3 * (v * width + right + 1); i++)
          sums[i % 3] += rest[i];
      }
      const [r, g, b] = sums;
      const count = (bottom - top + 1) * (right - left + 1);
      distances[y * width + x] = Math.sqrt(r * r + g * g + b * b) / count;
    }
  }
  return distances;
}

/** Numbers of pixels of the border, not all of a large one: row · width + column. */
export function borderPixels({ width, height }: Pick<RgbImage, 'width' | 'height'>): number[] {
  const border = Math.max(1, Math.round(BORDER * Math.min(width, height)));
  const pixels: number[] = [];
  for (let y = 0; y < height; y++) {
    const isEdge = y < border || y >= height - border;
    for (let x = 0; x < width; x++) {
      if (isEdge || x < border || x >= width - border) pixels.push(y * width + x);
    }
  }
  const stride = Math.ceil(pixels.length / MOST_PIXELS);
  return stride === 1 ? pixels : pixels.filter((_, i) => i % stride === 0);
}

function medianPlanes({ data }: RgbImage, pixels: readonly number[]): Plane3[] {
  return [0, 1, 2].map((c) => [medianOf(pixels.map((pixel) => data[3 * pixel + c])), 0, 0]);
}

function distanceTo(planes: readonly Plane3[], image: RgbImage, pixel: number): number {
  const { width, height, data } = image;
  const x = ((pixel % width) + 0.5) / width;
  const y = (Math.floor(pixel / width) + 0.5) / height;
  const colour = groundAt({ planes }, x, y);
  let sum = 0;
  for (let c = 0; c < 3; c++) sum += (data[3 * pixel + c] - colour[c]) ** 2;
  return Math.sqrt(sum);
}

/** Least squares by the normal equations; undefined where the pixels lie on one line. */
function fitPlanes(image: RgbImage, pixels: readonly number[]): Plane3[] | undefined {
  const { width, height, data } = image;
  const [moments, sums] = [new Float64Array(6), new Float64Array(9)];
  for (const pixel of pixels) {
    const x = ((pixel % width) + 0.5) / width - 0.5;
    const y = (Math.floor(pixel / width) + 0.5) / height - 0.5;
    for (const [k, value] of [1, x, y, x * x, x * y, y * y].entries()) moments[k] += value;
    for (let c = 0; c < 3; c++) {
      const value = data[3 * pixel + c];
      sums[3 * c] += value;
      sums[3 * c + 1] += value * x;
      sums[3 * c + 2] += value * y;
    }
  }
  const solutions = [0, 1, 2].map((c) => solve(moments, sums.subarray(3 * c, 3 * c + 3)));
  return solutions.every((plane) => plane !== undefined) ? solutions : undefined;
}

/** Cramer's rule on the symmetric system of a plane. */
function solve(moments: Float64Array, [p, q, r]: Float64Array): Plane3 | undefined {
  const [n, x, y, xx, xy, yy] = moments;
  const minor = xx * yy - xy * xy;
  const [a, b] = [x * yy - xy * y, x * xy - xx * y];
  const determinant = n * minor - x * a + y * b;
  if (!(Math.abs(determinant) > 1e-9 * n * n * n)) return undefined;
  const middle = p * minor - x * (q * yy - xy * r) + y * (q * xy - xx * r);
  const across = n * (q * yy - xy * r) - p * a + y * (x * r - q * y);
  const down = n * (xx * r - q * xy) - x * (x * r - q * y) + p * b;
  return [middle / determinant, across / determinant, down / determinant];
}
