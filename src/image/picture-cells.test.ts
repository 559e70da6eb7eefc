import { describe, expect, it } from 'vitest';
import { cellColours } from './picture-cells.ts';
import { rgbImage } from './rgb-image.ts';

describe('cellColours()', () => {
  it('gives the mean colour of each of 8 × 8 cells, row by row', () => {
    // 16 × 8: two columns of pixels a cell; red grows with the column, blue with the row.
    const pixels = Array.from({ length: 16 * 8 }, (_, i) => [i % 16, 0, Math.floor(i / 16)]);
    const cells = cellColours(rgbImage(Uint8Array.from(pixels.flat()), 16, 8));
    expect(cells).toHaveLength(64 * 3);
    expect([...cells.subarray(0, 3)]).toEqual([0.5 / 255, 0, 0]);
    const last = [...cells.subarray(-3)].map((value) => value * 255);
    expect(last[0]).toBeCloseTo(14.5);
    expect(last.slice(1)).toEqual([0, 7]);
  });

  it('has no more cells than pixels', () => {
    expect([...cellColours(rgbImage(Uint8Array.of(255, 0, 51), 1, 1))]).toEqual([1, 0, 0.2]);
    expect(cellColours(rgbImage(new Uint8Array(3 * 20 * 3), 20, 3))).toHaveLength(8 * 3 * 3);
  });

  it('leaves no pixel out where sides are no multiple of 8', () => {
    const cells = cellColours(rgbImage(new Uint8Array(13 * 11 * 3).fill(255), 13, 11));
    expect([...cells].every((value) => value === 1)).toBe(true);
  });
});
