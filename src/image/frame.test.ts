import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cropToContent, fitToSquare } from './fit.ts';
import { rgbImage } from './rgb-image.ts';

describe('fitToSquare()', () => {
  it('stretches the whole picture over the square', () => {
    const { image, placement } = fitToSquare(white(40, 10), 20, 'stretch');
    expect(placement).toEqual({ x: 0, y: 0, width: 20, height: 20 });
    expect(image).toEqual(white(20, 20));
  });

  it('letterboxes a wide picture between black bars', () => {
    const { image, placement } = fitToSquare(white(40, 10), 20, 'letterbox');
    expect(placement).toEqual({ x: 0, y: 7, width: 20, height: 5 });
    const rows = Array.from({ length: 20 }, (_, y) => image.data[y * 20 * 3]);
    expect(rows).toEqual([...Array(7).fill(0), ...Array(5).fill(255), ...Array(8).fill(0)]);
  });

  it('letterboxes into the square, centred, with the content at its place', () => {
    const side = fc.integer({ min: 1, max: 200 });
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 64 }), (width, height, size) => {
        const { image, placement } = fitToSquare(white(width, height), size, 'letterbox');
        expect(Math.max(placement.width, placement.height)).toBe(size);
        expect(Math.abs(size - placement.width - 2 * placement.x)).toBeLessThanOrEqual(1);
        expect(Math.abs(size - placement.height - 2 * placement.y)).toBeLessThanOrEqual(1);

        const red = Float32Array.from({ length: size * size }, (_, i) => image.data[3 * i]);
        const content = cropToContent(red, size, placement);
        expect(content).toEqual(new Float32Array(placement.width * placement.height).fill(255));
        expect(red.filter((value) => value > 0)).toHaveLength(content.length);
      }),
    );
  });
});

describe('cropToContent()', () => {
  it('takes the rectangle row by row', () => {
    const map = Float32Array.from({ length: 16 }, (_, i) => i);
    const content = cropToContent(map, 4, { x: 1, y: 2, width: 3, height: 2 });
    expect([...content]).toEqual([9, 10, 11, 13, 14, 15]);
  });
});

function white(width: number, height: number) {
  return rgbImage(new Uint8Array(width * height * 3).fill(255), width, height);
}
