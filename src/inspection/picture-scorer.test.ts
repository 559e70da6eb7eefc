import { afterEach, describe, expect, it } from 'vitest';
import { chord, sampleDirections } from '../../test/helpers/learning-sample.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import type { PatchFeatures, PictureFeatures } from '../features/patch-features.ts';
import type { Runtime } from '../runtime.ts';
import { concatRows, gatherRows, matrix } from '../tensor/matrix.ts';
import { copiesOf } from './copy-matcher.ts';
import {
  joinLevels,
  joinMeasures,
  type Learned,
  type LevelMeasure,
  type PictureMeasure,
  type PictureScore,
  PictureScorer,
  type ScaledBank,
} from './picture-scorer.ts';
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
    expect(told(scorer.join(await scorer.measure(picture)))).toEqual(
      told(await scorer.score(picture)),
    );
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

/** Copy 0 and 1 of the first picture, 2 and 3 of the second; the plain ones are posed. */
const support = [sampleDirections('a.png', [0, 90]), sampleDirections('b.png', [180, 30])];
const copies = copiesOf(support, [true, false]);
const level = {
  bank: concatRows(support.map(({ coarse }) => coarse.features)),
  normalScale: 1,
  pictures: Uint16Array.from({ length: 16 }, (_, r) => Math.floor(r / 8)),
  augmentations: Uint16Array.from({ length: 16 }, (_, r) => Math.floor(r / 4) % 2),
};

/** Measures pictures against the copies under some settings. */
function measuringOn(runtime: Runtime) {
  return async (
    changes: Partial<PartSettings>,
    features: PictureFeatures,
    learned: Partial<Learned> = {},
  ): Promise<PictureMeasure> => {
    const all = { banks: [level], copies, reverse: null, ...learned };
    const scorer = new PictureScorer(runtime, all, { ...base, ...changes });
    try {
      return await scorer.measure(features);
    } finally {
      await scorer.release();
    }
  };
}

describeOnRuntimes('PictureScorer that retrieves', (runtime) => {
  const measureWith = measuringOn(runtime);

  it('compares with the rows of the copies that are most alike', async () => {
    const features = mixed(25, 85);
    const [whole, retrieved, two] = await Promise.all(
      (['all', 1, 2] as const).map(async (retrieve) => {
        const { levels } = await measureWith({ retrieve }, features);
        return levels[0];
      }),
    );
    expect(whole.distances[3]).toBeCloseTo(chord(5), 5); // from copy 1
    expect(retrieved.distances[3]).toBeCloseTo(chord(55), 5); // from copy 3
    expect(retrieved.row).toBe(12);
    expect(two.distances[3]).toBeCloseTo(chord(55), 5); // copy 0 is no nearer
    expect((await measureWith({ retrieve: 4 }, features)).levels).toEqual([whole]);
  });

  it('compares with the whole bank where that kept nothing of the copies', async () => {
    const rows = [4, 5, 6, 7]; // of copy 1 alone
    const banks = [
      {
        bank: gatherRows(level.bank, rows),
        normalScale: 1,
        pictures: level.pictures.subarray(4, 8),
        augmentations: level.augmentations.subarray(4, 8),
      },
    ];
    const { levels } = await measureWith({ retrieve: 1 }, mixed(25, 85), { banks });
    expect(levels[0].distances[3]).toBeCloseTo(chord(5), 5);
  });
});

describeOnRuntimes('PictureScorer in reverse', (runtime) => {
  const measureWith = measuringOn(runtime);

  it('looks for copies that show the part as it may lie, or for all if none does', async () => {
    const check = { presence: 'check' } as const;
    const { reverse } = await measureWith(check, mixed(30, 30));
    expect(reverse?.copy).toBe(0);
    expect(reverse?.distance).toBeCloseTo(chord(30), 3);
    const unposed = { copies: copiesOf(support, [false, false]) };
    const any = await measureWith(check, mixed(30, 30), unposed);
    expect(any.reverse?.copy).toBe(3);
    expect(any.reverse?.distance).toBeCloseTo(0, 3);
    const first = { ...check, retrieve: 1 } as const;
    expect((await measureWith(first, mixed(170, 170))).reverse?.copy).toBe(2);
  });

  it('does not look where nobody asks', async () => {
    const features = mixed(25, 85);
    expect((await measureWith({}, features)).reverse).toBeNull();
    expect((await measureWith({ reverse: 0.5 }, features)).reverse).not.toBeNull();
    expect((await measureWith({ reverse: 1 }, features, { copies: null })).reverse).toBeNull();
  });
});

/** A picture of three patches of one direction, the last of another. */
function mixed(most: number, one: number): PictureFeatures {
  const [three, last] = [most, one].map((degrees) => sampleDirections('', [degrees]).coarse);
  const data = three.features.data.slice();
  data.set(last.features.data.subarray(6), 6);
  const coarse = { ...three, features: matrix(data, 4, 2) };
  return { levels: [coarse], coarse };
}

/** A score with its map made. */
function told({ map, ...score }: PictureScore) {
  return { ...score, map: map() };
}

describe('joinMeasures()', () => {
  const levels = [measure(4, [0, 0, 0, 4])];
  const distances = Float32Array.of(0, 6, 3, 0);
  const patches = Uint32Array.of(0, 1, 2, 3);
  const match = { copy: 0, distance: 3, distances, patches, gridHeight: 2, gridWidth: 2 };
  const settings = { ...base, reverse: 0.5 };
  const join = (largest: number) =>
    joinMeasures(
      { levels, reverse: match },
      { scales: [2], reverse: { largest, margin: 1.4, usualScore: 10 } },
      settings,
    );

  it('adds what is missing beyond the most of a good picture, as so many usual scores', () => {
    expect(join(2).score).toBe(2 + 0.5 * 10 * (3 / 2 - 1));
    expect(join(3).score).toBe(2);
    expect(join(100).score).toBe(2);
  });

  it('tells how much is missing, and where', () => {
    const { missing, map, hottest } = join(2);
    expect(missing?.ratio).toBe(1.5);
    const corners = [0, 7, 56, 63].map((i) => missing?.map()[i]);
    expect(corners).toEqual([0, 3, 1.5, 0]);
    expect([map()[0], map()[63]]).toEqual([0, 2]); // the anomaly map stays what it is
    expect(hottest.patch).toBe(3);
  });

  it('is joinLevels() without reverse matching, or while nothing is known of it', () => {
    const alone = told({ ...joinLevels(levels, [2], settings), missing: null });
    const scales = { scales: [2], reverse: { largest: 2, margin: 1.4, usualScore: 10 } };
    expect(told(joinMeasures({ levels, reverse: null }, scales, settings))).toEqual(alone);
    const unknown = { scales: [2], reverse: null };
    expect(told(joinMeasures({ levels, reverse: match }, unknown, settings))).toEqual(alone);
  });
});

/** What one level says of 2×2 patches. */
function measure(score: number, distances: readonly number[]): LevelMeasure {
  const patch = distances.indexOf(Math.max(...distances));
  const counted = Float32Array.from(distances);
  return { score, distances: counted, counted, width: 2, height: 2, patch, row: 7 };
}

describe('joinLevels()', () => {
  const levels = [measure(4, [0, 0, 0, 4]), measure(9, [9, 0, 0, 0])];

  it('joins by maximum', () => {
    const { score, hottest, map } = joinLevels(levels, [2, 9], base);
    expect(score).toBe(2);
    expect(hottest).toEqual({ level: 0, patch: 3, distance: 4, row: 7 });
    expect([map()[0], map()[63]]).toEqual([1, 2]);
  });

  it('joins by mean', () => {
    const { score, map } = joinLevels(levels, [2, 9], { ...base, fusion: 'mean' });
    expect(score).toBe(1.5);
    expect([map()[0], map()[63]]).toEqual([0.5, 1]);
  });

  it('smooths the map, not the score', () => {
    const smooth = joinLevels(levels, [2, 9], { ...base, sigma: 2 });
    expect(smooth.score).toBe(2);
    expect(Math.max(...smooth.map())).toBeLessThan(2);
  });

  it('does not hide a score that is no number', () => {
    const { score, hottest } = joinLevels([measure(NaN, [NaN, 0, 0, 0])], [1], base);
    expect(score).toBeNaN();
    expect(hottest.level).toBe(0);
  });
});
