import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustBrightness, adjustContrast, grayscale, shiftColour } from './photometric.ts';
import type { PlanarImage } from './planar.ts';

/** One pixel of pure red beside a grey one. */
const image: PlanarImage = {
  data: Float32Array.of(1, 0.5, 0, 0.5, 0, 0.5),
  width: 2,
  height: 1,
};

describe('grayscale()', () => {
  it('weighs the channels and repeats the grey', () => {
    expect(valuesOf(grayscale(image))).toEqual([0.299, 0.5, 0.299, 0.5, 0.299, 0.5].map(rounded));
  });
});

describe('adjustBrightness()', () => {
  it('multiplies and clamps', () => {
    expect(valuesOf(adjustBrightness(image, 1.2))).toEqual([1, 0.6, 0, 0.6, 0, 0.6].map(rounded));
  });
});

describe('adjustContrast()', () => {
  it('shrinks distances to the mean grey', () => {
    const mean = (0.299 + 0.5) / 2;
    const shrunk = [1, 0.5, 0, 0.5, 0, 0.5].map((v) => (v - mean) * 0.5 + mean);
    expect(valuesOf(adjustContrast(image, 0.5))).toEqual(shrunk.map(rounded));
  });

  it('leaves only the mean at factor 0', () => {
    expect(valuesOf(adjustContrast(image, 0))).toEqual(Array(6).fill(0.3995).map(rounded));
  });
});

describe('shiftColour()', () => {
  it('adds to each channel and clamps', () => {
    expect(valuesOf(shiftColour(image, [0.25, 0.1, -0.1]))).toEqual(
      [1, 0.75, 0.1, 0.6, 0, 0.4].map(rounded),
    );
  });
});

describe('every photometric change', () => {
  const changes: [string, (image: PlanarImage, factor: number) => PlanarImage][] = [
    ['grayscale', grayscale],
    ['adjustBrightness', adjustBrightness],
    ['adjustContrast', adjustContrast],
    ['shiftColour', (picture, factor) => shiftColour(picture, [factor, -factor, factor])],
  ];
  const values = fc.array(fc.float({ min: 0, max: 1, noNaN: true }), {
    minLength: 12,
    maxLength: 12,
  });

  it.each(changes)('%s stays in [0, 1] and leaves its input alone', (_, change) => {
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 40 }), (list, tenths) => {
        const picture = { data: Float32Array.from(list), width: 2, height: 2 };
        const { data } = change(picture, tenths / 10);
        expect(data.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(picture.data).toEqual(Float32Array.from(list));
      }),
    );
  });
});

function valuesOf(picture: PlanarImage): number[] {
  return [...picture.data].map(rounded);
}

/** To six decimals, about what float32 holds. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
