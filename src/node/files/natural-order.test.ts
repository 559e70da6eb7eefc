import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNaturally } from './natural-order.ts';

describe('compareNaturally()', () => {
  it.each([
    [['10.png', '9.png', '1.png'], '1.png 9.png 10.png'],
    [['a10b2', 'a10b10', 'a2b3'], 'a2b3 a10b2 a10b10'],
    [['part-2/x', 'part/y', 'part/x'], 'part/x part/y part-2/x'],
    [['x2', 'x02', 'x1'], 'x1 x02 x2'],
    [['90071992547409931', '90071992547409930'], '90071992547409930 90071992547409931'],
  ])('sorts %j', (paths, sorted) => {
    expect(paths.toSorted(compareNaturally).join(' ')).toBe(sorted);
  });

  it('is a total order', () => {
    const path = fc.stringMatching(/^[ab019/.]{0,6}$/);
    fc.assert(
      fc.property(path, path, path, (a, b, c) => {
        const [ab, bc, ac] = [
          compareNaturally(a, b),
          compareNaturally(b, c),
          compareNaturally(a, c),
        ];
        expect(Math.sign(compareNaturally(b, a))).toBe(-Math.sign(ab) || 0);
        expect(ab === 0).toBe(a === b);
        expect(ab <= 0 && bc <= 0 && ac > 0).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
