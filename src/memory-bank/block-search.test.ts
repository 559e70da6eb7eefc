import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { seededRandom } from '../random.ts';
import { encodeFloat16 } from '../tensor/float16.ts';
import { widened } from '../tensor/half-matrix.ts';
import { type Matrix, matrix, squaredDistance } from '../tensor/matrix.ts';
import { unitRows } from '../tensor/norms.ts';
import { BlockSearch } from './block-search.ts';

describeOnRuntimes('BlockSearch', (runtime) => {
  it('finds the nearest target of each row of the blocks asked for, in their order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.nat({ max: 99 }), { minLength: 1, maxLength: 150 }),
        fc.boolean(),
        async (seed, size, blocks, isUnit) => {
          const { data, ...shape } = randomMatrix(100 * size, seed);
          const halves = { data: encodeFloat16(data), ...shape };
          const features = widened(halves, 0, halves.rows);
          const any = randomMatrix(5, seed + 1);
          const targets = isUnit ? unitRows(any) : any;
          const search = new BlockSearch(runtime, halves, size);
          const numbers: number[] = [];
          for await (const some of search.nearest(targets, blocks)) {
            for (const [i, target] of some.targets.entries()) {
              const row = some.blocks[Math.floor(i / size)] * size + (i % size);
              const all = Array.from({ length: 5 }, (_, t) =>
                squaredDistance(features, row, targets, t),
              );
              expect(all[target]).toBeCloseTo(Math.min(...all), 4);
              expect(some.squaredDistances[i]).toBeCloseTo(all[target], 4);
            }
            numbers.push(...some.blocks);
          }
          await search.release();
          expect(numbers).toEqual(blocks);
        },
      ),
      { numRuns: 20 },
    );
  });
});

/** Shape [rows, 3]. */
function randomMatrix(rows: number, seed: number): Matrix {
  const random = seededRandom(seed);
  return matrix(
    Float32Array.from({ length: rows * 3 }, () => random.normal()),
    rows,
    3,
  );
}
