import { afterEach, describe, expect, it } from 'vitest';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import type { PatchFeatures, PictureFeatures } from '../features/patch-features.ts';
import { matrix } from '../tensor/matrix.ts';
import { joinLevels, type LevelMeasure, PictureScorer, type ScaledBank } from './picture-scorer.ts';
import { DEFAULT_SETTINGS, type PartSettings } from './settings.ts';

const base: PartSettings = {
  ...DEFAULT_SETTINGS,
  levels: ['a', 'b'],
  size: 8,
  sigma: 0,
  score: 'max',
  fusion: 'max',
  pose: 'fixed',
  retrieve: 'all',
  reverse: 0,
  presence: 'none',
};

/** Rows on a line: each `value` is the feature [value, 0]. */
function line(...values: number[]): Float32Array {
  return Float32Array.from(values.flatMap((value) => [value, 0]));
}

function bankOf(normalScale: number, ...values: number[]): ScaledBank {
  const bank = matrix(line(...values), values.length, 2);
  const origins = new Uint16Array(values.length);
  return { bank, normalScale, pictures: origins, augmentations: origins };
}

/** A picture of 2×2 patches. */
function patchesOf(...values: number[]): PatchFeatures {
  return { features: matrix(line(...values), 4, 2), width: 2, height: 2 };
}

/** Levels of a picture, the last of them the coarsest. */
function pictureOf(...levels: PatchFeatures[]): PictureFeatures {
  return { levels, coarse: levels[levels.length - 1] };
}

describeOnRuntimes('PictureScorer', (runtime) => {
  const open: PictureScorer[] = [];
  afterEach(async () => {
    for (const scorer of open.splice(0)) await scorer.release();
  });
  const scorerOf = (banks: readonly ScaledBank[], settings: PartSettings): PictureScorer => {
    const scorer = new PictureScorer(runtime, { banks, copies: null, reverse: null }, settings);
    open.push(scorer);
    return scorer;
  };

  it('measures each level against its own bank', async () => {
    const scorer = scorerOf([bankOf(1, 0, 10), bankOf(1, 100)], base);
    const picture = pictureOf(patchesOf(0, 1, 9, 14), patchesOf(100, 98, 100, 101));
    const { levels, reverse } = await scorer.measure(picture);
    const [a, b] = levels;
    expect([...a.distances]).toEqual([0, 1, 1, 4]);
    expect(a).toMatchObject({ patch: 3, row: 1, score: 4, width: 2, height: 2 });
    expect([...b.distances]).toEqual([0, 2, 0, 1]);
    expect(b).toMatchObject({ patch: 1, row: 0, score: 2 });
    expect(reverse).toBeNull();
  });

  it('takes the level that is largest for its scale, and says where it is', async () => {
    const scorer = scorerOf([bankOf(4, 0), bankOf(0.5, 0)], base);
    const picture = pictureOf(patchesOf(0, 0, 0, 4), patchesOf(0, 3, 0, 0));
    const { score, hottest } = await scorer.score(picture);
    expect(score).toBe(6);
    expect(hottest).toEqual({ level: 1, patch: 1, distance: 3, row: 0 });
  });

  it('is measure() and then join()', async () => {
    const scorer = scorerOf([bankOf(2, 0, 5), bankOf(3, 1)], { ...base, fusion: 'mean' });
    const picture = pictureOf(patchesOf(1, 2, 3, 4), patchesOf(5, 6, 7, 8));
    expect(scorer.join(await scorer.measure(picture))).toEqual(await scorer.score(picture));
  });

  it('averages the largest distances for top-mean', async () => {
    const scorer = scorerOf([bankOf(1, 0)], { ...base, score: 'top-mean', topShare: 0.02 });
    const values = Array.from({ length: 200 }, (_, i) => i);
    const features = matrix(line(...values), 200, 2);
    const { levels } = await scorer.measure(pictureOf({ features, width: 20, height: 10 }));
    expect(levels[0].score).toBe((199 + 198 + 197 + 196) / 4); // 2 % of 200 patches
  });

  it('lowers the largest distance where the bank is dense for reweighted', async () => {
    const settings = { ...base, score: 'reweighted', scoreNeighbours: 2 } as const;
    const scorer = scorerOf([bankOf(1, 0, 1, 50)], settings);
    const { levels } = await scorer.measure(pictureOf(patchesOf(0, 0, 0, -3)));
    const [{ score, row }] = levels;
    expect(row).toBe(0);
    // N_b(m̂) = {0, 1}: distances 3 and 4 from the patch.
    expect(score).toBeCloseTo((1 - Math.exp(3) / (Math.exp(3) + Math.exp(4))) * 3, 5);
  });
});

/** What one level says of 2×2 patches. */
function measure(score: number, distances: readonly number[]): LevelMeasure {
  const patch = distances.indexOf(Math.max(...distances));
  return { score, distances: Float32Array.from(distances), width: 2, height: 2, patch, row: 7 };
}

describe('joinLevels()', () => {
  const levels = [measure(4, [0, 0, 0, 4]), measure(9, [9, 0, 0, 0])];

  it('joins by maximum', () => {
    const { score, hottest, map } = joinLevels(levels, [2, 9], base);
    expect(score).toBe(2);
    expect(hottest).toEqual({ level: 0, patch: 3, distance: 4, row: 7 });
    expect([map[0], map[63]]).toEqual([1, 2]);
  });

  it('joins by mean', () => {
    const { score, map } = joinLevels(levels, [2, 9], { ...base, fusion: 'mean' });
    expect(score).toBe(1.5);
    expect([map[0], map[63]]).toEqual([0.5, 1]);
  });

  it('smooths the map, not the score', () => {
    const smooth = joinLevels(levels, [2, 9], { ...base, sigma: 2 });
    expect(smooth.score).toBe(2);
    expect(Math.max(...smooth.map)).toBeLessThan(2);
  });

  it('does not hide a score that is no number', () => {
    const { score, hottest } = joinLevels([measure(NaN, [NaN, 0, 0, 0])], [1], base);
    expect(score).toBeNaN();
    expect(hottest.level).toBe(0);
  });
});
