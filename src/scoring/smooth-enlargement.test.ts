import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapOfPatches } from '../image/frame.ts';
import { gaussianSmooth } from './gaussian.ts';
import { enlargeSmoothly } from './smooth-enlargement.ts';

describe('enlargeSmoothly()', () => {
  it('is bilinear enlargement, then smoothing by a Gaussian', () => {
    const side = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(
        fc.record({ width: side, height: side }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(0, 0.5, 1, 4, 9),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (grid, size, sigma, values) => {
          const map = Float32Array.from(values.take(grid.width * grid.height));
          const plain = gaussianSmooth(
            mapOfPatches(map, grid, size),
            { width: size, height: size },
            sigma,
          );
          const both = enlargeSmoothly(map, grid, size, sigma);
          expect(both).toHaveLength(plain.length);
          for (const [i, value] of plain.entries()) expect(both[i]).toBeCloseTo(value, 5);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives the same however many sizes were asked for before', () => {
    const values = Float32Array.of(1, 2, 3, 4);
    const grid = { width: 2, height: 2 };
    const first = enlargeSmoothly(values, grid, 8, 1);
    for (let size = 9; size < 30; size++) {
      enlargeSmoothly(values, grid, size, 1);
      expect(enlargeSmoothly(values, grid, 8, 1)).toEqual(first);
    }
  });
});
