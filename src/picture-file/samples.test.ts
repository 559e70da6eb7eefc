import { describe, expect, it } from 'vitest';
import { areUnscaled, bitsOfSample, largestSample, toRgbImage } from './samples.ts';

const pixel = (data: Uint8Array | Uint16Array, channels: number, isAlpha = false) => ({
  data,
  width: data.length / channels,
  height: 1,
  channels,
  isAlpha,
});

describe('toRgbImage()', () => {
  it('keeps the upper 8 of the bits that are used', () => {
    const grey = pixel(Uint16Array.of(0, 255, 4095), 1);
    expect([...toRgbImage(grey, 12).data]).toEqual([0, 0, 0, 15, 15, 15, 255, 255, 255]);
    expect([...toRgbImage(grey).data]).toEqual([0, 0, 0, 0, 0, 0, 15, 15, 15]);
    const colours = pixel(Uint16Array.of(16, 32, 4095, 0, 64, 128), 3);
    expect([...toRgbImage(colours, 12).data]).toEqual([1, 2, 255, 0, 4, 8]);
  });

  it('flattens alpha on black, rounded down, unless it is the same everywhere', () => {
    const two = [200, 100, 3, 128, 7, 8, 9, 255];
    expect([...toRgbImage(pixel(Uint8Array.from(two), 4, true)).data]).toEqual([
      100, 50, 1, 7, 8, 9,
    ]);
    expect([...toRgbImage(pixel(Uint8Array.from(two), 4)).data]).toEqual([200, 100, 3, 7, 8, 9]);
    for (const alpha of [0, 77, 255]) {
      const constant = pixel(Uint8Array.of(1, 2, 3, alpha, 4, 5, 6, alpha), 4, true);
      expect([...toRgbImage(constant).data]).toEqual([1, 2, 3, 4, 5, 6]);
    }
  });

  it('takes alpha of 12 bits for what it is, and alpha of 16 bits beside them', () => {
    const narrow = pixel(Uint16Array.of(4095, 4095, 4095, 0), 2, true);
    expect([...toRgbImage(narrow, 12).data]).toEqual([255, 255, 255, 0, 0, 0].map((v) => v));
    const wide = pixel(Uint16Array.of(4095, 65535, 4095, 0), 2, true);
    expect([...toRgbImage(wide, 12).data]).toEqual([255, 255, 255, 0, 0, 0]);
  });
});

describe('bits of samples', () => {
  it('are those of the camera that holds the largest', () => {
    expect([0, 255, 256, 1023, 1024, 4095, 4096, 16383, 16384, 65535].map(bitsOfSample)).toEqual([
      8, 8, 10, 10, 12, 12, 14, 14, 16, 16,
    ]);
    expect(largestSample(pixel(Uint16Array.of(1, 2, 3, 9, 4, 5, 6, 9), 4))).toBe(6);
  });

  it('are unscaled where lower bits are not made of upper ones', () => {
    expect(areUnscaled(pixel(Uint16Array.of(0, 17, 4095), 1), 12)).toBe(true);
    // Dark pictures that are scaled: the lower bits are 0, or repeat the upper ones.
    expect(areUnscaled(pixel(Uint16Array.of(0, 16, 4080), 1), 12)).toBe(false);
    expect(areUnscaled(pixel(Uint16Array.of(0, 17, 65535), 1), 12)).toBe(false);
  });
});
