import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { seededRandom } from '../random.ts';
import { concatRows, type Matrix, matrix, row } from '../tensor/matrix.ts';
import { type Coreset, kCenterGreedy } from './coreset.ts';
import { BlockCoresets, type RowBlock } from './small-coreset.ts';

describeOnRuntimes('BlockCoresets', (runtime) => {
  let coresets: BlockCoresets;
  const choose = (features: Matrix, block: RowBlock, size: number): Promise<Coreset> =>
    coresets.choose(features, block, size);
  beforeAll(async () => {
    coresets = await BlockCoresets.create(runtime);
  });
  afterAll(() => coresets.release());

  it('chooses the rows that kCenterGreedy() does from the same first one', async () => {
    await fc.assert(
      fc.asyncProperty(integerMatrix(), async (features) => {
        const size = Math.ceil(features.rows / 2);
        const small = await choose(features, { first: 0, rows: features.rows }, size);
        const [first] = small.indices;
        const random = { ...seededRandom(0), below: () => first };
        const { indices, coveringRadius } = await kCenterGreedy(runtime, features, {
          size,
          random,
        });
        expect([...small.indices]).toEqual([...indices]);
        expect(small.coveringRadius).toBeCloseTo(coveringRadius, 5);
      }),
      { numRuns: 40 },
    );
  });

  it('chooses of a block as of a matrix by itself', async () => {
    await fc.assert(
      fc.asyncProperty(
        integerMatrix(),
        integerMatrix(),
        integerMatrix(),
        async (before, block, after) => {
          const all = concatRows([before, block, after]);
          const size = Math.ceil(block.rows / 3);
          const within = await choose(all, { first: before.rows, rows: block.rows }, size);
          const alone = await choose(block, { first: 0, rows: block.rows }, size);
          expect([...within.indices]).toEqual([...alone.indices].map((i) => before.rows + i));
          expect(within.coveringRadius).toBe(alone.coveringRadius);
        },
      ),
    );
  });

  it('covers every row of the block within its radius, and all of it with all rows', async () => {
    await fc.assert(
      fc.asyncProperty(integerMatrix(), fc.nat(), async (features, some) => {
        const { rows } = features;
        const size = 1 + (some % rows);
        const block = { first: 0, rows };
        const { indices, coveringRadius } = await choose(features, block, size);
        expect(new Set(indices).size).toBe(size);
        const gaps = Array.from({ length: rows }, (_, r) =>
          Math.min(...Array.from(indices, (i) => distance(row(features, r), row(features, i)))),
        );
        expect(coveringRadius).toBeCloseTo(Math.max(...gaps), 5);
        expect((await choose(features, block, rows)).coveringRadius).toBe(0);
      }),
    );
  });
});

describeOnRuntimes('BlockCoresets at the edges', (runtime) => {
  it('keeps distinct rows even when features repeat', async () => {
    const same = matrix(new Float32Array(60).fill(1.1), 20, 3);
    const coresets = await BlockCoresets.create(runtime);
    const { indices, coveringRadius } = await coresets.choose(same, { first: 5, rows: 10 }, 10);
    expect([...indices].toSorted((a, b) => a - b)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect(coveringRadius).toBe(0);
    await coresets.release();
  });

  it('starts with the row farthest from the mean', async () => {
    const coresets = await BlockCoresets.create(runtime);
    const features = matrix(Float32Array.of(0, 1, 2, 3, 30, 4), 6, 1);
    expect([...(await coresets.choose(features, { first: 0, rows: 6 }, 3)).indices]).toEqual([
      4, 0, 5,
    ]);
    expect([...(await coresets.choose(features, { first: 0, rows: 4 }, 2)).indices]).toEqual([
      0, 3,
    ]);
    await coresets.release();
  });
});

function distance(a: Float32Array, b: Float32Array): number {
  return Math.hypot(...a.map((value, i) => value - b[i]));
}

/** 1 to 30 rows of 4 small integers, many of them equal or equally far. */
function integerMatrix(): fc.Arbitrary<Matrix> {
  const value = fc.integer({ min: -4, max: 4 });
  return fc
    .array(fc.tuple(value, value, value, value), { minLength: 1, maxLength: 30 })
    .map((rows) => matrix(Float32Array.from(rows.flat()), rows.length, 4));
}
