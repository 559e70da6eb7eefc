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
  const kernel = gaussianKernel(sigma, truncate);
  return smoothRows(smoothColumns(map, size.width, size.height, kernel), size.width, kernel);
}

/**
 * Weights at distance 0, 1, … radius; those of the whole, symmetric kernel sum to 1.
 *
 * @param truncate - Standard deviations at which the kernel ends.
 * @returns Weights of shape [radius + 1].
 */
export function gaussianKernel(sigma: number, truncate: number = SCORE.truncate): Float64Array {
  if (sigma === 0) return Float64Array.of(1);
  const radius = Math.trunc(truncate * sigma + 0.5);
  const weights = Float64Array.from({ length: radius + 1 }, (_, x) =>
    Math.exp((-0.5 * x * x) / (sigma * sigma)),
  );
  const sum = 2 * weights.reduce((a, b) => a + b, 0) - weights[0];
  return weights.map((weight) => weight / sum);
}

/**
 * Adds whole rows at a time: walking down a column would miss the cache at every step. Two distances
 * in one pass load and store each sum once for both.
 */
function smoothColumns(
  map: Float32Array,
  width: number,
  height: number,
  kernel: Float64Array,
): Float32Array {
  const smooth = new Float32Array(map.length);
  const sums = new Float64Array(width);
  const rowAt = (y: number): number => mirror(y, height) * width;
  for (let y = 0; y < height; y++) {
    for (let x = 0, at = y * width; x < width; x++) sums[x] = map[at + x] * kernel[0];
    let d = kernel.length - 1;
    for (; d > 1; d -= 2) {
      const [outerAbove, outerBelow] = [rowAt(y - d), rowAt(y + d)];
      const [above, below] = [rowAt(y - d + 1), rowAt(y + d - 1)];
      const [outer, inner] = [kernel[d], kernel[d - 1]];
      for (let x = 0; x < width; x++) {
        const sum = sums[x] + (map[outerAbove + x] + map[outerBelow + x]) * outer;
        sums[x] = sum + (map[above + x] + map[below + x]) * inner;
      }
    }
    if (d === 1) {
      const [above, below] = [rowAt(y - 1), rowAt(y + 1)];
      for (let x = 0; x < width; x++) sums[x] += (map[above + x] + map[below + x]) * kernel[1];
    }
    smooth.set(sums, y * width);
  }
  return smooth;
}

/**
 * Each row is padded by its mirror image first, so that the inner loop has no border. Four sums grow
 * side by side, since each addition waits for the one before.
 */
function smoothRows(map: Float32Array, width: number, kernel: Float64Array): Float32Array {
  const radius = kernel.length - 1;
  const smooth = new Float32Array(map.length);
  const whole = Math.ceil(width / 4) * 4;
  const padded = new Float64Array(whole + 2 * radius);
  const source = Uint32Array.from(padded, (_, i) => mirror(i - radius, width));
  const sums = new Float64Array(whole);
  for (let start = 0; start < map.length; start += width) {
    for (let i = 0; i < padded.length; i++) padded[i] = map[start + source[i]];
    for (let x = 0; x < whole; x += 4) {
      const centre = x + radius;
      let a = padded[centre] * kernel[0];
      let b = padded[centre + 1] * kernel[0];
      let c = padded[centre + 2] * kernel[0];
      let e = padded[centre + 3] * kernel[0];
      for (let d = radius, i = x, j = x + 2 * radius; d > 0; d--, i++, j--) {
        a += (padded[i] + padded[j]) * kernel[d];
        b += (padded[i + 1] + padded[j + 1]) * kernel[d];
        c += (padded[i + 2] + padded[j + 2]) * kernel[d];
        e += (padded[i + 3] + padded[j + 3]) * kernel[d];
      }
      sums[x] = a;
      sums[x + 1] = b;
      sums[x + 2] = c;
      sums[x + 3] = e;
    }
    smooth.set(sums.subarray(0, width), start);
  }
  return smooth;
}

/** The index that stands at `i` when 0 … length - 1 continues as … 1 0 0 1 … n n … */
export function mirror(i: number, length: number): number {
  const period = 2 * length;
  const inPeriod = ((i % period) + period) % period;
  return inPeriod < length ? inPeriod : period - 1 - inPeriod;
}
