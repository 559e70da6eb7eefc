import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { adjustBrightness, adjustContrast, grayscale } from '../../src/image/photometric.ts';
import { type PlanarImage, toPlanar } from '../../src/image/planar.ts';
import { rotation, scaling, translation, warpAffine } from '../../src/image/warp.ts';
import { compose } from '../helpers/compose-warps.ts';
import { floatArray, readFixture } from '../helpers/fixture.ts';
import { pattern } from './image-pattern.ts';

const pair = z.tuple([z.number(), z.number()]);
const byNumber = z.record(z.string(), floatArray);
const warps = readFixture(
  'image/warp',
  z.object({
    cases: z.array(
      z.object({
        name: z.string(),
        size: pair,
        angle: z.number(),
        shift: pair,
        scale: z.number(),
        expected: floatArray,
      }),
    ),
  }),
);
const torchvision = readFixture(
  'image/torchvision',
  z.object({
    size: pair,
    grayscale: floatArray,
    brightness: byNumber,
    contrast: byNumber,
    rotate: byNumber,
    translate: floatArray,
  }),
);

describe('warpAffine() against PyTorch affine_grid and grid_sample, reflection', () => {
  it.each(warps.cases)('agrees to 1e-5: $name', ({ size, angle, shift, scale, expected }) => {
    const image = toPlanar(pattern(...size));
    const matrix = compose(scaling(scale), rotation(angle), translation(...shift, image));
    const warped = warpAffine(image, matrix);
    expect(largestDifference(warped.data, expected.data)).toBeLessThan(1e-5);
  });
});

describe('augmentations against torchvision 0.14', () => {
  const image = toPlanar(pattern(...torchvision.size));

  // torchvision weighs red by 0.2989, the thesis by 0.299: at most 1e-4 apart.
  it('grayscale() agrees to 1.1e-4', () => {
    const actual = grayscale(image).data;
    expect(largestDifference(actual, torchvision.grayscale.data)).toBeLessThan(1.1e-4);
  });

  it.each(Object.entries(torchvision.brightness))('adjustBrightness(%s) to 1e-6', (f, expected) => {
    const actual = adjustBrightness(image, Number(f)).data;
    expect(largestDifference(actual, expected.data)).toBeLessThan(1e-6);
  });

  // The weights of grey move the mean by at most 1e-4, times |1 - factor| <= 2.
  it.each(Object.entries(torchvision.contrast))('adjustContrast(%s) to 2.1e-4', (f, expected) => {
    const actual = adjustContrast(image, Number(f)).data;
    expect(largestDifference(actual, expected.data)).toBeLessThan(2.1e-4);
  });

  // Away from the corners, where torchvision puts black; its grid is float32.
  it.each(Object.entries(torchvision.rotate))('rotation(%s) to 2e-5 inside', (angle, expected) => {
    const actual = warpAffine(image, rotation(Number(angle)));
    const inside = insideCircle(image);
    expect(inside.length).toBeGreaterThan(500);
    expect(largestDifference(actual.data, expected.data, inside)).toBeLessThan(2e-5);
  });

  it('translation() to 2e-5 where the picture still is', () => {
    const actual = warpAffine(image, translation(4 / 32, -8 / 32, image));
    const inside = pixels(image).filter(([x, y]) => x >= 4 && y < 24);
    const { data } = torchvision.translate;
    expect(inside).toHaveLength(28 * 24);
    expect(largestDifference(actual.data, data, inside)).toBeLessThan(2e-5);
  });
});

type Pixel = readonly [x: number, y: number];

function pixels({ width, height }: PlanarImage): Pixel[] {
  return Array.from({ length: width * height }, (_, i) => [i % width, Math.floor(i / width)]);
}

/** Pixels that stay inside however the picture turns. */
function insideCircle(image: PlanarImage): Pixel[] {
  const centre = (image.width - 1) / 2;
  return pixels(image).filter(([x, y]) => Math.hypot(x - centre, y - centre) < centre - 1);
}

/** Over all values, or over the three channels of some pixels of a 32 × 32 picture. */
function largestDifference(a: Float32Array, b: Float32Array, where?: readonly Pixel[]): number {
  expect(a.length).toBe(b.length);
  const places = where?.flatMap(([x, y]) => [0, 1, 2].map((c) => (c * 32 + y) * 32 + x)) ?? [
    ...a.keys(),
  ];
  return Math.max(...places.map((i) => Math.abs(a[i] - b[i])));
}
