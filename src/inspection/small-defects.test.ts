import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Region } from './inspection.ts';
import type { Sizing } from './defect-size.ts';
import { sizedRegions } from './sizing.ts';
import { smallDefects } from './small-defects.ts';

const picture = { width: 100, height: 100 };
const sizing: Sizing = { pixelsPerMillimetre: 10, minArea: { value: 0.5, unit: 'mm' }, picture };

function regionOf(area: number, peak = 2): Region {
  return { x: 0, y: 0, width: area, height: 1, area, peak, kind: 'foreign' };
}

function reasonsOf(regions: readonly Region[], of = sizing): ReturnType<typeof smallDefects> {
  return smallDefects(sizedRegions(regions, of, picture), of, picture);
}

describe('smallDefects()', () => {
  it('says of how many regions which is the largest, and as data', () => {
    const [reason] = reasonsOf([regionOf(20), regionOf(40)]);
    expect(reason.message).toBe(
      'what differs is smaller than what fails a picture: the largest of 2 regions has 0.4 mm² (least area 0.5 mm²)',
    );
    expect(reason.facts).toEqual({ measured: 0.4, limit: 0.5, unit: 'mm', regions: 2 });
    expect(reasonsOf([regionOf(40)])[0].message).toContain('the one region has 0.4 mm²');
  });

  it('says nothing as soon as one region has the least area, or nothing is above the limit', () => {
    const regions = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 100 }), fc.constantFrom(0.9, 1, 1.1, 5)),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(regions, (drawn) => {
        const all = drawn.map(([area, peak]) => regionOf(area, peak));
        const isNone = drawn.length === 0 || drawn.some(([area, peak]) => area >= 50 || peak <= 1);
        expect(reasonsOf(all)).toHaveLength(isNone ? 0 : 1);
      }),
    );
  });

  it('says nothing where any size fails', () =>
    expect(reasonsOf([regionOf(1)], { ...sizing, minArea: null })).toEqual([]));
});
