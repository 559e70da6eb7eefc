import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../random.ts';
import { resampleScalar } from './resample-scalar.ts';
import { resampleSimd } from './resample-simd.ts';
import { resizeBilinear } from './resize.ts';
import { type RgbImage, rgbImage } from './rgb-image.ts';

const side = fc.integer({ min: 1, max: 200 });
const size = fc.tuple(side, side);

/** Noise of the given levels: of 0 and 255 alone, sums come as near to their limits as they can. */
function noise([width, height]: readonly [number, number], levels: number, seed: number): RgbImage {
  const random = seededRandom(seed);
  const data = Uint8Array.from({ length: width * height * 3 }, () =>
    Math.floor((Math.floor(random.uniform() * levels) * 255) / (levels - 1)),
  );
  return rgbImage(data, width, height);
}

/** As a page does whose policy has no 'wasm-unsafe-eval'. */
function refuse(): never {
  throw new Error('code generation disallowed');
}

/** Without the array in a message: to print one takes minutes. */
function expectSameBytes(image: RgbImage, to: readonly [width: number, height: number]): void {
  const actual = resampleSimd(image, ...to);
  expect([actual?.width, actual?.height]).toEqual(to);
  const expected = resampleScalar(image, ...to).data;
  expect(actual && Buffer.compare(actual.data, expected)).toBe(0);
}

describe('resampleSimd()', () => {
  it('gives the bytes of the scalar kernel, up and down', () => {
    const levels = fc.constantFrom(2, 5, 256);
    fc.assert(
      fc.property(size, size, levels, fc.nat(), (from, to, levelCount, seed) => {
        expectSameBytes(noise(from, levelCount, seed), to);
      }),
      { numRuns: 150 },
    );
  });

  it('gives them where one axis stays, and where both do', () => {
    fc.assert(
      fc.property(size, side, fc.nat(), ([width, height], other, seed) => {
        const image = noise([width, height], 256, seed);
        expectSameBytes(image, [width, other]);
        expectSameBytes(image, [other, height]);
        expectSameBytes(image, [width, height]);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['many columns to few', [3000, 40], [7, 3]],
    ['many rows to few', [2, 3000], [3, 2]],
    ['to wide rows', [5, 4], [2500, 2]],
    ['a picture to the square of a model', [900, 700], [224, 224]],
  ] as const)('gives them for %s', (_, from, to) => {
    expectSameBytes(noise(from, 256, 1), to);
  });

  it('leaves alone what an earlier picture left in its memory', () => {
    const image = noise([30, 30], 256, 1);
    const before = resampleSimd(image, 20, 20);
    expectSameBytes(rgbImage(new Uint8Array(400 * 400 * 3).fill(255), 400, 400), [150, 150]);
    expectSameBytes(image, [20, 20]);
    expect(before?.data).toEqual(resampleScalar(image, 20, 20).data);
  });

  it('takes no more memory than its limit', () => {
    const tall = noise([1, 2000], 256, 1);
    // 2,000 rows of 4,200 bytes are needed for one row of the result, half of the limit.
    expectSameBytes(tall, [1400, 1]);
    expect(resampleSimd(tall, 2800, 1)).toBeUndefined();
    expect(resizeBilinear(tall, 2800, 1)).toEqual(resampleScalar(tall, 2800, 1));
  });
});

describe('without WebAssembly', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it.each([
    ['at all', undefined],
    ['by the policy of a page', { Module: refuse }],
  ])('pictures are resized all the same: %s', async (_, stub) => {
    vi.resetModules();
    const simd = await import('./resample-simd.ts');
    const resize = await import('./resize.ts');
    vi.stubGlobal('WebAssembly', stub);
    const image = noise([50, 40], 256, 1);
    expect(simd.resampleSimd(image, 20, 30)).toBeUndefined();
    expect(resize.resizeBilinear(image, 20, 30).data).toEqual(resampleSimd(image, 20, 30)?.data);
  });
});
