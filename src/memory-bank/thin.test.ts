import { expect, it } from 'vitest';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { ArgumentRangeError } from '../errors.ts';
import { seededRandom } from '../random.ts';
import type { Runtime } from '../runtime.ts';
import { type Matrix, matrix, row, squaredDistance } from '../tensor/matrix.ts';
import type { Coreset } from './coreset.ts';
import { BlockCoresets } from './small-coreset.ts';
import { thin, type ThinnedFeatures, type ThinOptions } from './thin.ts';

const pictures = [randomMatrix(60, 1), randomMatrix(40, 2), randomMatrix(50, 3)];

describeOnRuntimes('thin()', (_single, create) => {
  const runtime = create(2);
  const thinned = thinnedOn(runtime);

  it.each(['per-picture', 'global'] as const)(
    'says where each row comes from (%s)',
    async (scope) => {
      const { bank, sources, rows } = await thinned(pictures, { scope });
      expect([bank.rows, sources.length, rows.length]).toEqual([15, 15, 15]);
      const origins = Array.from(sources, (source, i) => row(pictures[source], rows[i]));
      expect(origins).toEqual(origins.map((_, i) => row(bank, i)));
      expect(new Set(Array.from(sources, (source, i) => `${source}/${rows[i]}`)).size).toBe(15);
    },
  );

  it('keeps the ratio of each picture', async () => {
    const { sources } = await thinned(pictures, {});
    expect([...sources]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
  });

  it('thins a picture the same whatever the others are, so that leave-one-out is exact', async () => {
    const all = await thinned(pictures, {});
    const without = await thinned(pictures.slice(0, 2), {});
    expect([...without.rows]).toEqual([...all.rows].filter((_, i) => all.sources[i] !== 2));
    expect([...without.bank.data]).toEqual([...all.bank.data.subarray(0, 10 * all.bank.cols)]);
  });

  it('draws for each picture from a stream of its own, none from the one it was given', async () => {
    const random = seededRandom(7);
    await thinned(pictures, { random });
    expect(random.uniform()).toBe(seededRandom(7).uniform());
  });

  it('reports the radius within which each row has one of its own picture', async () => {
    const { bank, sources, coveringRadius } = await thinned(pictures, {});
    const radii = pictures.flatMap((picture, source) => {
      const own = [...sources.keys()].filter((i) => sources[i] === source);
      return Array.from({ length: picture.rows }, (_, r) =>
        Math.min(...own.map((i) => squaredDistance(picture, r, bank, i))),
      );
    });
    expect(coveringRadius).toBeCloseTo(Math.sqrt(Math.max(...radii)), 5);
  });

  it('splits the ceiling evenly, the first pictures taking the rest', async () => {
    const each = await thinned(pictures, { ratio: 1, ceiling: 11 });
    expect([0, 1, 2].map((k) => each.sources.filter((source) => source === k).length)).toEqual([
      4, 4, 3,
    ]);
    const together = await thinned(pictures, { ratio: 1, ceiling: 11, scope: 'global' });
    expect(together.bank.rows).toBe(11);
  });

  it('counts its progress over all pictures', async () => {
    const progress: number[] = [];
    await thinned(pictures, {
      onProgress: (done, total) => {
        expect(total).toBe(15);
        progress.push(done);
      },
    });
    expect(progress).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
  });

  it('refuses a ceiling below the number of pictures', async () => {
    await expect(thinned(pictures, { ceiling: 2 })).rejects.toThrow(ArgumentRangeError);
  });
});

describeOnRuntimes('thin() of copies', (_single, create) => {
  const runtime = create(2);
  const thinned = thinnedOn(runtime);
  /** Copies of 10 rows: six, four and five of them. */
  const perCopy = { scope: 'per-copy', copyRows: 10, ratio: 0.2 } as const;

  it('keeps the same share of each copy, and says where each row comes from', async () => {
    const { bank, sources, rows } = await thinned(pictures, perCopy);
    expect(bank.rows).toBe(30);
    expect([...sources]).toEqual([
      ...Array.from({ length: 12 }, () => 0),
      ...Array.from({ length: 8 }, () => 1),
      ...Array.from({ length: 10 }, () => 2),
    ]);
    // Two of each copy, copy after copy.
    const copies = Array.from(rows, (r) => Math.floor(r / 10));
    const inOrder = [6, 4, 5].flatMap((count) => Array.from({ length: count }, (_, copy) => copy));
    expect(copies).toEqual(inOrder.flatMap((copy) => [copy, copy]));
    const origins = Array.from(sources, (source, i) => row(pictures[source], rows[i]));
    expect(origins).toEqual(origins.map((_, i) => row(bank, i)));
  });

  it('chooses of a copy what BlockCoresets does, all radii within its own', async () => {
    const { rows, coveringRadius } = await thinned([pictures[1]], perCopy);
    const blocks = await BlockCoresets.create(runtime);
    const coresets: Coreset[] = [];
    for (const first of [0, 10, 20, 30]) {
      coresets.push(await blocks.choose(pictures[1], { first, rows: 10 }, 2));
    }
    await blocks.release();
    expect([...rows]).toEqual(coresets.flatMap(({ indices }) => [...indices]));
    expect(coveringRadius).toBe(Math.max(...coresets.map((coreset) => coreset.coveringRadius)));
  });

  it('thins a picture the same whatever the others are, by the seed where it is projected', async () => {
    const wide = [1, 2].map((seed) => randomMatrix(40, seed, 100));
    const all = await thinned(wide, perCopy);
    const alone = await thinned(wide.slice(0, 1), perCopy);
    expect([...alone.rows]).toEqual([...all.rows.subarray(0, 8)]);
    expect(await thinned(wide, perCopy)).toEqual(all);
    const other = await thinned(wide, { ...perCopy, random: seededRandom(8) });
    expect(other.rows).not.toEqual(all.rows);
  });

  it('shares the ceiling among copies, and refuses one below their number', async () => {
    const narrow = await thinned(pictures, { ...perCopy, ratio: 1, ceiling: 59 });
    expect(narrow.bank.rows).toBe(15 * 3); // 59 / 15, rounded down
    const work = thinned(pictures, { ...perCopy, ceiling: 14 });
    await expect(work).rejects.toThrow(/15 pictures or copies/);
  });

  it('counts its progress in rows, copy by copy', async () => {
    const progress: string[] = [];
    const onProgress = (done: number, total: number): number => progress.push(`${done}/${total}`);
    await thinned(pictures, { ...perCopy, onProgress });
    expect(progress).toEqual(Array.from({ length: 15 }, (_, i) => `${2 * i + 2}/30`));
  });
});

function thinnedOn(runtime: Runtime) {
  return (features: readonly Matrix[], options: Partial<ThinOptions>): Promise<ThinnedFeatures> => {
    const defaults = {
      ratio: 0.1,
      ceiling: 1000,
      scope: 'per-picture',
      random: seededRandom(7),
    } as const;
    return thin(runtime, features, { ...defaults, ...options });
  };
}

function randomMatrix(rows: number, seed: number, cols = 5): Matrix {
  const random = seededRandom(seed);
  return matrix(
    Float32Array.from({ length: rows * cols }, () => random.normal()),
    rows,
    cols,
  );
}
