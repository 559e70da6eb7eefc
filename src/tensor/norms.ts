import type { Matrix } from './matrix.ts';

/**
 * Rows divided by their Euclidean length, copied; a row of zeros, which has no direction, stays zero.
 *
 * @param m - Any rows, shape [N, D].
 * @returns Rows of length 1 or 0, shape [N, D].
 */
export function unitRows({ data, rows, cols }: Matrix): Matrix {
  const unit = new Float32Array(data.length);
  for (let start = 0; start < data.length; start += cols) {
    let sum = 0;
    for (let i = start; i < start + cols; i++) sum += data[i] * data[i];
    const length = Math.sqrt(sum) || 1;
    for (let i = start; i < start + cols; i++) unit[i] = data[i] / length;
  }
  return { data: unit, rows, cols };
}

/**
 * Squared Euclidean length of each row. Four sums grow side by side, since each addition waits for the
 * one before.
 *
 * @param m - Any rows, shape [N, D].
 * @returns One number a row, shape [N].
 */
export function squaredNorms({ data, rows, cols }: Matrix): Float32Array {
  const norms = new Float32Array(rows);
  for (let i = 0, at = 0; i < rows; i++) {
    const end = at + cols;
    let [sum, sum1, sum2, sum3] = [0, 0, 0, 0];
    for (const whole = end - (cols % 4); at < whole; at += 4) {
      sum += data[at] * data[at];
      sum1 += data[at + 1] * data[at + 1];
      sum2 += data[at + 2] * data[at + 2];
      sum3 += data[at + 3] * data[at + 3];
    }
    for (; at < end; at++) sum += data[at] * data[at];
    norms[i] = sum + sum1 + (sum2 + sum3);
  }
  return norms;
}

/** Squared lengths that differ by less, as a share, are those of equally long rows, as single precision makes them. */
const ROUNDING = 2e-6;

/**
 * Whether rows are equally long, such as rows scaled to length 1: then the one with the largest product
 * is the nearest, or its squared distance exceeds the least by no more than that share of a squared
 * length; their lengths need not be counted in (a tenth of a search, measured).
 *
 * @param norms - Of {@link squaredNorms}, shape [N].
 */
export function areEquallyLong(norms: Float32Array): boolean {
  let [least, most] = [Infinity, 0];
  for (let i = 0; i < norms.length; i++) {
    least = Math.min(least, norms[i]);
    most = Math.max(most, norms[i]);
  }
  return most - least <= ROUNDING * most;
}
