import { describe, expect, it } from 'vitest';
import { NEAR_COPY } from '../hyperparameters.ts';
import type { RgbImage } from './rgb-image.ts';
import { thumbnailOf } from './thumbnail.ts';

const AREA = NEAR_COPY.side ** 2;

function plain(width: number, height: number, colour: readonly number[]): RgbImage {
  return {
    data: Uint8Array.from({ length: width * height * 3 }, (_, i) => colour[i % 3]),
    width,
    height,
  };
}

describe('thumbnailOf()', () => {
  it.each([
    [224, 224],
    [32, 32],
    [1, 1],
    [640, 480],
  ])('has one size, of a picture of %i × %i', (width, height) => {
    expect(thumbnailOf(plain(width, height, [9, 9, 9]))).toEqual(new Uint8Array(AREA).fill(9));
  });

  it('weighs the channels as grey does', () => {
    // 0.299 · 200 + 0.587 · 100 + 0.114 · 50 = 124.2
    expect(thumbnailOf(plain(80, 80, [200, 100, 50]))).toEqual(new Uint8Array(AREA).fill(124));
  });
});
