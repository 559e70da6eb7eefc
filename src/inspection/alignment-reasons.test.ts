import { describe, expect, it } from 'vitest';
import { lostRegions, toleranceReasons } from './alignment-reasons.ts';
import { ALIGNED } from './alignment-request.ts';

const picture = { width: 200, height: 200 };
const frames = { picture, good: picture, sizing: undefined };
const alignment = { angle: -5.26, dx: 3, dy: 4, scale: 1, inliers: 50 };

describe('toleranceReasons()', () => {
  it('says nothing where nothing is asked, or all is within', () => {
    expect(toleranceReasons(alignment, ALIGNED, frames)).toEqual([]);
    expect(toleranceReasons(null, ALIGNED, frames)).toEqual([]);
    const wide = { ...ALIGNED, maxAngle: 5.26, maxOffset: { value: 5, unit: 'px' } } as const;
    expect(toleranceReasons(alignment, wide, frames)).toEqual([]);
  });

  it('says how far it is turned, either way, and what is allowed', () => {
    const [reason] = toleranceReasons(alignment, { ...ALIGNED, maxAngle: 5 }, frames);
    expect(reason).toMatchObject({
      code: 'turned',
      message: 'the part is turned by 5.3° counter-clockwise (allowed 5.0°)',
      facts: { measured: 5.26, limit: 5 },
    });
  });

  it('says how far it lies in pixels of the good picture, or millimetres', () => {
    const twice = { ...frames, picture: { width: 400, height: 400 } };
    const request = { ...ALIGNED, maxOffset: { value: 2, unit: 'px' } } as const;
    const [reason] = toleranceReasons(alignment, request, twice);
    expect(reason).toMatchObject({ code: 'displaced', facts: { measured: 2.5, limit: 2 } });
    const sizing = { pixelsPerMillimetre: 10, minArea: null, picture };
    const inMillimetres = { ...ALIGNED, maxOffset: { value: 0.4, unit: 'mm' } } as const;
    const [far] = toleranceReasons(alignment, inMillimetres, { ...frames, sizing });
    expect(far.message).toBe('the part lies 0.5 mm from its place (allowed 0.4 mm)');
    // Without a scale nothing is known, and nothing passes.
    expect(toleranceReasons(alignment, inMillimetres, frames)).toHaveLength(1);
  });

  it('says that a tolerance could not be measured', () => {
    expect(codes(null, 5)).toEqual(['not-aligned']);
    expect(codes({ angle: null }, 5)).toEqual(['not-aligned']);
    expect(codes({ angle: null }, null)).toEqual([]);
  });
});

describe('lostRegions()', () => {
  it('says that nobody knows where to look, or how much of it is in view', () => {
    expect(lostRegions(1)).toEqual([]);
    expect(lostRegions(0.9)).toEqual([]);
    expect(lostRegions(0.5)[0]?.message).toContain('only 50 % of where to look');
    expect(lostRegions(null)[0]?.code).toBe('regions-lost');
  });
});

function codes(one: { readonly angle: null } | null, maxAngle: number | null): string[] {
  const request = { ...ALIGNED, maxAngle, maxOffset: { value: 9, unit: 'px' } } as const;
  return toleranceReasons(one && { ...alignment, ...one }, request, frames).map(({ code }) => code);
}
