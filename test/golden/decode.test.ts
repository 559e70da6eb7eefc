import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ImageError } from '../../src/errors.ts';
import { type DecodeOptions, decodeImage } from '../../src/node/image/image-decoder.ts';
import { byteArray, readFixture } from '../helpers/fixture.ts';

const { cases } = readFixture(
  'pictures/decode',
  z.object({
    cases: z.array(
      z.object({
        name: z.string(),
        file: byteArray,
        expected: byteArray,
        tolerance: z.number(),
      }),
    ),
  }),
);

/** A file of several pictures is refused unless one of them is asked for. */
function optionsFor(name: string): DecodeOptions {
  return name.includes('first of') ? { page: 1 } : {};
}

describe('decodeImage() against Pillow, bit-equal but for a rounding step of alpha', () => {
  it.each(cases)('$name', async ({ name, file, expected, tolerance }) => {
    const { data, width, height } = await decodeImage(file.data, name, optionsFor(name));
    expect([height, width, 3]).toEqual(expected.shape);
    expect(largestDifference(data, expected.data)).toBeLessThanOrEqual(tolerance);
  });
});

describe('decodeImage() of a file cut off', () => {
  it.each(cases)(
    '$name: refused, or the same picture where nothing of it is missing',
    async ({ name, file, expected, tolerance }) => {
      const { length } = file.data;
      const lengths = Array.from({ length: 24 }, (_, i) => Math.floor((length * i) / 24));
      lengths.push(length - 20, length - 3, length - 1);
      const decoded: number[] = [];
      for (const size of lengths) {
        const cut = file.data.subarray(0, size);
        const image = await decodeImage(cut, name, optionsFor(name)).catch(onlyImageError);
        if (image) decoded.push(largestDifference(image.data, expected.data));
      }
      expect(Math.max(...decoded, 0)).toBeLessThanOrEqual(tolerance);
      expect(decoded.length).toBeLessThan(lengths.length / 3);
    },
  );
});

function onlyImageError(error: unknown): undefined {
  if (!(error instanceof ImageError)) throw error;
}

function largestDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}
