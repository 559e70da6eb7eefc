/**
 * Solves A x = b by Gaussian elimination with row pivots; A and b are overwritten.
 *
 * @param a - Shape [N, N], not singular.
 * @param b - Shape [N].
 * @returns x, shape [N].
 */
export function solveLinear(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const at = (row: number, column: number): number => a[row * n + column] ?? NaN;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let row = k + 1; row < n; row++) {
      if (Math.abs(at(row, k)) > Math.abs(at(pivot, k))) pivot = row;
    }
    swapRows(a, n, k, pivot);
    swapRows(b, 1, k, pivot);
    for (let row = k + 1; row < n; row++) {
      const factor = at(row, k) / at(k, k);
      if (factor === 0) continue;
      const pivots = a.subarray(k * n, (k + 1) * n);
      const reduced = a.subarray(row * n, (row + 1) * n);
      for (let column = k; column < n; column++) {
        reduced[column] = (reduced[column] ?? NaN) - factor * (pivots[column] ?? NaN);
      }
      b[row] = (b[row] ?? NaN) - factor * (b[k] ?? NaN);
    }
  }
  for (let row = n - 1; row >= 0; row--) {
    let sum = b[row] ?? NaN;
    for (let column = row + 1; column < n; column++) sum -= at(row, column) * (b[column] ?? NaN);
    b[row] = sum / at(row, row);
  }
  return b;
}

function swapRows(values: Float64Array, width: number, first: number, second: number): void {
  if (first === second) return;
  const kept = values.slice(first * width, (first + 1) * width);
  values.copyWithin(first * width, second * width, (second + 1) * width);
  values.set(kept, second * width);
}
