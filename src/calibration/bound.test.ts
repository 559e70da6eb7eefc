import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentRangeError } from '../errors.ts';
import { seededRandom } from '../random.ts';
import {
  falseRejectBound,
  falseRejectBoundAtRank,
  requiredPictures,
  smallestRank,
  wilsonInterval,
} from './bound.ts';

const share = (): fc.Arbitrary<number> => fc.double({ min: 0.001, max: 0.999, noNaN: true });

describe('falseRejectBound()', () => {
  it.each([
    [0, 1],
    [1, 0.95],
    [8, 0.3123],
    [59, 0.0495],
    [299, 0.00997],
  ])('with %i pictures is %f', (n, bound) => {
    expect(falseRejectBound(n)).toBeCloseTo(bound, 4);
  });

  it('solves (1 - bound)^n = 1 - confidence', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), share(), (n, confidence) => {
        expect((1 - falseRejectBound(n, confidence)) ** n).toBeCloseTo(1 - confidence, 9);
      }),
    );
  });

  it('keeps its digits with millions of pictures', () => {
    expect(falseRejectBound(1e9) * 1e9).toBeCloseTo(Math.log(20), 6);
  });

  it.each([
    [-1, 0.95],
    [1.5, 0.95],
    [NaN, 0.95],
    [8, 0],
    [8, 1],
    [8, NaN],
  ])('rejects n = %f, confidence = %f', (n, confidence) => {
    expect(() => falseRejectBound(n, confidence)).toThrow(ArgumentRangeError);
  });
});

describe('requiredPictures()', () => {
  it.each([
    [0.05, 59],
    [0.01, 299],
    [0.001, 2995],
    [0.96, 1],
  ])('for a target of %f are %i', (target, pictures) => {
    expect(requiredPictures(target)).toBe(pictures);
  });

  it('is the first count whose bound reaches the target', () => {
    fc.assert(
      fc.property(share(), share(), (target, confidence) => {
        const n = requiredPictures(target, confidence);
        expect(falseRejectBound(n, confidence)).toBeLessThanOrEqual(target * (1 + 1e-12));
        expect(falseRejectBound(n - 1, confidence)).toBeGreaterThan(target);
      }),
    );
  });

  it('counts exact cases exactly: 1 - 0.5^3 = 0.875', () => {
    expect(requiredPictures(0.5, 0.875)).toBe(3);
  });
});

describe('falseRejectBoundAtRank()', () => {
  it('equals falseRejectBound() at the largest score', () => {
    for (const n of [1, 2, 8, 59, 299, 5000]) {
      expect(falseRejectBoundAtRank(n, n)).toBeCloseTo(falseRejectBound(n), 13);
    }
  });

  it('equals a case computed by hand: (1 - u)^2 + 2 u (1 - u) = 1 - u² = 0.19', () => {
    expect(falseRejectBoundAtRank(1, 2, 0.81)).toBeCloseTo(0.9, 13);
  });

  it('falls as the rank rises and as pictures are added above it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 200 }), share(), (n, confidence) => {
        const rank = Math.ceil(n / 2);
        const bound = falseRejectBoundAtRank(rank, n, confidence);
        expect(falseRejectBoundAtRank(rank + 1, n, confidence)).toBeLessThan(bound);
        expect(falseRejectBoundAtRank(rank + 1, n + 1, confidence)).toBeLessThan(bound);
        expect(falseRejectBoundAtRank(rank, n + 1, confidence)).toBeGreaterThan(bound);
      }),
    );
  });

  it('survives where (1 - p)^n underflows', () => {
    const bound = falseRejectBoundAtRank(19_000, 20_000);
    expect(bound).toBeGreaterThan(0.05);
    expect(bound).toBeLessThan(0.06);
  });

  it('is true as often as it says: exponential scores, 4000 draws of 40', () => {
    const random = seededRandom(5);
    const [draws, n, rank] = [4000, 40, 38];
    const bound = falseRejectBoundAtRank(rank, n);
    let held = 0;
    for (let i = 0; i < draws; i++) {
      const scores = Array.from({ length: n }, () => -Math.log(1 - random.uniform()));
      const threshold = scores.toSorted((a, b) => a - b)[rank - 1];
      if (Math.exp(-threshold) <= bound) held++;
    }
    // Exactly 95 % for a continuous distribution; three standard errors are 1.03 points.
    expect(Math.abs(held / draws - 0.95)).toBeLessThan(0.0103);
  });

  it.each([
    [0, 5],
    [6, 5],
    [1, 0],
  ])('rejects rank %i of %i', (rank, n) => {
    expect(() => falseRejectBoundAtRank(rank, n)).toThrow(ArgumentRangeError);
  });
});

describe('smallestRank()', () => {
  it('is the lowest rank whose bound is within the target', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), share(), share(), (n, target, confidence) => {
        const ranks = Array.from({ length: n }, (_, i) => i + 1);
        const within = (rank: number): boolean =>
          falseRejectBoundAtRank(rank, n, confidence) <= target;
        expect(smallestRank(n, target, confidence)).toBe(ranks.find(within));
      }),
    );
  });

  it('exists exactly when the pictures suffice', () => {
    fc.assert(
      fc.property(share(), share(), (target, confidence) => {
        const n = requiredPictures(target, confidence);
        expect(smallestRank(n, target, confidence)).toBeGreaterThan(0);
        expect(smallestRank(n - 1, target, confidence)).toBeUndefined();
      }),
    );
  });

  it('is the largest of 59 and the second largest of 93 at a target of 5 %', () => {
    expect(smallestRank(58, 0.05)).toBeUndefined();
    expect(smallestRank(59, 0.05)).toBe(59);
    expect(smallestRank(92, 0.05)).toBe(92);
    expect(smallestRank(93, 0.05)).toBe(92); // Wilks: 59, 93, 124, …
    expect(smallestRank(124, 0.05)).toBe(122);
  });
});

describe('wilsonInterval()', () => {
  it('equals a published case: 10 of 20 is 29.9 % to 70.1 %', () => {
    const { low, high } = wilsonInterval(10, 20);
    expect(low).toBeCloseTo(0.2993, 4);
    expect(high).toBeCloseTo(0.7007, 4);
  });

  it('contains the share, lies in 0 … 1 and mirrors', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), share(), (a, b, confidence) => {
        const n = a + b;
        const { low, high } = wilsonInterval(a, n, confidence);
        const mirrored = wilsonInterval(b, n, confidence);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(n === 0 ? 0 : a / n);
        expect(high).toBeGreaterThanOrEqual(n === 0 ? 1 : a / n);
        expect(mirrored.low).toBeCloseTo(1 - high, 12);
      }),
    );
  });

  it('knows nothing without observations', () => {
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it('rejects more hits than observations', () => {
    expect(() => wilsonInterval(3, 2)).toThrow(ArgumentRangeError);
  });
});
