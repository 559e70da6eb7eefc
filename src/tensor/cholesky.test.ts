import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cholesky, invertLower } from './cholesky.ts';

describe('cholesky()', () => {
  it('factors a matrix known by hand', () => {
    // Above the diagonal stands what must not be read.
    const a = Float64Array.of(4, NaN, NaN, 12, 37, NaN, -16, -43, 98);
    cholesky(a, 3);
    expect([...a]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
  });

  it('gives L Lᵀ = A back for B Bᵀ + 1', () => {
    fc.assert(
      fc.property(positiveDefinite(), ({ a, n }) => {
        const l = a.slice();
        cholesky(l, n);
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < n; j++) {
            const product = sumOf(n, (k) => l[i * n + k] * l[j * n + k]);
            expect(product).toBeCloseTo(a[i * n + j], 9);
            expect(l[Math.min(i, j) * n + Math.max(i, j)] === 0).toBe(i !== j);
          }
        }
      }),
    );
  });
});

describe('invertLower()', () => {
  it('inverts the factor, so that the product is 1', () => {
    fc.assert(
      fc.property(positiveDefinite(), ({ a, n }) => {
        cholesky(a, n);
        const inverse = a.slice();
        invertLower(inverse, n);
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < n; j++) {
            const product = sumOf(n, (k) => inverse[i * n + k] * a[k * n + j]);
            expect(product).toBeCloseTo(i === j ? 1 : 0, 9);
          }
        }
      }),
    );
  });
});

/** B Bᵀ + 1 of 1 to 7 rows, B of numbers from -3 to 3. */
function positiveDefinite(): fc.Arbitrary<{ a: Float64Array; n: number }> {
  return fc
    .integer({ min: 1, max: 7 })
    .chain((n) =>
      fc.array(fc.double({ min: -3, max: 3, noNaN: true }), {
        minLength: n * n,
        maxLength: n * n,
      }),
    )
    .map((b) => {
      const n = Math.sqrt(b.length);
      const a = Float64Array.from({ length: n * n }, (_, at) => {
        const [i, j] = [Math.floor(at / n), at % n];
        return sumOf(n, (k) => b[i * n + k] * b[j * n + k]) + (i === j ? 1 : 0);
      });
      return { a, n };
    });
}

function sumOf(n: number, term: (k: number) => number): number {
  let sum = 0;
  for (let k = 0; k < n; k++) sum += term(k);
  return sum;
}
