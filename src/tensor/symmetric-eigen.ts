/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to a tridiagonal one,
 * then implicit QL steps (Golub and Van Loan, Matrix Computations, 8.3.1 and 8.3.3; Bowdler et al.,
 * Numerische Mathematik 11, 1968). Vectors are kept as rows, so that every inner loop walks along rows.
 *
 * @module
 */

/** A = Σ λ v vᵀ. */
export interface SymmetricEigen {
  /** λ, the largest first, shape [n]. */
  readonly values: Float64Array;
  /** v of each value, a row of length 1, shape [n, n]. */
  readonly vectors: Float64Array;
}

/** A matrix with nothing beside its diagonal and the two next to it, in an orthonormal basis. */
interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** Element i stands between diagonal elements i and i + 1; the last one is 0. */
  readonly beside: Float64Array;
  /** The basis, a vector a row. */
  readonly rows: Float64Array;
}

/** Beside elements of up to 1, far below rounding. */
const NEGLIGIBLE: number = Number.EPSILON ** 2;

/** Steps after which a value is taken as it is; two or three are usual. */
const MOST_STEPS = 60;

/**
 * Decomposes a symmetric matrix in about 5 n³ multiplications.
 *
 * @param matrix - Finite and symmetric, shape [n, n]; not changed.
 */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  const largest = matrix.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  // Of elements up to 1, no square that matters underflows.
  const scaled = matrix.map((value) => (largest === 0 ? 0 : value / largest));
  const { diagonal, beside, rows } = tridiagonalize(scaled, n);
  for (let first = 0; first < n; first++) {
    for (let step = 0; step < MOST_STEPS; step++) {
      const last = blockEnd(diagonal, beside, first);
      if (last === first) break;
      qlStep({ diagonal, beside, rows }, first, last);
    }
  }
  return sorted(
    diagonal.map((value) => value * largest),
    rows,
  );
}

/** Replaces `a` by reflections H = 1 - β v vᵀ, one for each column but two, and returns what is left. */
function tridiagonalize(a: Float64Array, n: number): Tridiagonal {
  const beside = new Float64Array(n);
  const betas = new Float64Array(n);
  const w = new Float64Array(n);
  for (let k = 0; k < n - 2; k++) {
    const v = a.subarray(k * n + k + 1, (k + 1) * n); // row k right of the diagonal
    const first = v[0];
    const length = Math.sqrt(dot(v, v));
    beside[k] = first > 0 ? -length : length; // of the two, that which does not cancel
    v[0] -= beside[k];
    betas[k] = length <= NEGLIGIBLE ? 0 : 1 / (length * (length + Math.abs(first)));
    reflectBothSides(a, n, k + 1, { v, beta: betas[k], w });
  }
  if (n > 1) beside[n - 2] = a[(n - 2) * n + n - 1];
  const diagonal = Float64Array.from({ length: n }, (_, i) => a[i * n + i]);
  return { diagonal, beside, rows: basisOf(a, betas, n) };
}

/** A ← H A H of the square from row and column `from` on: A - v wᵀ - w vᵀ. */
function reflectBothSides(
  a: Float64Array,
  n: number,
  from: number,
  { v, beta, w }: { v: Float64Array; beta: number; w: Float64Array },
): void {
  if (beta === 0) return;
  const size = n - from;
  let overlap = 0;
  for (let i = 0; i < size; i++) {
    const start = (from + i) * n + from;
    w[i] = beta * dot(v, a.subarray(start, start + size));
    overlap += w[i] * v[i];
  }
  for (let i = 0; i < size; i++) w[i] -= (beta / 2) * overlap * v[i];
  for (let i = 0; i < size; i++) {
    const [vi, wi] = [v[i], w[i]];
    for (let j = 0, at = (from + i) * n + from; j < size; j++, at++) {
      a[at] -= vi * w[j] + wi * v[j];
    }
  }
}

/** The product of all reflections, the last one first. */
function basisOf(reflections: Float64Array, betas: Float64Array, n: number): Float64Array {
  const rows = new Float64Array(n * n);
  for (let i = 0; i < n; i++) rows[i * n + i] = 1;
  for (let k = n - 3; k >= 0; k--) {
    const v = reflections.subarray(k * n + k + 1, (k + 1) * n);
    for (let i = k + 1; i < n; i++) {
      const row = rows.subarray(i * n + k + 1, (i + 1) * n);
      const factor = betas[k] * dot(row, v);
      for (let j = 0; j < row.length; j++) row[j] -= factor * v[j];
    }
  }
  return rows;
}

/** Last element of the block that starts at `first`: where the element beside is lost in rounding. */
function blockEnd(diagonal: Float64Array, beside: Float64Array, first: number): number {
  let last = first;
  while (last < diagonal.length - 1) {
    const scale = Math.abs(diagonal[last]) + Math.abs(diagonal[last + 1]);
    if (Math.abs(beside[last]) <= Math.max(Number.EPSILON * scale, NEGLIGIBLE)) break;
    last++;
  }
  return last;
}

/** One implicit QL step with Wilkinson's shift on the block from `first` to `last`. */
function qlStep({ diagonal: d, beside: e, rows }: Tridiagonal, first: number, last: number): void {
  const n = d.length;
  const slope = (d[first + 1] - d[first]) / (2 * e[first]);
  const root = Math.sqrt(slope * slope + 1);
  let g = d[last] - d[first] + e[first] / (slope + (slope < 0 ? -root : root));
  let [sine, cosine, shift] = [1, 1, 0];
  for (let i = last - 1; i >= first; i--) {
    const f = sine * e[i];
    const b = cosine * e[i];
    const r = Math.sqrt(f * f + g * g);
    e[i + 1] = r;
    if (r === 0) {
      // The block falls apart here; the next step goes on with what is left.
      d[i + 1] -= shift;
      e[last] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = d[i + 1] - shift;
    const q = (d[i] - g) * sine + 2 * cosine * b;
    shift = sine * q;
    d[i + 1] = g + shift;
    g = cosine * q - b;
    rotateRows(rows.subarray(i * n, (i + 2) * n), n, sine, cosine);
  }
  d[first] -= shift;
  e[first] = g;
  e[last] = 0;
}

/** Rotates two rows that follow each other. */
function rotateRows(pair: Float64Array, n: number, sine: number, cosine: number): void {
  for (let x = 0, y = n; x < n; x++, y++) {
    const upper = pair[x];
    const lower = pair[y];
    pair[x] = cosine * upper - sine * lower;
    pair[y] = sine * upper + cosine * lower;
  }
}

function sorted(diagonal: Float64Array, rows: Float64Array): SymmetricEigen {
  const n = diagonal.length;
  const order = Array.from(diagonal.keys()).toSorted((i, j) => diagonal[j] - diagonal[i]);
  const vectors = new Float64Array(n * n);
  for (const [to, from] of order.entries()) {
    vectors.set(rows.subarray(from * n, (from + 1) * n), to * n);
  }
  return { values: Float64Array.from(order, (i) => diagonal[i]), vectors };
}

/** a · b of two vectors, the first no longer than the second. */
function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
