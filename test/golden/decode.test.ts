import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decodeImage } from '../../src/node/image-decoder.ts';
import { byteArray, readFixture } from '../fixture.ts';

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

describe('decodeImage() against Pillow, bit-equal but for a rounding step of alpha', () => {
  it.each(cases)('$name', async ({ name, file, expected, tolerance }) => {
    const { data, width, height } = await decodeImage(file.data, name);
    expect([height, width, 3]).toEqual(expected.shape);
    expect(largestDifference(data, expected.data)).toBeLessThanOrEqual(tolerance);
  });
});

function largestDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}
