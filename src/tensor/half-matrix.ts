import { decodeFloat16 } from './float16.ts';
import type { Matrix } from './matrix.ts';

/**
 * A dense matrix in half precision: what a part holds and mostly does not look at, in half the memory, to be
 * widened where it is met.
 */
export interface HalfMatrix {
  /** Bit patterns, row by row, shape [rows · cols]. */
  readonly data: Uint16Array;
  /** Number of rows. */
  readonly rows: number;
  /** Number of columns. */
  readonly cols: number;
}

/** Whether a row holds nothing but zeros, of either sign. */
export function isZeroRow({ data, cols }: HalfMatrix, row: number): boolean {
  for (let at = row * cols; at < (row + 1) * cols; at++) {
    if ((data[at] & 0x7fff) !== 0) return false;
  }
  return true;
}

/**
 * Some rows in single precision, exactly.
 *
 * @param first - Number of the first row.
 * @param rows - How many.
 * @param into - Where the values go, shape [rows · cols]; a new array by default.
 */
export function widened(
  { data, cols }: HalfMatrix,
  first: number,
  rows: number,
  into?: Float32Array,
): Matrix {
  const patterns = data.subarray(first * cols, (first + rows) * cols);
  return { data: decodeFloat16(patterns, into), rows, cols };
}
