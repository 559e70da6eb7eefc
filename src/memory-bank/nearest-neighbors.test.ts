import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { ArgumentRangeError, ShapeError } from '../errors.ts';
import { seededRandom } from '../random.ts';
import type { Runtime } from '../runtime.ts';
import { gatherRows, type Matrix, matrix, row, squaredDistance } from '../tensor/matrix.ts';
import {
  createNearestNeighbors,
  type NeighborOptions,
  type Neighbors,
} from './nearest-neighbors.ts';

describeOnRuntimes('createNearestNeighbors()', (_single, create) => {
  const runtime = create(2);
  const search = searchOn(runtime);

  it('finds what a plain search finds, in blocks of any size, ties by the lowest row', async () => {
    const searches = fc.record({
      bank: integerMatrix(12),
      queries: integerMatrix(5),
      blockRows: fc.integer({ min: 1, max: 13 }),
      neighbours: fc.integer({ min: 1, max: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(searches, async ({ bank, queries, blockRows, neighbours }) => {
        const k = Math.min(neighbours, bank.rows);
        const result = await search(bank, queries, k, { blockRows });
        expect(result).toEqual(plainSearch(bank, queries, k));
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same bytes whatever the blocks, with more queries than are searched at once', async () => {
    const bank = randomMatrix(500, 24, 1);
    const queries = randomMatrix(1500, 24, 2);
    const whole = await search(bank, queries, 3);
    expect(whole).toEqual(plainSearch(bank, queries, 3));
    expect(await search(bank, queries, 3, { blockRows: 77 })).toEqual(whole);
  });

  it('finds each row at distance exactly 0 of itself, far from the origin too', async () => {
    const near = randomMatrix(300, 16, 3);
    const bank = { ...near, data: near.data.map((x) => x + 50) };
    const { distances, indices } = await search(bank, bank, 1, { blockRows: 64 });
    expect(distances).toEqual(new Float32Array(300));
    expect([...indices]).toEqual(Array.from({ length: 300 }, (_, i) => i));
  });

  it('returns the whole bank when it holds fewer rows than asked for', async () => {
    const bank = matrix(Float32Array.of(5, 1, 3), 3, 1);
    const { distances, indices } = await search(bank, matrix(Float32Array.of(0), 1, 1), 9);
    expect([...indices]).toEqual([1, 2, 0]);
    expect([...distances]).toEqual([1, 3, 5]);
  });

  it('does not touch the bank, and searches a subset of it as a bank of its own', async () => {
    const bank = randomMatrix(30, 4, 7);
    const before = bank.data.slice();
    const odd = gatherRows(bank, [1, 3, 5, 7, 9]);
    const { indices } = await search(odd, gatherRows(bank, [7]), 1, { metric: 'cosine' });
    expect([...indices]).toEqual([3]);
    expect(bank.data).toEqual(before);
  });

  it('answers searches that run at the same time', async () => {
    const bank = randomMatrix(200, 8, 8);
    const neighbours = createNearestNeighbors(runtime, bank);
    const queries = [10, 11, 12, 13].map((seed) => randomMatrix(50, 8, seed));
    const results = await Promise.all(
      queries.map((some, i) => neighbours.search(some, 1 + (i % 2))),
    );
    await neighbours.release();
    expect(results).toEqual(queries.map((some, i) => plainSearch(bank, some, 1 + (i % 2))));
  });
});

describeOnRuntimes('createNearestNeighbors() among some rows', (_single, create) => {
  const runtime = create(2);

  it('finds what a search of those rows alone finds', async () => {
    const searches = integerMatrix(12).chain((bank) =>
      fc.record({
        bank: fc.constant(bank),
        among: fc.subarray([...Array(bank.rows).keys()], { minLength: 1 }),
        queries: integerMatrix(5),
        blockRows: fc.integer({ min: 1, max: 13 }),
        neighbours: fc.integer({ min: 1, max: 12 }),
        metric: fc.constantFrom('euclidean', 'cosine'),
      }),
    );
    await fc.assert(
      fc.asyncProperty(searches, async ({ bank, among, queries, neighbours, ...options }) => {
        const whole = createNearestNeighbors(runtime, bank, options);
        const some = await whole.search(queries, neighbours, Uint32Array.from(among));
        const alone = await searchOn(runtime)(
          gatherRows(bank, among),
          queries,
          neighbours,
          options,
        );
        await whole.release();
        expect(some.distances).toEqual(alone.distances);
        expect([...some.indices]).toEqual(Array.from(alone.indices, (i) => among[i]));
      }),
      { numRuns: 60 },
    );
  });

  it('searches all rows again afterwards', async () => {
    const bank = randomMatrix(30, 4, 1);
    const nearest = createNearestNeighbors(runtime, bank);
    await nearest.search(bank, 2, Uint32Array.of(3, 5));
    expect(await nearest.search(bank, 2)).toEqual(plainSearch(bank, bank, 2));
    await nearest.release();
  });
});

describeOnRuntimes('createNearestNeighbors() by cosine', (_single, create) => {
  const runtime = create(2);
  const search = searchOn(runtime);

  it('orders by cosine when asked to, d²/2 being the cosine distance', async () => {
    const bank = matrix(Float32Array.of(10, 0, 0, 0.1, -3, 0, 0, 0), 4, 2);
    const query = matrix(Float32Array.of(0.2, 0.2), 1, 2);
    const { distances, indices } = await search(bank, query, 4, { metric: 'cosine' });
    expect([...indices]).toEqual([0, 1, 3, 2]); // 45°, 45°, no direction, 135°
    expect(distances[0] ** 2 / 2).toBeCloseTo(1 - Math.SQRT1_2, 6);
    expect(distances[2]).toBeCloseTo(1, 6);
    expect(distances[3] ** 2 / 2).toBeCloseTo(1 + Math.SQRT1_2, 6);
  });

  it('tells the distances to chosen rows as the search does', async () => {
    for (const metric of ['euclidean', 'cosine'] as const) {
      const bank = randomMatrix(40, 7, 4);
      const query = randomMatrix(1, 7, 5);
      const neighbours = createNearestNeighbors(runtime, bank, { metric });
      const { distances, indices } = await neighbours.search(query, 6);
      expect(neighbours.distances(row(query, 0), indices)).toEqual(distances);
      await neighbours.release();
    }
  });
});

describeOnRuntimes('createNearestNeighbors() with odd input', (_single, create) => {
  const runtime = create(2);
  const search = searchOn(runtime);

  it('gives NaN to a query with a NaN, and to no other', async () => {
    const bank = randomMatrix(20, 3, 6);
    const queries = matrix(Float32Array.of(0, 0, 0, 0, NaN, 0, 1, 1, 1), 3, 3);
    const { distances, indices } = await search(bank, queries, 2, { blockRows: 8 });
    expect([...distances].map(Number.isNaN)).toEqual([false, false, true, true, false, false]);
    for (const index of indices) expect(bank.rows).toBeGreaterThan(index);
  });

  it('refuses an empty bank, queries of another width and impossible counts', async () => {
    const bank = randomMatrix(4, 3, 9);
    expect(() => createNearestNeighbors(runtime, matrix(new Float32Array(0), 0, 3))).toThrow(
      ArgumentRangeError,
    );
    expect(() => createNearestNeighbors(runtime, bank, { blockRows: 0 })).toThrow(
      ArgumentRangeError,
    );
    await expect(search(bank, randomMatrix(4, 2, 9), 1)).rejects.toThrow(ShapeError);
    await expect(search(bank, bank, 0)).rejects.toThrow(ArgumentRangeError);
    await expect(search(bank, bank, 1.5)).rejects.toThrow(ArgumentRangeError);
  });
});

function searchOn(runtime: Runtime) {
  return async (
    bank: Matrix,
    queries: Matrix,
    neighbours: number,
    options: NeighborOptions = {},
  ): Promise<Neighbors> => {
    const nearest = createNearestNeighbors(runtime, bank, options);
    try {
      return await nearest.search(queries, neighbours);
    } finally {
      await nearest.release();
    }
  };
}

/** Sorts the whole bank for each query. */
function plainSearch(bank: Matrix, queries: Matrix, k: number): Neighbors {
  const all = Array.from({ length: queries.rows }, (_, q) =>
    Array.from({ length: bank.rows }, (__, index) => ({
      distance: Math.sqrt(squaredDistance(queries, q, bank, index)),
      index,
    }))
      .toSorted((a, b) => a.distance - b.distance || a.index - b.index)
      .slice(0, k),
  ).flat();
  return {
    distances: Float32Array.from(all, ({ distance }) => distance),
    indices: Int32Array.from(all, ({ index }) => index),
  };
}

/** 1 to `rows` features of width 2, many of them equal or equally far. */
function integerMatrix(rows: number): fc.Arbitrary<Matrix> {
  const value = fc.integer({ min: -3, max: 3 });
  return fc
    .array(fc.tuple(value, value), { minLength: 1, maxLength: rows })
    .map((values) => matrix(Float32Array.from(values.flat()), values.length, 2));
}

function randomMatrix(rows: number, cols: number, seed: number): Matrix {
  const random = seededRandom(seed);
  return matrix(
    Float32Array.from({ length: rows * cols }, () => random.normal()),
    rows,
    cols,
  );
}
