import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countObjects, explainSizes } from './counting.ts';

const sizes = { smallest: 90, usual: 100, largest: 110 };

describe('explainSizes()', () => {
  it('is that of one object where some touch', () => {
    expect(explainSizes([[98, 101, 204, 99]], null)?.usual).toBeCloseTo(100, -1);
    expect(
      explainSizes(
        [
          [100, 300],
          [102, 201, 99],
        ],
        null,
      )?.usual,
    ).toBeCloseTo(100, -1);
  });

  it('explains the number that is expected, also where all touch', () => {
    expect(explainSizes([[600]], 6)?.usual).toBeCloseTo(100);
    expect(explainSizes([[295, 305]], 6)?.usual).toBeCloseTo(100, -1);
    expect(explainSizes([[100, 100, 100]], 6)?.usual).toBeCloseTo(50);
  });

  it('passes over what is much smaller than the largest', () => {
    expect(explainSizes([[100, 101, 3, 2, 5]], null)?.usual).toBeCloseTo(100, -1);
  });

  it('is none where no size explains the number, or nothing is there', () => {
    expect(
      explainSizes(
        [
          [100, 100, 100],
          [100, 100],
        ],
        3,
      ),
    ).toBeUndefined();
    expect(explainSizes([[]], null)).toBeUndefined();
  });
});

describe('countObjects()', () => {
  it('takes the multiple of the usual size, and nothing for dust', () => {
    expect(countObjects([100, 10, 205, 142, 310], sizes, null)).toEqual([1, 0, 2, 1, 3]);
  });

  it('takes two that cover each other for two where one is lacking', () => {
    expect(countObjects([100, 150, 98], sizes, 4)).toEqual([1, 2, 1]);
    expect(countObjects([100, 100, 98], sizes, 4)).toEqual([1, 1, 1]);
    // A part of another kind, and one that is missing.
    expect(countObjects([100, 130, 98], sizes, 4)).toEqual([1, 1, 1]);
  });

  it('counts objects of the usual spread, however they touch', () => {
    const trays = fc.array(
      fc.array(fc.integer({ min: 92, max: 108 }), { minLength: 1, maxLength: 4 }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(trays, (groups) => {
        const areas = groups.map((group) => group.reduce((sum, area) => sum + area, 0));
        expect(countObjects(areas, sizes, null)).toEqual(groups.map((group) => group.length));
      }),
    );
  });
});
