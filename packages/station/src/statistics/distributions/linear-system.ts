/**
 * Solves A x = b by Gaussian elimination with row pivots; A and b are overwritten.
 *
 * @param a - Shape [N, N], not singular.
 * @param b - Shape [N].
 * @returns x, shape [N].
 */
export function solveLinear(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const rows = Array.from({ length: n }, (_, i) => a.subarray(i * n, (i + 1) * n));
  for (let k = 0; k < n; k++) {
    swap(rows, b, k, pivotOf(rows, k));
    for (let row = k + 1; row < n; row++) eliminate(rows, b, k, row);
  }
  for (let k = n - 1; k >= 0; k--) {
    let sum = b[k] ?? NaN;
    for (let column = k + 1; column < n; column++) sum -= at(rows, k, column) * (b[column] ?? NaN);
    b[k] = sum / at(rows, k, k);
  }
  return b;
}

/** Rows of a matrix, shape [N, N]. */
type Rows = Float64Array[];

function at(rows: Rows, row: number, column: number): number {
  return rows[row]?.[column] ?? NaN;
}

/** The row from k on whose element of column k is largest. */
function pivotOf(rows: Rows, k: number): number {
  let pivot = k;
  for (let row = k + 1; row < rows.length; row++) {
    if (Math.abs(at(rows, row, k)) > Math.abs(at(rows, pivot, k))) pivot = row;
  }
  return pivot;
}

function swap(rows: Rows, b: Float64Array, first: number, second: number): void {
  if (first === second) return;
  rows.splice(first, 1, ...rows.splice(second, 1, ...rows.slice(first, first + 1)));
  [b[first], b[second]] = [b[second] ?? NaN, b[first] ?? NaN];
}

/** Takes as much of row k from another that its element of column k is 0. */
function eliminate(rows: Rows, b: Float64Array, k: number, row: number): void {
  const [pivots, reduced] = [rows[k], rows[row]];
  const factor = at(rows, row, k) / at(rows, k, k);
  if (factor === 0 || !pivots || !reduced) return;
  for (let column = k; column < reduced.length; column++) {
    reduced[column] = (reduced[column] ?? NaN) - factor * (pivots[column] ?? NaN);
  }
  b[row] = (b[row] ?? NaN) - factor * (b[k] ?? NaN);
}
