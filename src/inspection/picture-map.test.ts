import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fit, Frame } from '../image/frame.ts';
import { pictureMapOf } from './picture-map.ts';
import { findRegions } from './regions.ts';

const SIZE = 6;
const side = fc.integer({ min: 1, max: 19 });
const square = fc.array(fc.float({ min: 0, max: 3, noNaN: true }), {
  minLength: SIZE * SIZE,
  maxLength: SIZE * SIZE,
});

describe('pictureMapOf()', () => {
  it('has the regions of the whole map, whatever part of it is enlarged for them', () => {
    const frames = fc.tuple(side, side, fc.constantFrom<Fit>('stretch', 'letterbox'));
    const limits = fc.record({
      mapLimit: fc.constantFrom(null, 0.5, 1.5, 2.9),
      missingMapLimit: fc.constantFrom(null, 1, 2.9),
    });
    fc.assert(
      fc.property(frames, square, square, limits, ([width, height, fit], map, lack, limit) => {
        const frame = new Frame({ width, height }, SIZE, fit);
        const missing = { ratio: 1, map: () => Float32Array.from(lack) };
        const scored = { map: () => Float32Array.from(map), missing, frame };
        const whole = pictureMapOf(scored, limit);
        expect(whole.regions()).toEqual(findRegions(whole.map));
      }),
    );
  });

  it('joins what is foreign and what lacks, each as a ratio to its limit', () => {
    const frame = new Frame({ width: 2, height: 1 }, 2, 'letterbox');
    const missing = { ratio: 1, map: () => Float32Array.of(8, 1, 8, 1) };
    const scored = { map: () => Float32Array.of(1, 6, 1, 6), missing, frame };
    const { map } = pictureMapOf(scored, { mapLimit: 2, missingMapLimit: 4 });
    expect([...map.data]).toEqual([2, 3]);
    expect(map.missing && [...map.missing]).toEqual([2, 0.25]);
    expect(
      pictureMapOf({ ...scored, missing: null }, { mapLimit: null, missingMapLimit: 4 }),
    ).toMatchObject({
      map: { data: Float32Array.of(1, 6), missing: null },
    });
  });
});
