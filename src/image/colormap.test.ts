import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colourize, overlay } from './colormap.ts';
import { rgbImage } from './rgb-image.ts';

const size = { width: 4, height: 1 };

describe('colourize()', () => {
  it('maps low to black, high to pale yellow, and holds what lies beyond', () => {
    const { data } = colourize(Float32Array.of(-5, 2, 4, 99), size, { low: 2, high: 4 });
    const [cold, hot] = [
      [0, 0, 4],
      [252, 255, 164],
    ];
    expect([...data]).toEqual([...cold, ...cold, ...hot, ...hot]);
  });

  it('grows lighter with the value', () => {
    const ramp = Float32Array.from({ length: 256 }, (_, i) => i);
    const { data } = colourize(ramp, { width: 256, height: 1 }, { low: 0, high: 255 });
    const luma = Array.from(ramp, (i) => luminance(data.subarray(3 * i, 3 * i + 3)));
    expect(luma.every((value, i) => i === 0 || value > luma[i - 1])).toBe(true);
  });

  it('depends on the scale alone, not on the other values of the map', () => {
    const scale = { low: 0, high: 1 };
    const [alone, beside] = [
      [0.5, 0, 0, 0],
      [0.5, 1, 1, 1],
    ].map((values) => colourize(Float32Array.from(values), size, scale).data.slice(0, 3));
    expect(alone).toEqual(beside);
  });
});

describe('overlay()', () => {
  it('shows the plain picture where the map is cold or not a number', () => {
    const cold = fc.constantFrom(-Infinity, -1, 0.5, 1, Number.NaN);
    const maps = fc.array(cold, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(maps, fc.uint8Array({ minLength: 12, maxLength: 12 }), (map, bytes) => {
        const image = rgbImage(bytes, 4, 1);
        const shown = overlay(image, Float32Array.from(map), { low: 1, high: 2, opacity: 0.8 });
        expect(shown).toEqual(image);
      }),
    );
  });

  it('tints within one grey level of what the formula says, on either kind of scale', () => {
    const at = fc.double({ min: 0.3, max: 2.5, noNaN: true });
    fc.assert(
      fc.property(
        at,
        fc.boolean(),
        fc.integer({ min: 0, max: 255 }),
        (value, isLogarithmic, grey) => {
          const image = rgbImage(new Uint8Array(3).fill(grey), 1, 1);
          const scale = { low: 0.5, high: 2, isLogarithmic };
          const { data } = overlay(image, Float32Array.of(value), { ...scale, opacity: 0.6 });
          const share = isLogarithmic ? (Math.log2(value) + 1) / 2 : (value - 0.5) / 1.5;
          const heat = Math.min(1, Math.max(0, share));
          const colour = colourize(Float32Array.of(value), { width: 1, height: 1 }, scale).data[0];
          const wanted = grey + (colour - grey) * heat * 0.6;
          expect(Math.abs(data[0] - wanted)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('tints by heat up to the opacity', () => {
    const image = rgbImage(new Uint8Array(12), 4, 1);
    const { data } = overlay(image, Float32Array.of(0, 0, 1, 3), { low: 0, high: 1, opacity: 0.5 });
    expect([...data.subarray(6)]).toEqual([126, 128, 82, 126, 128, 82]);
    expect([...image.data]).toEqual(Array(12).fill(0));
  });
});

/** Relative luminance of sRGB bytes (WCAG 2). */
function luminance(colour: Uint8Array): number {
  const [r, g, b] = Array.from(colour, (v) => (v / 255) ** 2.2);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
