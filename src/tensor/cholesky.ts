/**
 * Cholesky's factorisation, in double precision and in place: the inverse square root of a covariance.
 *
 * @module
 */

/**
 * Replaces a symmetric positive definite A by its factor: A = L Lᵀ, L lower triangular. Golub and
 * Van Loan, Matrix Computations, 4.2.5, row by row, so that every inner loop walks along rows.
 *
 * @param a - Any such matrix, shape [n, n]; only its lower triangle is read, above the diagonal zeros are left.
 */
export function cholesky(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    const rowI = i * n;
    for (let j = 0; j <= i; j++) {
      const rowJ = j * n;
      let sum = a[rowI + j];
      for (let k = 0; k < j; k++) sum -= a[rowI + k] * a[rowJ + k];
      a[rowI + j] = i === j ? Math.sqrt(sum) : sum / a[rowJ + j];
    }
    a.fill(0, rowI + i + 1, rowI + n);
  }
}

/**
 * Replaces a lower triangular L by its inverse, which is lower triangular too. With A = L Lᵀ,
 * |L⁻¹ x|² = xᵀ A⁻¹ x.
 *
 * @param l - Regular, shape [n, n], zeros above the diagonal.
 */
export function invertLower(l: Float64Array, n: number): void {
  const row = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const rowI = i * n;
    row.set(l.subarray(rowI, rowI + i));
    const pivot = l[rowI + i];
    l.fill(0, rowI, rowI + i);
    // Row i of L X = 1 in terms of the rows of X above it.
    for (let k = 0; k < i; k++) {
      const factor = row[k] / pivot;
      for (let j = 0, rowK = k * n; j <= k; j++) l[rowI + j] -= factor * l[rowK + j];
    }
    l[rowI + i] = 1 / pivot;
  }
}
