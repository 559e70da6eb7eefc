import { describe, expect, it } from 'vitest';
import { renderPart } from '../synthetic/index.ts';
import { lightnessOf, measurePicture, meanAndDeviation } from './picture-statistics.ts';
import { resizeBilinear } from './resize.ts';
import { type RgbImage, rgbImage } from './rgb-image.ts';

const { image: gear } = renderPart({ kind: 'gear', seed: 1, size: 96 });

function map(image: RgbImage, value: (channel: number, index: number) => number): RgbImage {
  const data = image.data.map((channel, i) => Math.min(255, Math.max(0, value(channel, i))));
  return { ...image, data };
}

/** Half of the picture dark, half light, with an edge that is `width` pixels wide. */
function edge(width: number): RgbImage {
  const shade = (x: number): number => {
    return 50 + 150 * Math.min(1, Math.max(0, (x - 32 + width / 2) / width));
  };
  const pixels = Array.from({ length: 64 * 64 }, (_, i) => Array(3).fill(shade(i % 64)));
  return rgbImage(Uint8Array.from(pixels.flat()), 64, 64);
}

/** Every other pixel is brighter, the others darker. */
function grainy(image: RgbImage, amount: number): RgbImage {
  const { width } = image;
  return map(image, (channel, i) => {
    const pixel = Math.floor(i / 3);
    const isEven = (Math.floor((pixel % width) / 2) + Math.floor(pixel / width / 2)) % 2 === 0;
    return channel + (isEven ? amount : -amount);
  });
}

describe('measurePicture()', () => {
  it('measures light, contrast and clipping', () => {
    const halves = Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => (i < 16 * 8 * 3 ? 0 : 255));
    const { light, contrast, clipped } = measurePicture(rgbImage(halves, 16, 16));
    expect(light).toBeCloseTo(0.5);
    expect(contrast).toBeCloseTo(0.5);
    expect(clipped).toBe(0.5);
    const dimmed = measurePicture(map(gear, (channel) => channel * 0.5));
    const plain = measurePicture(gear);
    expect(dimmed.light / plain.light).toBeCloseTo(0.5, 2);
    expect(dimmed.contrast / plain.contrast).toBeCloseTo(0.5, 2);
  });

  it('finds an edge of twice the width half as sharp, whatever the contrast', () => {
    const [sharp, soft] = [measurePicture(edge(6)), measurePicture(edge(12))];
    expect(sharp.sharpness / soft.sharpness).toBeGreaterThan(1.5);
    const faint = measurePicture(map(edge(6), (channel) => 100 + channel / 4));
    expect(faint.sharpness / sharp.sharpness).toBeCloseTo(1, 0);
  });

  it('finds a blurred part softer at every size of blur', () => {
    const sizes = [96, 48, 24, 12].map((side) => {
      return measurePicture(resizeBilinear(resizeBilinear(gear, side, side), 96, 96)).sharpness;
    });
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    expect(sizes[0] / sizes[3]).toBeGreaterThan(3);
  });

  it('finds noise also where the picture is flattest, a defect only in one value', () => {
    const plain = measurePicture(gear);
    const noisy = measurePicture(grainy(gear, 20));
    expect(noisy.grain / plain.grain).toBeGreaterThan(3);
    expect(noisy.flatGrain / plain.flatGrain).toBeGreaterThan(3);
    const stripes = map(gear, (channel, i) => {
      const [x, y] = [Math.floor(i / 3) % 96, Math.floor(i / 3 / 96)];
      return x < 48 && y < 48 ? (x % 8 < 4 ? 0 : 255) : channel;
    });
    expect(measurePicture(stripes).flatGrain / plain.flatGrain).toBeLessThan(1.5);
  });

  it('gives red and blue as shares of the light, which a defect of its own colour does not move', () => {
    const grey = measurePicture(rgbImage(new Uint8Array(8 * 8 * 3).fill(90), 8, 8));
    expect([grey.red, grey.blue]).toEqual([1 / 3, 1 / 3]);
    expect(grey.saturation).toBe(0);
    const plain = measurePicture(gear);
    const warm = measurePicture(
      map(gear, (v, i) => v * (i % 3 === 0 ? 1.2 : i % 3 === 1 ? 1 : 0.8)),
    );
    expect(warm.red - plain.red).toBeGreaterThan(0.03);
    expect(plain.blue - warm.blue).toBeGreaterThan(0.03);
    const stained = map(gear, (v, i) => (i < 96 * 24 * 3 ? ([200, 20, 20][i % 3] ?? v) : v));
    expect(Math.abs(measurePicture(stained).red - plain.red)).toBeLessThan(0.01);
  });
});

describe('measurePicture() of a flat picture', () => {
  it.each([
    [0, 1, 1],
    [255, 1, 1],
    [128, 1, 40],
    [0, 33, 2],
  ])('has numbers for shade %i, %i × %i', (shade, width, height) => {
    const flat = rgbImage(new Uint8Array(width * height * 3).fill(shade), width, height);
    for (const value of Object.values(measurePicture(flat)))
      expect(value).toBeGreaterThanOrEqual(0);
    expect(measurePicture(flat).contrast).toBeCloseTo(0);
  });
});

describe('lightnessOf() and meanAndDeviation()', () => {
  it('weigh red, green and blue as eyes do', () => {
    const colours = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255);
    const lightness = lightnessOf(rgbImage(colours, 4, 1));
    for (const [i, value] of [0.299, 0.587, 0.114, 1].entries()) {
      expect(lightness[i]).toBeCloseTo(value);
    }
  });

  it('give mean and standard deviation', () => {
    expect(meanAndDeviation(Float32Array.of(1, 3, 5, 7))).toEqual({
      mean: 4,
      deviation: Math.sqrt(5),
    });
  });
});
