import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filedPart } from '../../test/helpers/part-file-sample.ts';
import { ArgumentRangeError } from '../errors.ts';
import type { Region } from './inspection.ts';
import { decodePart, encodePart } from './part-file.ts';
import { isLearnedAlike } from './learned-alike.ts';
import type { Part } from './part.ts';
import type { Sizing } from './defect-size.ts';
import { areaText, lengthText, sizedRegions, withSizing } from './sizing.ts';

const good = { width: 640, height: 480 };
const region: Region = { x: 5, y: 6, width: 20, height: 10, area: 150, peak: 2, kind: 'foreign' };

function sizing(changes: Partial<Sizing> = {}): Sizing {
  return { pixelsPerMillimetre: null, minArea: null, picture: good, ...changes };
}

/** Whether the region is below a least area, at 10 pixels a millimetre. */
function isSmall(value: number, unit: 'px' | 'mm'): boolean {
  const of = sizing({ pixelsPerMillimetre: 10, minArea: { value, unit } });
  return sizedRegions([region], of, good)[0].small === true;
}

describe('sizedRegions()', () => {
  it('tells millimetres by the scale, and nothing without one', () => {
    const [sized] = sizedRegions([region], sizing({ pixelsPerMillimetre: 10 }), good);
    expect(sized).toEqual({ ...region, millimetres: { width: 2, height: 1, area: 1.5 } });
    expect(sizedRegions([region], sizing(), good)).toEqual([region]);
    expect(sizedRegions([region], undefined, good)).toEqual([region]);
  });

  it('calls small what is below the least area, in either unit, and not what has it', () => {
    expect([isSmall(150, 'px'), isSmall(150.1, 'px')]).toEqual([false, true]);
    expect([isSmall(1.5, 'mm'), isSmall(1.501, 'mm')]).toEqual([false, true]);
  });

  it('tells the same of the same view at another resolution', () => {
    const times = fc.constantFrom(0.25, 0.5, 2, 4);
    const side = fc.integer({ min: 1, max: 200 });
    const drawn = fc.record({
      across: times,
      down: times,
      width: side,
      height: side,
      area: fc.integer({ min: 1, max: 300 }),
      unit: fc.constantFrom('px' as const, 'mm' as const),
    });
    fc.assert(
      fc.property(drawn, ({ across, down, width, height, area, unit }) => {
        const of = sizing({ pixelsPerMillimetre: 8, minArea: { value: 1.5, unit } });
        const one = { ...region, width, height, area };
        const other = {
          ...one,
          width: width * across,
          height: height * down,
          area: area * across * down,
        };
        const [first] = sizedRegions([one], of, good);
        const picture = { width: good.width * across, height: good.height * down };
        const [second] = sizedRegions([other], of, picture);
        expect(second.millimetres).toEqual(first.millimetres);
        expect(second.small).toBe(first.small);
      }),
    );
  });

  it('takes pixels for those of each picture where the size of the good one is not known', () => {
    const of = sizing({ pixelsPerMillimetre: 10, picture: null });
    const [{ millimetres }] = sizedRegions([region], of, { width: 7, height: 9 });
    expect(millimetres).toEqual({ width: 2, height: 1, area: 1.5 });
  });
});

describe('withSizing()', () => {
  const minArea = { value: 0.5, unit: 'mm' } as const;
  const known = withAppearance(filedPart);

  it('keeps what is not named, in a part that is the same otherwise and in its file', () => {
    const scaled = withSizing(known, { pixelsPerMillimetre: 12.5 });
    const part = withSizing(scaled, { minArea });
    expect(part.sizing).toEqual({ pixelsPerMillimetre: 12.5, minArea, picture: good });
    expect(decodePart(encodePart(part), 'a.part').sizing).toEqual(part.sizing);
    expect(isLearnedAlike(part, known)).toBe(true);
    const none = withSizing(part, { pixelsPerMillimetre: null, minArea: null });
    expect(encodePart(none)).toEqual(encodePart(known));
  });

  it('knows no picture in a part that does not', () =>
    expect(withSizing(filedPart, { pixelsPerMillimetre: 2 }).sizing?.picture).toBeNull());

  it.each([
    [{ pixelsPerMillimetre: 0 }],
    [{ pixelsPerMillimetre: Infinity }],
    [{ minArea: { value: -1, unit: 'px' as const } }],
    [{ minArea }],
  ])('refuses %j', (change) => expect(() => withSizing(known, change)).toThrow(ArgumentRangeError));

  it('refuses to forget the scale that the least area is in', () => {
    const part = withSizing(known, { pixelsPerMillimetre: 12.5, minArea });
    expect(() => withSizing(part, { pixelsPerMillimetre: null })).toThrow(/0\.5 mm²/);
  });
});

describe('areaText(), lengthText()', () => {
  it('tell three significant digits, and whole numbers whole', () => {
    expect(areaText({ value: 0.123456, unit: 'mm' })).toBe('0.123 mm²');
    expect(areaText({ value: 12345.6, unit: 'px' })).toBe('12346 px²');
    expect(lengthText(2)).toBe('2');
  });
});

function withAppearance(part: Part): Part {
  const appearance = {
    ...good,
    light: 0.5,
    contrast: 0.2,
    clipped: 0,
    sharpness: 0.5,
    grain: 0,
    flatGrain: 0,
    red: 0.3,
    blue: 0.3,
    saturation: 0.1,
  };
  return { ...part, support: part.support.map((one) => ({ ...one, appearance })) };
}
