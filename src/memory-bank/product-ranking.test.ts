import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { seededRandom } from '../random.ts';
import { type Matrix, matrix, row } from '../tensor/matrix.ts';
import { ProductRanking } from './product-ranking.ts';

const WIDTH = 37;

describeOnRuntimes('ProductRanking', (runtime) => {
  it('orders as products in double precision do, also where those in single cannot tell', async () => {
    const scale = fc.constantFrom(1e-7, 1e-5, 1e-3, 1);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.integer({ min: 1, max: 40 }),
        scale,
        async (seed, n, spread) => {
          const rows = rowsAround(n, seed, spread);
          const query = row(rowsAround(1, seed + 1, 1), 0);
          const products = Array.from({ length: n }, (_, i) =>
            row(rows, i).reduce((sum, value, c) => sum + value * query[c], 0),
          );
          const ranking = new ProductRanking(runtime, rows);
          const ranked = await ranking.rank(query, [...products.keys()]);
          await ranking.release();
          expect(ranked.toSorted((a, b) => a - b)).toEqual([...products.keys()]);
          for (const [k, i] of ranked.slice(1).entries()) {
            // Sums of the same numbers in another order.
            expect(products[i]).toBeLessThanOrEqual(products[ranked[k]] + 1e-12);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('ranks those asked for, of equal ones the lowest number first', async () => {
    const ranking = new ProductRanking(runtime, matrix(Float32Array.of(1, 3, 2, 3), 4, 1));
    expect(await ranking.rank(Float32Array.of(2), [3, 0, 1])).toEqual([1, 3, 0]);
    expect(await ranking.rank(Float32Array.of(-2), [0, 1, 2, 3])).toEqual([0, 2, 1, 3]);
    expect(await ranking.rank(Float32Array.of(0), [2, 0])).toEqual([0, 2]);
    expect(await ranking.rank(Float32Array.of(1), [])).toEqual([]);
    await ranking.release();
  });
});

/** A row and others that differ from it by little, shape [rows, WIDTH]. */
function rowsAround(rows: number, seed: number, spread: number): Matrix {
  const random = seededRandom(seed);
  const centre = Array.from({ length: WIDTH }, () => random.normal());
  const data = Float32Array.from(
    { length: rows * WIDTH },
    (_, i) => centre[i % WIDTH] + spread * random.normal(),
  );
  return matrix(data, rows, WIDTH);
}
