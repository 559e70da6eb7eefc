import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { solveLinear } from './linear-system.ts';

const entries = (length: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: -9, max: 9 }), { minLength: length, maxLength: length });

it('solves systems whose solution is known, with zeros where pivots are wanted', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }).chain((n) => fc.tuple(entries(n * n), entries(n))),
      ([matrix, solution]) => {
        const n = solution.length;
        // Rows turned by one, and a large diagonal: never singular, and always to be pivoted.
        const a = Float64Array.from({ length: n * n }, (_, i) => {
          const [row, column] = [(Math.floor(i / n) + 1) % n, i % n];
          return (matrix[row * n + column] ?? 0) + (row === column ? 100 : 0);
        });
        const b = Float64Array.from({ length: n }, (_, row) =>
          solution.reduce((sum, x, column) => sum + x * (a[row * n + column] ?? NaN), 0),
        );
        const x = solveLinear(a, b);
        for (const [i, value] of solution.entries()) expect(x[i]).toBeCloseTo(value, 9);
      },
    ),
  );
});
