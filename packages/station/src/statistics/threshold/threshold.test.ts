import * as fc from 'fast-check';
import {
  ArgumentRangeError,
  falseRejectBoundAtRank,
  requiredPictures,
  seededRandom,
  smallestRank,
} from 'fewgood';
import { describe, expect, it } from 'vitest';
import { ratePromise } from './pictures-needed.ts';
import { scoreHistogram } from './score-histogram.ts';
import { knownScores, thresholdCurve, thresholdEffect } from './threshold-effect.ts';

const scoresOf = (): fc.Arbitrary<number[]> =>
  fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { maxLength: 60 });

const sum = (counts: Uint32Array): number => counts.reduce((a, b) => a + b, 0);

describe('scoreHistogram()', () => {
  it('counts every score once, between edges that hold them all', () => {
    fc.assert(
      fc.property(
        scoresOf(),
        scoresOf(),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom('linear' as const, 'log' as const),
        (good, bad, bins, scale) => {
          const histogram = scoreHistogram(good, bad, { bins, scale });
          expect([sum(histogram.good), sum(histogram.bad)]).toEqual([good.length, bad.length]);
          const all = [...good, ...bad];
          if (all.length === 0) return;
          expect(histogram.edges).toHaveLength(bins + 1);
          expect(Math.min(...all)).toBeGreaterThanOrEqual(
            (histogram.edges[0] ?? NaN) * (1 - 1e-12),
          );
          expect(Math.max(...all)).toBeLessThanOrEqual(
            (histogram.edges.at(-1) ?? NaN) * (1 + 1e-12),
          );
        },
      ),
    );
  });

  it('puts scores where they belong', () => {
    const { edges, good, bad } = scoreHistogram([0, 1, 2, 2.5], [4, 1], {
      bins: 4,
      scale: 'linear',
    });
    expect([...edges]).toEqual([0, 1, 2, 3, 4]);
    expect([...good]).toEqual([1, 1, 2, 0]);
    expect([...bad]).toEqual([0, 1, 0, 1]);
    const log = scoreHistogram([1, 10, 100], [1000], { bins: 3 });
    for (const [i, edge] of [1, 10, 100, 1000].entries()) expect(log.edges[i]).toBeCloseTo(edge, 9);
  });

  it.each([
    [[0], 'log', 10],
    [[Infinity], 'linear', 10],
    [[1], 'log', 0],
  ] as const)('refuses %j on a %s scale in %i bins', (scores, scale, bins) => {
    expect(() => scoreHistogram(scores, [], { scale, bins })).toThrow(ArgumentRangeError);
  });
});

describe('thresholdEffect()', () => {
  const scores = knownScores([0.9, 0.4, 1.2, 0.7], [3, 1, 1.2]);

  it('counts good above and bad up to the threshold, as a picture fails above it', () => {
    const { falseRejects, escapes } = thresholdEffect(scores, 1);
    expect([falseRejects.count, falseRejects.of]).toEqual([1, 4]);
    expect([escapes.count, escapes.of]).toEqual([1, 3]);
    const at = thresholdEffect(scores, 1.2);
    expect([at.falseRejects.count, at.escapes.count]).toEqual([0, 2]);
  });

  it('falls in false rejects and rises in escapes with the threshold, as counted one by one', () => {
    fc.assert(
      fc.property(scoresOf(), scoresOf(), scoresOf(), (good, bad, thresholds) => {
        for (const { threshold, falseRejects, escapes } of thresholdCurve(
          knownScores(good, bad),
          thresholds,
        )) {
          expect(falseRejects.count).toBe(good.filter((score) => score > threshold).length);
          expect(escapes.count).toBe(bad.filter((score) => score <= threshold).length);
        }
      }),
    );
  });

  it('knows nothing without bad pictures', () => {
    const { escapes, whicheverChosen } = thresholdEffect(knownScores([1, 2], []), 1);
    expect(escapes).toMatchObject({ share: null, interval: { low: 0, high: 1 } });
    expect(whicheverChosen.escapes).toBe(1);
  });

  it('bounds the rate of a threshold that was chosen after a look, where intervals do not', () => {
    const random = seededRandom(8);
    const [trials, n] = [2000, 60];
    let [bounded, covered] = [0, 0];
    for (let trial = 0; trial < trials; trial++) {
      const good = Float64Array.from({ length: n }, () => random.uniform()).toSorted();
      // Whoever wants a threshold that looks better than it is takes the score at which the sample has
      // fewest above it against the true share, 1 - t.
      const gains = good.map((score, i) => 1 - score - (n - 1 - i) / n);
      const chosen = good[gains.indexOf(Math.max(...gains))] ?? NaN;
      const worst = thresholdEffect(knownScores(good, []), chosen);
      if (1 - worst.threshold <= worst.whicheverChosen.falseRejects) bounded++;
      if (1 - worst.threshold <= worst.falseRejects.interval.high) covered++;
    }
    expect(bounded / trials).toBeGreaterThan(0.945);
    expect(covered / trials).toBeLessThan(0.9);
  });

  it('refuses what is not a number', () => {
    expect(() => knownScores([NaN], [])).toThrow(ArgumentRangeError);
    expect(() => thresholdEffect(scores, NaN)).toThrow(ArgumentRangeError);
  });
});

describe('ratePromise()', () => {
  it.each([
    [0, 0, 0.05, 59],
    [0, 40, 0.05, 19],
    [0, 0, 0.01, 299],
    [1, 59, 0.05, 34], // Wilks: 59, 93, 124, …
    [2, 93, 0.05, 31],
  ])('with %i wrong of %i and a target of %f lacks %i pictures', (wrong, n, target, more) => {
    expect(ratePromise(wrong, n, target)).toMatchObject({ holds: false, morePictures: more });
    expect(ratePromise(wrong, n + more, target)).toMatchObject({ holds: true, morePictures: 0 });
  });

  it('agrees with what the library promises of a threshold at a rank', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        (n, target) => {
          expect(ratePromise(0, 0, target).morePictures).toBe(requiredPictures(target));
          const rank = smallestRank(n, target);
          expect(rank === undefined || ratePromise(n - rank, n, target).holds).toBe(true);
          const wrong = Math.floor(n / 3);
          const bound = falseRejectBoundAtRank(n - wrong, n);
          expect(ratePromise(wrong, n, target).bound).toBeCloseTo(bound, 10);
        },
      ),
    );
  });

  it('says when more of the same will never do', () => {
    expect(ratePromise(5, 100, 0.05).morePicturesAtThisRate).toBeNull();
    const { morePicturesAtThisRate } = ratePromise(2, 100, 0.05);
    // 2 % of n wrong: holds from a few hundred on.
    expect(morePicturesAtThisRate).toBeGreaterThan(50);
    const n = 100 + (morePicturesAtThisRate ?? 0);
    expect(ratePromise(Math.ceil(0.02 * n), n, 0.05).holds).toBe(true);
  });

  it('knows nothing without pictures', () => {
    expect(ratePromise(0, 0, 0.05)).toMatchObject({ bound: 1, holds: false });
  });

  it.each([
    [1, 0, 0.05],
    [-1, 5, 0.05],
    [0, 5, 0],
    [0, 0.5, 0.05],
  ])('refuses %f wrong of %f, target %f', (wrong, n, target) => {
    expect(() => ratePromise(wrong, n, target)).toThrow(ArgumentRangeError);
  });
});
