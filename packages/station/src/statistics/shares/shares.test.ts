import * as fc from 'fast-check';
import { ArgumentRangeError, falseRejectBoundAtRank, seededRandom } from 'fewgood';
import { describe, expect, it } from 'vitest';
import { clusteredShare } from './clustered-share.ts';
import { exactInterval } from './exact-interval.ts';
import { exactShare, scoreShare } from './share.ts';

const share = (): fc.Arbitrary<number> => fc.double({ min: 0.01, max: 0.99, noNaN: true });

describe('exactInterval()', () => {
  it('equals the bound of the library, which sums the binomial', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), share(), (hits, others, confidence) => {
        const n = hits + others;
        fc.pre(others > 0);
        const { high } = exactInterval(hits, n, confidence);
        expect(high).toBeCloseTo(falseRejectBoundAtRank(others, n, (1 + confidence) / 2), 10);
      }),
    );
  });

  it('mirrors, and knows nothing without observations', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), (a, b) => {
        const [one, other] = [exactInterval(a, a + b), exactInterval(b, a + b)];
        expect(one.low).toBeCloseTo(1 - other.high, 12);
      }),
    );
    expect(exactInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it.each([
    [3, 2, 0.95],
    [-1, 2, 0.95],
    [1, Infinity, 0.95],
    [1, 2, 1],
    [NaN, 2, 0.95],
  ])('refuses %f of %f at %f', (count, n, confidence) => {
    expect(() => exactInterval(count, n, confidence)).toThrow(ArgumentRangeError);
  });
});

it('a share of nothing is not known', () => {
  const unknown = { count: 0, of: 0, share: null, interval: { low: 0, high: 1 } };
  expect(exactShare(0, 0)).toEqual(unknown);
  expect(scoreShare(0, 0)).toEqual(unknown);
});

describe('clusteredShare()', () => {
  it('counts parts, not decisions, where trials only repeat themselves', () => {
    const repeated = [3, 0, 0, 0, 3, 0, 0, 0, 0, 0];
    const once = exactInterval(2, 10);
    const { count, of, interval } = clusteredShare(repeated, 3);
    expect([count, of]).toEqual([6, 30]);
    // By the variance between parts 9 decisions' worth, but never fewer than there are parts.
    expect(interval.low).toBeCloseTo(once.low, 12);
    expect(interval.high).toBeCloseTo(once.high, 12);
  });

  it('counts decisions where they spread as chance has them, or more evenly', () => {
    const even = exactInterval(10, 20);
    expect(clusteredShare([1, 1, 1, 1, 1, 1, 1, 1, 1, 1], 2).interval).toEqual(even);
  });

  it('covers the truth at least as often as it says, where exact intervals of decisions do not', () => {
    const random = seededRandom(3);
    const [studies, parts, trials] = [1000, 40, 3];
    let [clustered, plain] = [0, 0];
    for (let i = 0; i < studies; i++) {
      // A fifth of parts are missed with probability 0.8, the others never: 0.16 of decisions.
      const hits = Array.from({ length: parts }, () => {
        if (random.uniform() >= 0.2) return 0;
        return [1, 2, 3].filter(() => random.uniform() < 0.8).length;
      });
      const ours = clusteredShare(hits, trials);
      const naive = exactInterval(ours.count, ours.of);
      if (ours.interval.low <= 0.16 && ours.interval.high >= 0.16) clustered++;
      if (naive.low <= 0.16 && naive.high >= 0.16) plain++;
    }
    expect(clustered / studies).toBeGreaterThan(0.935);
    expect(plain / studies).toBeLessThan(0.88);
  });

  it('of no parts is not known', () => {
    expect(clusteredShare([], 3)).toMatchObject({ share: null, interval: { low: 0, high: 1 } });
    expect(() => clusteredShare([1], 0)).toThrow(ArgumentRangeError);
  });
});
