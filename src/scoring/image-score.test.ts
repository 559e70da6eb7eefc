import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hottestPatch, reweightedScore, topMeanScore } from './image-score.ts';

describe('reweightedScore()', () => {
  it('equals cases computed by hand', () => {
    // 1 - 1/3, all neighbours equally far
    expect(reweightedScore(6, Float32Array.of(6, 6, 6))).toBeCloseTo(4, 12);
    // exp(0) / (exp(0) + exp(ln 3)) = 1/4, but the distance itself is 0
    expect(reweightedScore(0, Float32Array.of(0, Math.log(3)))).toBe(0);
    // (1 - e / (e + e²)) · 1 = e / (1 + e)
    expect(reweightedScore(1, Float32Array.of(1, 2))).toBeCloseTo(Math.E / (1 + Math.E), 12);
  });

  it('leaves the distance as it is when the bank has a single element', () => {
    expect(reweightedScore(5, Float32Array.of(5))).toBe(5);
  });

  it('does not overflow at large distances', () => {
    expect(reweightedScore(1e6, Float32Array.of(1e6, 1e6))).toBe(5e5);
    expect(reweightedScore(1e6, Float32Array.of(1e6, 2e6))).toBe(1e6);
    expect(reweightedScore(2 ** 100, Float32Array.of(2 ** 100, 2 ** 100))).toBe(2 ** 99);
  });

  it('stays between (1 - 1/b) d* and d*, as d* is the smallest of the d_b', () => {
    fc.assert(
      fc.property(ascending(), (distances) => {
        const [nearest] = distances;
        const score = reweightedScore(nearest, distances);
        expect(score).toBeLessThanOrEqual(nearest);
        expect(score).toBeGreaterThanOrEqual((1 - 1 / distances.length) * nearest * (1 - 1e-12));
      }),
    );
  });

  it('is NaN when a distance is', () => {
    expect(reweightedScore(1, Float32Array.of(1, NaN))).toBeNaN();
    expect(reweightedScore(NaN, Float32Array.of(NaN, 1))).toBeNaN();
  });
});

describe('hottestPatch()', () => {
  it('finds the first of the largest distances', () => {
    expect(hottestPatch(Float32Array.of(1, 3, 2, 3))).toBe(1);
  });

  it.each([[[NaN, 1, 2]], [[1, NaN, 2]], [[1, 2, NaN]]])(
    'does not hide the NaN of %j',
    (values) => {
      const distances = Float32Array.from(values);
      expect(hottestPatch(distances)).toBe(values.findIndex(Number.isNaN));
    },
  );
});

describe('topMeanScore()', () => {
  it('averages the largest share, in any order', () => {
    const distances = Float32Array.from({ length: 200 }, (_, i) => (i * 7) % 200);
    expect(topMeanScore(distances)).toBe((199 + 198) / 2);
    expect(topMeanScore(distances, 1)).toBe(99.5);
  });

  it('rounds down, to at least one patch, without being misled by 0.29 · 100 = 28.99…', () => {
    const distances = Float32Array.from({ length: 100 }, (_, i) => i);
    expect(topMeanScore(distances, 0.29)).toBe((71 + 99) / 2);
    expect(topMeanScore(distances.subarray(0, 50), 0.01)).toBe(49);
    expect(topMeanScore(distances, 0.019)).toBe(99);
  });

  it('is NaN when a distance is', () => {
    expect(topMeanScore(Float32Array.of(NaN, 1, 2))).toBeNaN();
  });
});

/** 2 to 12 distances in ascending order. */
function ascending(): fc.Arbitrary<Float32Array> {
  return fc
    .array(fc.float({ min: 0, max: 100, noNaN: true }), { minLength: 2, maxLength: 12 })
    .map((distances) => Float32Array.from(distances).toSorted());
}
