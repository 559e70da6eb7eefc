import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resizeBilinear, resizePlane } from './resize.ts';
import { rgbImage } from './rgb-image.ts';

const side = fc.integer({ min: 1, max: 40 });

describe('resizeBilinear()', () => {
  it('keeps one colour', () => {
    fc.assert(
      fc.property(fc.tuple(side, side), fc.tuple(side, side), fc.nat(255), (from, to, value) => {
        const [width, height] = to;
        const flat = rgbImage(new Uint8Array(from[0] * from[1] * 3).fill(value), ...from);
        const { data } = resizeBilinear(flat, width, height);
        expect(data).toEqual(new Uint8Array(width * height * 3).fill(value));
      }),
    );
  });

  it('averages when it halves: a triangle over four inputs', () => {
    const line = rgbImage(Uint8Array.of(0, 0, 0, 80, 80, 80, 160, 160, 160, 240, 240, 240), 4, 1);
    // Weights 3, 3, 1 of 7 at the left edge: (80 · 3 + 160) / 7 = 57.1.
    expect([...resizeBilinear(line, 2, 1).data]).toEqual([57, 57, 57, 183, 183, 183]);
  });

  it('returns a picture of the wanted size as it is', () => {
    const image = rgbImage(new Uint8Array(12), 2, 2);
    expect(resizeBilinear(image, 2, 2)).toBe(image);
  });

  it('commutes with a mirror', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 30 }), side, (row, width) => {
        const grey = Uint8Array.from([...row].flatMap((v) => [v, v, v]));
        const there = resizeBilinear(rgbImage(grey, row.length, 1), width, 1).data;
        const back = resizeBilinear(rgbImage(grey.toReversed(), row.length, 1), width, 1).data;
        // Fixed-point weights are rounded, so a tie may fall to either side.
        back.toReversed().forEach((value, i) => {
          expect(Math.abs(value - there[i])).toBeLessThanOrEqual(1);
        });
      }),
    );
  });
});

describe('resizePlane()', () => {
  it('interpolates between centres and repeats the edge', () => {
    const wide = resizePlane(
      Float32Array.of(0, 4),
      { width: 2, height: 1 },
      { width: 4, height: 2 },
    );
    expect([...wide]).toEqual([0, 1, 3, 4, 0, 1, 3, 4]);
  });

  it('keeps a map whose size stays', () => {
    const map = Float32Array.of(0.1, -2, 3e9, 4, 5e-9, 6);
    const size = { width: 3, height: 2 };
    expect(resizePlane(map, size, size)).toEqual(map);
  });

  it('never leaves the range of its map', () => {
    const values = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 15, maxLength: 15 });
    fc.assert(
      fc.property(values, side, side, (map, width, height) => {
        const from = { width: 5, height: 3 };
        const result = resizePlane(Float32Array.from(map), from, { width, height });
        expect(Math.min(...result)).toBeGreaterThanOrEqual(Math.min(...map) - 1e-4);
        expect(Math.max(...result)).toBeLessThanOrEqual(Math.max(...map) + 1e-4);
      }),
    );
  });
});
