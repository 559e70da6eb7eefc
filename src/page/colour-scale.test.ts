import { describe, expect, it } from 'vitest';
import { plainImage } from '../../test/helpers/report-sample.ts';
import { paintMap, scaleGradient, tintImage } from './colour-scale.ts';

const row = (...ratios: number[]) => ({
  data: Float32Array.from(ratios),
  width: ratios.length,
  height: 1,
});
const pixel = (data: Uint8Array, i: number): number[] => [...data.subarray(3 * i, 3 * i + 3)];

describe('paintMap()', () => {
  it('is cold up to half the limit and hottest from twice the limit on', () => {
    const { data } = paintMap(row(0, 0.5, 2, 1234.5));
    expect(pixel(data, 0)).toEqual(pixel(data, 1));
    expect(pixel(data, 2)).toEqual(pixel(data, 3));
    expect(Math.max(...pixel(data, 0))).toBeLessThan(10);
    expect(Math.min(...pixel(data, 2))).toBeGreaterThan(150);
  });

  it('is warm at the limit: far more red than blue', () => {
    const [red, , blue] = pixel(paintMap(row(1)).data, 0);
    expect(red).toBeGreaterThan(180);
    expect(red).toBeGreaterThan(2 * blue);
  });
});

describe('tintImage()', () => {
  it('leaves the picture as it is where the map is cold or not a number', () => {
    const image = plainImage(3, 1);
    const tinted = tintImage(image, row(0.5, NaN, 2));
    expect(pixel(tinted.data, 0)).toEqual([128, 128, 128]);
    expect(pixel(tinted.data, 1)).toEqual([128, 128, 128]);
    expect(pixel(tinted.data, 2)[0]).toBeGreaterThan(190);
    expect(pixel(image.data, 2)).toEqual([128, 128, 128]);
  });
});

it('the legend runs through the same colours', () => {
  const ends = paintMap(row(0.5, 1, 2));
  for (const i of [0, 1, 2]) {
    expect(scaleGradient()).toContain(`rgb(${pixel(ends.data, i).join(' ')})`);
  }
});
