import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '../random.ts';
import { type FitOptions, fitSimilarity, type PlacePairs } from './fit-similarity.ts';
import { degreesOf, placeUnder, scaleOf, type Similarity, similarityAbout } from './similarity.ts';

const SIDE = 320;

function optionsOf(seed: number): FitOptions {
  return { tolerance: 8, scales: [0.8, 1.25], draws: 300, random: seededRandom(seed) };
}

/** Pairs of a similarity, moved by up to `noise` each way; of `strays` the other place lies anywhere. */
function pairsOf(
  similarity: Similarity,
  {
    count,
    strays,
    noise,
    random,
  }: {
    readonly count: number;
    readonly strays: number;
    readonly noise: number;
    readonly random: Random;
  },
): PlacePairs {
  const [from, to] = [new Float64Array(2 * count), new Float64Array(2 * count)];
  for (let i = 0; i < count; i++) {
    const place = [random.uniform() * SIDE, random.uniform() * SIDE] as const;
    const [x, y] = placeUnder(similarity, place);
    const jitter = (): number => noise * (2 * random.uniform() - 1);
    from.set(place, 2 * i);
    const isStray = i < strays;
    to.set(
      isStray ? [random.uniform() * SIDE, random.uniform() * SIDE] : [x + jitter(), y + jitter()],
      2 * i,
    );
  }
  return { from, to };
}

const known = fc.record({
  degrees: fc.double({ min: -180, max: 180, noNaN: true }),
  scale: fc.double({ min: 0.85, max: 1.2, noNaN: true }),
  dx: fc.double({ min: -80, max: 80, noNaN: true }),
  dy: fc.double({ min: -80, max: 80, noNaN: true }),
});

describe('fitSimilarity()', () => {
  it('recovers a similarity from pairs of which half lie anywhere', () => {
    fc.assert(
      fc.property(known, fc.nat(), (change, seed) => {
        const similarity = similarityAbout([160, 160], change);
        const random = seededRandom(seed);
        const pairs = pairsOf(similarity, { count: 120, strays: 60, noise: 4, random });
        const fit = fitSimilarity(pairs, optionsOf(seed));
        if (fit === null) throw new Error('nothing fits');
        expect(fit.inliers).toBeGreaterThanOrEqual(60);
        expect(fit.agrees.reduce((sum, one) => sum + one, 0)).toBe(fit.inliers);
        const turn = Math.abs(degreesOf(fit.similarity) - change.degrees);
        expect(Math.min(turn, 360 - turn)).toBeLessThan(1);
        expect(Math.abs(scaleOf(fit.similarity) - change.scale)).toBeLessThan(0.02);
        const [x, y] = placeUnder(fit.similarity, [160, 160]);
        expect(Math.hypot(x - 160 - change.dx, y - 160 - change.dy)).toBeLessThan(2);
      }),
      { numRuns: 50 },
    );
  });

  it('is exact where pairs are, and the same for the same seed', () => {
    fc.assert(
      fc.property(known, fc.nat(), (change, seed) => {
        const similarity = similarityAbout([160, 160], change);
        const random = seededRandom(seed);
        const pairs = pairsOf(similarity, { count: 40, strays: 0, noise: 0, random });
        const fit = fitSimilarity(pairs, optionsOf(seed));
        expect(fit?.inliers).toBe(40);
        expect(fit?.similarity.a).toBeCloseTo(similarity.a, 8);
        expect(fit?.similarity.c).toBeCloseTo(similarity.c, 6);
        expect(fitSimilarity(pairs, optionsOf(seed))).toEqual(fit);
      }),
      { numRuns: 20 },
    );
  });

  it('is nothing of too few pairs, of one place, or beyond the scales', () => {
    const few = { from: Float64Array.of(0, 0, 100, 0), to: Float64Array.of(0, 0, 100, 0) };
    expect(fitSimilarity(few, optionsOf(1))).toBeNull();
    expect(
      fitSimilarity({ from: new Float64Array(0), to: new Float64Array(0) }, optionsOf(1)),
    ).toBeNull();
    const same = { from: new Float64Array(40).fill(7), to: new Float64Array(40).fill(7) };
    expect(fitSimilarity(same, optionsOf(1))).toBeNull();
    const random = seededRandom(3);
    const doubled = similarityAbout([0, 0], { degrees: 0, scale: 2, dx: 0, dy: 0 });
    const large = pairsOf(doubled, { count: 40, strays: 0, noise: 0, random });
    expect(fitSimilarity(large, optionsOf(1))).toBeNull();
  });
});
