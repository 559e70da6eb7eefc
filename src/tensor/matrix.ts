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

/**
 * Squared Euclidean distance between row `i` of `a` and row `j` of `b`; both have shape [*, D]. Four sums
 * grow side by side, since each addition waits for the one before.
 */
export function squaredDistance(a: Matrix, i: number, b: Matrix, j: number): number {
  const { data: as, cols } = a;
  const bs = b.data;
  let p = i * cols;
  let q = j * cols;
  let [sum, sum1, sum2, sum3] = [0, 0, 0, 0];
  for (const whole = p + cols - (cols % 4); p < whole; p += 4, q += 4) {
    const first = as[p] - bs[q];
    const next = as[p + 1] - bs[q + 1];
    const third = as[p + 2] - bs[q + 2];
    const last = as[p + 3] - bs[q + 3];
    sum += first * first;
    sum1 += next * next;
    sum2 += third * third;
    sum3 += last * last;
  }
  for (const end = i * cols + cols; p < end; p++, q++) sum += (as[p] - bs[q]) ** 2;
  return sum + sum1 + (sum2 + sum3);
}
