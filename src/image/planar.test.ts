import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeBytesInto, normalizeInto, toPlanar, toRgb } from './planar.ts';
import { rgbImage } from './rgb-image.ts';

describe('toPlanar()', () => {
  it('splits channels and divides by 255', () => {
    const { data } = toPlanar(rgbImage(Uint8Array.of(0, 51, 255, 255, 102, 0), 2, 1));
    expect(data).toEqual(Float32Array.of(0, 1, 0.2, 0.4, 1, 0));
  });

  it('is undone by toRgb()', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 18, maxLength: 18 }), (bytes) => {
        const image = rgbImage(bytes, 3, 2);
        expect(toRgb(toPlanar(image))).toEqual(image);
      }),
    );
  });
});

describe('toRgb()', () => {
  it('rounds and clamps', () => {
    const data = Float32Array.of(-1, 2, 0.5);
    expect([...toRgb({ data, width: 1, height: 1 }).data]).toEqual([0, 255, 128]);
  });
});

describe('normalizeInto()', () => {
  it('writes each channel at its offset and nothing else', () => {
    const image = { data: Float32Array.of(0.5, 0.5, 0.5, 1, 0, 1), width: 2, height: 1 };
    const target = new Float32Array(8).fill(9);
    normalizeInto(image, { mean: [0.5, 0.25, 0], std: [0.5, 0.25, 2] }, target, 1);
    expect([...target]).toEqual([9, 0, 0, 1, 3, 0, 0.5, 9]);
  });
});

describe('normalizeBytesInto()', () => {
  it('writes the very numbers that normalizeInto() writes of the planes', () => {
    const channels = fc.tuple(
      ...Array.from({ length: 3 }, () => fc.double({ min: 0.1, max: 1, noNaN: true })),
    );
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 60, maxLength: 60 }),
        channels,
        channels,
        (bytes, mean, std) => {
          const image = rgbImage(bytes, 5, 4);
          const [direct, byPlanes] = [new Float32Array(60), new Float32Array(60)];
          normalizeBytesInto(image, { mean, std }, direct);
          normalizeInto(toPlanar(image), { mean, std }, byPlanes, 0);
          expect(direct).toEqual(byPlanes);
        },
      ),
    );
  });
});
