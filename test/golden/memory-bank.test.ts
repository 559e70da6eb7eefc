import { expect, it } from 'vitest';
import { z } from 'zod';
import { kCenterGreedy } from '../../src/memory-bank/coreset.ts';
import { createNearestNeighbors } from '../../src/memory-bank/nearest-neighbors.ts';
import { seededRandom } from '../../src/random.ts';
import type { Runtime } from '../../src/runtime.ts';
import { type Matrix, matrix } from '../../src/tensor/matrix.ts';
import { floatArray, intArray, readFixture } from '../helpers/fixture.ts';
import { describeOnRuntimes } from '../helpers/runtimes.ts';

const neighbours = readFixture(
  'scoring/neighbours',
  z.object({
    bank: floatArray,
    queries: floatArray,
    distances: floatArray,
    indices: intArray,
    cosineDistances: floatArray,
    cosineIndices: intArray,
  }),
);
const coreset = readFixture(
  'scoring/coreset',
  z.object({ features: floatArray, chosen: z.array(z.int()), coveringRadius: z.number() }),
);

describeOnRuntimes('createNearestNeighbors() against scikit-learn', (_single, create) => {
  const runtime = create(2);

  it.each([50, 10_000])('finds the same rows and distances in blocks of %i', async (blockRows) => {
    const result = await search(runtime, { blockRows });
    expect(result.indices).toEqual(neighbours.indices.data);
    expect(largestDifference(result.distances, neighbours.distances.data)).toBeLessThan(1e-6);
  });

  it('finds the same rows by cosine, d²/2 being its distance', async () => {
    const result = await search(runtime, { metric: 'cosine' });
    const cosine = result.distances.map((d) => (d * d) / 2);
    expect(result.indices).toEqual(neighbours.cosineIndices.data);
    expect(largestDifference(cosine, neighbours.cosineDistances.data)).toBeLessThan(1e-6);
  });
});

describeOnRuntimes('kCenterGreedy() against NumPy in float64', (_single, create) => {
  const runtime = create(2);

  it('picks the same 40 of 240 rows', async () => {
    const size = coreset.chosen.length;
    const random = { ...seededRandom(0), below: () => coreset.chosen[0] };
    const result = await kCenterGreedy(runtime, asMatrix(coreset.features), { size, random });
    expect([...result.indices]).toEqual(coreset.chosen);
    expect(result.coveringRadius).toBeCloseTo(coreset.coveringRadius, 6);
  });
});

async function search(runtime: Runtime, options: { blockRows?: number; metric?: 'cosine' }) {
  const nearest = createNearestNeighbors(runtime, asMatrix(neighbours.bank), options);
  const result = await nearest.search(asMatrix(neighbours.queries), neighbours.indices.shape[1]);
  await nearest.release();
  return result;
}

function asMatrix({ data, shape: [rows, cols] }: { data: Float32Array; shape: number[] }): Matrix {
  return matrix(data, rows, cols);
}

function largestDifference(actual: Float32Array, expected: Float32Array): number {
  expect(actual.length).toBe(expected.length);
  return Math.max(...actual.map((value, i) => Math.abs(value - expected[i])));
}
