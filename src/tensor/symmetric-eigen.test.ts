import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { symmetricEigen } from './symmetric-eigen.ts';

describe('symmetricEigen()', () => {
  it('finds values known by hand, the largest first', () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    expect([...values]).toEqual([expect.closeTo(3, 12), expect.closeTo(1, 12)]);
    expect(Math.abs(vectors[0] + vectors[1])).toBeCloseTo(Math.SQRT2, 12);
    expect(vectors[2]).toBeCloseTo(-vectors[3], 12);
  });

  it('leaves its argument as it is', () => {
    const a = Float64Array.of(1, 2, 3, 2, 5, 6, 3, 6, 9);
    symmetricEigen(a, 3);
    expect([...a]).toEqual([1, 2, 3, 2, 5, 6, 3, 6, 9]);
  });

  it.each([
    ['of size 1', [4]],
    ['of zeros', Array.from({ length: 16 }, () => 0)],
    ['of the diagonal alone', [3, 0, 0, 0, -7, 0, 0, 0, 3]],
    ['of rank 1', [1, 2, 3, 2, 4, 6, 3, 6, 9]],
    ['that falls apart', [1, 2, 0, 0, 2, 1, 0, 0, 0, 0, 5, 1, 0, 0, 1, 5]],
  ])('puts a matrix %s together again', (_, values) => {
    expect(errorOf(Float64Array.from(values))).toBeLessThan(1e-12);
  });

  it('copes with elements that underflow', () => {
    const tiny = Number.MIN_VALUE;
    const a = Float64Array.of(1.86329219373e-313, 0, 1, 0, 0, tiny, 1, tiny, 0);
    expect(errorOf(a)).toBeLessThan(1e-12);
  });

  it('puts any symmetric matrix together again', () => {
    fc.assert(
      fc.property(symmetric(), (a) => {
        expect(errorOf(a)).toBeLessThan(1e-12);
      }),
    );
  });
});

/** Largest deviation from A = Σ λ v vᵀ, of v from orthonormal, and of λ from falling. */
function errorOf(a: Float64Array): number {
  const n = Math.sqrt(a.length);
  const { values, vectors } = symmetricEigen(a, n);
  const scale = Math.max(1, ...a.map(Math.abs));
  const errors: number[] = Array.from(values.slice(1), (value, i) => value - values[i]);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let [element, product] = [0, 0];
      for (let k = 0; k < n; k++) {
        element += values[k] * vectors[k * n + i] * vectors[k * n + j];
        product += vectors[i * n + k] * vectors[j * n + k];
      }
      errors.push(Math.abs(element - a[i * n + j]) / scale);
      errors.push(Math.abs(product - (i === j ? 1 : 0)));
    }
  }
  return Math.max(...errors);
}

/** 1 to 9 rows; integers among the elements make equal values and zeros likely. */
function symmetric(): fc.Arbitrary<Float64Array> {
  const element = fc.oneof(
    fc.integer({ min: -2, max: 2 }),
    fc.double({ min: -1e3, max: 1e3, noNaN: true }),
  );
  return fc
    .integer({ min: 1, max: 9 })
    .chain((n) => fc.array(element, { minLength: n * n, maxLength: n * n }))
    .map((values) => {
      const n = Math.sqrt(values.length);
      return Float64Array.from(values, (_, at) => {
        const [i, j] = [Math.floor(at / n), at % n];
        return values[Math.min(i, j) * n + Math.max(i, j)];
      });
    });
}
