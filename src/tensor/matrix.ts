import { ShapeError } from '../errors.ts';

/** A dense matrix of shape [rows, cols], row by row: row i starts at `data[i * cols]`. */
export interface Matrix {
  /** The values, shape [rows · cols]. */
  readonly data: Float32Array;
  /** Number of rows. */
  readonly rows: number;
  /** Number of columns. */
  readonly cols: number;
}

/**
 * Wraps `data` as a matrix without copying it.
 *
 * @param data - Row-major values, shape [rows · cols].
 * @returns A view of shape [rows, cols].
 * @throws {@link ShapeError} if `data` does not hold rows · cols values.
 */
export function matrix(data: Float32Array, rows: number, cols: number): Matrix {
  if (data.length !== rows * cols) {
    throw new ShapeError('data', [data.length], `[${rows} · ${cols}]`);
  }
  return { data, rows, cols };
}

/** The values of row `i` of `m`, a view of shape [cols]. */
export function row(m: Matrix, i: number): Float32Array {
  return m.data.subarray(i * m.cols, (i + 1) * m.cols);
}

/** Rows of `m` in the order of `indices`, copied; shape [indices.length, cols]. */
export function gatherRows(m: Matrix, indices: ArrayLike<number>): Matrix {
  const data = new Float32Array(indices.length * m.cols);
  for (let i = 0; i < indices.length; i++) data.set(row(m, indices[i]), i * m.cols);
  return { data, rows: indices.length, cols: m.cols };
}

/** The rows of all matrices of shape [*, cols] one below the other, copied; shape [Σ rows, cols]. */
export function concatRows(parts: readonly Matrix[]): Matrix {
  const cols = parts[0]?.cols ?? 0;
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const data = new Float32Array(rows * cols);
  let offset = 0;
  for (const part of parts) {
    data.set(part.data, offset);
    offset += part.data.length;
  }
  return { data, rows, cols };
}

/** Squared Euclidean distance between row `i` of `a` and row `j` of `b`; both have shape [*, D]. */
export function squaredDistance(a: Matrix, i: number, b: Matrix, j: number): number {
  let sum = 0;
  for (let c = 0, p = i * a.cols, q = j * b.cols; c < a.cols; c++, p++, q++) {
    const difference = a.data[p] - b.data[q];
    sum += difference * difference;
  }
  return sum;
}
