import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { resizeBilinear, resizePlane } from '../../src/image/resize.ts';
import { toPlanar } from '../../src/image/planar.ts';
import { byteArray, floatArray, readFixture } from '../helpers/fixture.ts';
import { pattern } from './image-pattern.ts';

const sides = z.tuple([z.int(), z.int()]);
const pillow = readFixture(
  'image/resize',
  z.object({
    cases: z.array(z.object({ from: sides, to: sides, sha256: z.string() })),
    small: byteArray,
  }),
);
const torch = readFixture(
  'image/plane',
  z.object({ cases: z.array(z.object({ from: sides, to: sides, expected: floatArray })) }),
);

describe('resizeBilinear() against Pillow 9.4', () => {
  it.each(pillow.cases)('gives the same bytes from $from to $to', ({ from, to, sha256 }) => {
    const { data } = resizeBilinear(pattern(...from), ...to);
    expect(createHash('sha256').update(data).digest('hex')).toBe(sha256);
  });

  it('gives the same bytes, shown one by one', () => {
    expect([...resizeBilinear(pattern(61, 47), 24, 24).data]).toEqual([...pillow.small.data]);
  });
});

describe('resizePlane() against PyTorch interpolate', () => {
  it.each(torch.cases)('agrees to 1e-6 from $from to $to', ({ from, to, expected }) => {
    const [width, height] = from;
    const plane = toPlanar(pattern(width, height)).data.subarray(0, width * height);
    const actual = resizePlane(plane, { width, height }, { width: to[0], height: to[1] });
    expect(expected.shape).toEqual([to[1], to[0]]);
    expect(largestDifference(actual, expected.data)).toBeLessThan(1e-6);
  });
});

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}
