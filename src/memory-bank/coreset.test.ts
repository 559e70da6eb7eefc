import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { assertNotCancelled } from '../cancellation.ts';
import { ArgumentRangeError, CancelledError } from '../errors.ts';
import { type Random, seededRandom } from '../random.ts';
import { type Matrix, matrix, squaredDistance } from '../tensor/matrix.ts';
import { coresetSize, kCenterGreedy } from './coreset.ts';

const line = matrix(Float32Array.of(0, 1, 2, 3, 4), 5, 1);

describeOnRuntimes('kCenterGreedy()', (_single, create) => {
  const runtime = create(2);

  it('takes the two ends of a line, then its middle', async () => {
    const { indices, coveringRadius } = await kCenterGreedy(runtime, line, {
      size: 3,
      random: startingAt(0),
    });
    expect([...indices]).toEqual([0, 4, 2]);
    expect(coveringRadius).toBe(1);
  });

  it('picks what a plain float64 loop picks', async () => {
    await fc.assert(
      fc.asyncProperty(integerMatrix(40, 5), fc.nat(39), async (features, start) => {
        const first = start % features.rows;
        const size = Math.ceil(features.rows / 2);
        const coreset = await kCenterGreedy(runtime, features, { size, random: startingAt(first) });
        expect([...coreset.indices]).toEqual(plainGreedy(features, size, first));
        expect(coreset.coveringRadius).toBeCloseTo(radius(features, [...coreset.indices]), 5);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps distinct rows even when features repeat', async () => {
    const same = matrix(new Float32Array(60).fill(1.1), 20, 3);
    const random = seededRandom(1);
    const { indices, coveringRadius } = await kCenterGreedy(runtime, same, { size: 20, random });
    expect(new Set(indices).size).toBe(20);
    expect(coveringRadius).toBe(0);
  });

  it('covers within twice the best possible radius', async () => {
    await fc.assert(
      fc.asyncProperty(
        integerMatrix(7, 2),
        fc.integer({ min: 1, max: 3 }),
        fc.nat(),
        async (features, limit, seed) => {
          const size = Math.min(limit, features.rows);
          const best = Math.min(...subsets(features.rows, size).map((s) => radius(features, s)));
          const random = seededRandom(seed);
          const { coveringRadius } = await kCenterGreedy(runtime, features, { size, random });
          expect(coveringRadius).toBeLessThanOrEqual(2 * best + 1e-5);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describeOnRuntimes(
  'kCenterGreedy() of more rows than a round has candidates',
  (_single, create) => {
    const runtime = create(2);

    it('picks the same in rounds of candidates, where many rows are equally far', async () => {
      const cases = fc.record({
        rows: fc.integer({ min: 65, max: 500 }),
        width: fc.integer({ min: 1, max: 4 }),
        range: fc.integer({ min: 1, max: 40 }),
        seed: fc.nat(),
      });
      await fc.assert(
        fc.asyncProperty(cases, async ({ rows, width, range, seed }) => {
          const random = seededRandom(seed);
          const data = Float32Array.from({ length: rows * width }, () => random.below(range));
          const features = matrix(data, rows, width);
          const [first, size] = [random.below(rows), 1 + random.below(rows)];
          const coreset = await kCenterGreedy(runtime, features, {
            size,
            random: startingAt(first),
          });
          expect([...coreset.indices]).toEqual(plainGreedy(features, size, first));
        }),
        { numRuns: 40 },
      );
    });
  },
);

describeOnRuntimes('kCenterGreedy() with a seed', (_single, create) => {
  const runtime = create(2);

  it('extends a smaller coreset, the same for the same seed, also when projected', async () => {
    const features = clusters(120, 200);
    const choose = async (size: number, seed: number): Promise<number[]> => {
      const options = { size, random: seededRandom(seed) };
      return [...(await kCenterGreedy(runtime, features, options)).indices];
    };
    const whole = await choose(30, 5);
    expect(await choose(12, 5)).toEqual(whole.slice(0, 12));
    expect(await choose(30, 5)).toEqual(whole);
    expect(await choose(30, 6)).not.toEqual(whole);
  });

  it('finds every cluster through the projection', async () => {
    const features = clusters(120, 200);
    const { indices, coveringRadius } = await kCenterGreedy(runtime, features, {
      size: 10,
      random: seededRandom(2),
    });
    expect(new Set(indices.map((i) => i % 10)).size).toBe(10);
    expect(coveringRadius).toBeGreaterThan(0);
    expect(coveringRadius).toBeLessThan(10); // clusters lie 100 · sqrt(2) apart
  });
});

describeOnRuntimes('kCenterGreedy() as a task', (_single, create) => {
  const runtime = create(2);

  it.each([0, 6, 1.5, Number.NaN])('rejects size %s of 5 rows', async (size) => {
    const random = seededRandom(0);
    await expect(kCenterGreedy(runtime, line, { size, random })).rejects.toThrow(
      ArgumentRangeError,
    );
  });

  it('tells its progress and stops when told to', async () => {
    const progress: string[] = [];
    const work = kCenterGreedy(runtime, line, {
      size: 4,
      random: seededRandom(0),
      onProgress: (done, total) => {
        progress.push(`${done}/${total}`);
        assertNotCancelled({ aborted: done === 2 }, 'choose a coreset', `${done} of ${total} rows`);
      },
    });
    await expect(work).rejects.toThrow(CancelledError);
    expect(progress).toEqual(['1/4', '2/4']);
  });
});

describe('coresetSize()', () => {
  it.each([
    [1000, 0.1, 8192, 100],
    [1001, 0.1, 8192, 101],
    [100, 0.07, 8192, 7], // 0.07 · 100 = 7.000000000000001
    [1, 0.001, 8192, 1],
    [200_000, 0.1, 8192, 8192],
    [50, 1, 8192, 50],
  ])('of %i rows at %f, at most %i, is %i', (rows, ratio, ceiling, size) => {
    expect(coresetSize(rows, ratio, ceiling)).toBe(size);
  });

  it.each([
    [0, 10],
    [1.1, 10],
    [NaN, 10],
    [0.1, 0],
    [0.1, NaN],
  ])('rejects a ratio of %f with a ceiling of %f', (ratio, ceiling) => {
    expect(() => coresetSize(100, ratio, ceiling)).toThrow(ArgumentRangeError);
  });
});

/** Starts the selection at a given row. */
function startingAt(first: number): Random {
  return { ...seededRandom(0), below: () => first };
}

/** 1 to `rows` features with sums of squares that float32 holds exactly. */
function integerMatrix(rows: number, cols: number): fc.Arbitrary<Matrix> {
  const feature = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: cols, maxLength: cols });
  return fc
    .array(feature, { minLength: 1, maxLength: rows })
    .map((values) => matrix(Float32Array.from(values.flat()), values.length, cols));
}

/** Row i belongs to cluster i % 10; clusters are 1 wide and far apart. */
function clusters(rows: number, cols: number): Matrix {
  const random = seededRandom(3);
  const data = Float32Array.from({ length: rows * cols }, (_, at) => {
    const [i, c] = [Math.floor(at / cols), at % cols];
    return (c === i % 10 ? 100 : 0) + random.normal() / Math.sqrt(cols);
  });
  return matrix(data, rows, cols);
}

function plainGreedy(features: Matrix, size: number, first: number): number[] {
  const nearest = new Float64Array(features.rows).fill(Infinity);
  const chosen: number[] = [];
  for (let next = first; chosen.length < size; next = nearest.indexOf(Math.max(...nearest))) {
    chosen.push(next);
    for (const i of nearest.keys()) {
      nearest[i] = Math.min(nearest[i], squaredDistance(features, i, features, next));
    }
    nearest[next] = -Infinity;
  }
  return chosen;
}

/** Largest distance from a feature to its nearest centre. */
function radius(features: Matrix, centres: readonly number[]): number {
  let largest = 0;
  for (let i = 0; i < features.rows; i++) {
    largest = Math.max(
      largest,
      Math.min(...centres.map((j) => squaredDistance(features, i, features, j))),
    );
  }
  return Math.sqrt(largest);
}

/** All sets of `size` of the numbers below `n`. */
function subsets(n: number, size: number, from = 0): number[][] {
  if (size === 0) return [[]];
  const result: number[][] = [];
  for (let i = from; i <= n - size; i++) {
    for (const subset of subsets(n, size - 1, i + 1)) result.push([i, ...subset]);
  }
  return result;
}
