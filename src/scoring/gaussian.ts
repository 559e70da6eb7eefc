import { SCORE } from '../hyperparameters.ts';
import type { Size } from '../image/rgb-image.ts';

/**
 * Smooths a map by a Gaussian, as `scipy.ndimage.gaussian_filter(map, sigma, mode='reflect')` does:
 * columns, then rows, each sum in double precision; the map continues by its mirror image, edges
 * doubled.
 *
 * @param map - Any values, shape [height, width].
 * @param size - Its sides.
 * @param sigma - Standard deviation, cells; 0 returns a copy.
 * @param truncate - Standard deviations at which the kernel ends.
 * @returns A map of shape [height, width].
 */
export function gaussianSmooth(
  map: Float32Array,
  size: Size,
  sigma: number,
  truncate: number = SCORE.truncate,
): Float32Array {
  if (sigma === 0 || map.length === 0) return map.slice();
  const kernel = halfKernel(sigma, Math.trunc(truncate * sigma + 0.5));
  return smoothRows(smoothColumns(map, size.width, size.height, kernel), size.width, kernel);
}

/** Weights at distance 0, 1, … radius; those of the whole, symmetric kernel sum to 1. */
function halfKernel(sigma: number, radius: number): Float64Array {
  const weights = Float64Array.from({ length: radius + 1 }, (_, x) =>
    Math.exp((-0.5 * x * x) / (sigma * sigma)),
  );
  const sum = 2 * weights.reduce((a, b) => a + b, 0) - weights[0];
  return weights.map((weight) => weight / sum);
}

/** Adds whole rows at a time: walking down a column would miss the cache at every step. */
function smoothColumns(
  map: Float32Array,
  width: number,
  height: number,
  kernel: Float64Array,
): Float32Array {
  const smooth = new Float32Array(map.length);
  const sums = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    for (let x = 0, at = y * width; x < width; x++) sums[x] = map[at + x] * kernel[0];
    for (let d = kernel.length - 1; d > 0; d--) {
      const above = mirror(y - d, height) * width;
      const below = mirror(y + d, height) * width;
      const weight = kernel[d];
      for (let x = 0; x < width; x++) sums[x] += (map[above + x] + map[below + x]) * weight;
    }
    smooth.set(sums, y * width);
  }
  return smooth;
}

/** Each row is padded by its mirror image first, so that the inner loop has no border. */
function smoothRows(map: Float32Array, width: number, kernel: Float64Array): Float32Array {
  const radius = kernel.length - 1;
  const smooth = new Float32Array(map.length);
  const padded = new Float64Array(width + 2 * radius);
  const source = Uint32Array.from(padded, (_, i) => mirror(i - radius, width));
  for (let start = 0; start < map.length; start += width) {
    for (let i = 0; i < padded.length; i++) padded[i] = map[start + source[i]];
    for (let x = 0; x < width; x++) {
      const centre = x + radius;
      let sum = padded[centre] * kernel[0];
      for (let d = radius; d > 0; d--) sum += (padded[centre - d] + padded[centre + d]) * kernel[d];
      smooth[start + x] = sum;
    }
  }
  return smooth;
}

/** The index that stands at `i` when 0 … length - 1 continues as … 1 0 0 1 … n n … */
function mirror(i: number, length: number): number {
  const period = 2 * length;
  const inPeriod = ((i % period) + period) % period;
  return inPeriod < length ? inPeriod : period - 1 - inPeriod;
}
