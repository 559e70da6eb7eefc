import { describe, expect, it } from 'vitest';
import { rgbImage } from '../image/rgb-image.ts';
import { maskStatistics, maskThreshold } from './mask.ts';

/** Of a grey mask of 4×3 pixels. */
function statistics(...values: number[]): ReturnType<typeof maskStatistics> {
  const data = Uint8Array.from(values.flatMap((value) => [value, value, value]));
  return maskStatistics(rgbImage(data, 4, 3));
}

describe('maskThreshold()', () => {
  it.each([
    [[0, 255], 128],
    [[0, 128, 3], 128],
    [[0, 127, 3], 1],
    [[0, 0], 1],
  ])('of %j is %i', (values, threshold) => {
    expect(maskThreshold(Uint8Array.from(values))).toBe(threshold);
  });
});

describe('maskStatistics()', () => {
  it('counts what is marked, on the edge too', () => {
    expect(statistics(255, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0, 0)).toEqual({
      defective: 3 / 12,
      defectiveEdge: 1 / 10,
      uncounted: 0,
    });
  });

  it('counts grey pixels that are not marked', () => {
    expect(statistics(255, 200, 100, 1, 0, 0, 0, 0, 0, 0, 0, 0)).toEqual({
      defective: 2 / 12,
      defectiveEdge: 2 / 10,
      uncounted: 2 / 12,
    });
  });

  it('marks every class where none is bright', () => {
    expect(statistics(1, 2, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0)).toMatchObject({
      defective: 3 / 12,
      uncounted: 0,
    });
  });
});
