import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentRangeError } from '../errors.ts';
import { crop, drawOutlines } from './draw.ts';
import { type RgbImage, rgbImage } from './rgb-image.ts';

const red = { colour: [255, 0, 0], thickness: 1 } as const;

describe('drawOutlines()', () => {
  it('draws around the rectangle and keeps what is inside', () => {
    const image = black(5, 4);
    const drawn = drawOutlines(image, [{ x: 1, y: 1, width: 2, height: 1 }], red);
    expect(redPixels(drawn)).toEqual(['####.', '#..#.', '####.', '.....']);
    expect(redPixels(image)).toEqual(['.....', '.....', '.....', '.....']);
  });

  it('ends at the edges of the picture', () => {
    const drawn = drawOutlines(black(4, 3), [{ x: -1, y: 1, width: 3, height: 9 }], red);
    expect(redPixels(drawn)).toEqual(['###.', '..#.', '..#.']);
  });

  it('draws thick lines and several rectangles', () => {
    const boxes = [
      { x: 2, y: 2, width: 1, height: 1 },
      { x: 6, y: 1, width: 1, height: 1 },
    ];
    const drawn = drawOutlines(black(8, 5), boxes, { ...red, thickness: 2 });
    expect(redPixels(drawn)).toEqual(['########', '######.#', '##.#####', '########', '#####...']);
  });
});

describe('crop()', () => {
  it('cuts out the rectangle', () => {
    const image = rgbImage(
      Uint8Array.from({ length: 36 }, (_, i) => i),
      4,
      3,
    );
    const { data, width, height } = crop(image, { x: 2, y: 1, width: 1, height: 2 });
    expect([width, height]).toEqual([1, 2]);
    expect([...data]).toEqual([18, 19, 20, 30, 31, 32]);
  });

  it('leaves away what lies outside', () => {
    const at = fc.integer({ min: 0, max: 6 });
    const extent = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(at, extent, extent, (x, before, after) => {
        // From `before` columns left of x to `after` right of it, in a picture of one row.
        const part = { x: x - before, y: -1, width: before + after, height: 3 };
        const [from, to] = [Math.max(x - before, 0), Math.min(x + after, 7)];
        const columns = Uint8Array.from({ length: 21 }, (_, i) => i);
        expect(crop(rgbImage(columns, 7, 1), part)).toEqual(
          rgbImage(columns.slice(from * 3, to * 3), to - from, 1),
        );
      }),
    );
  });

  it.each([
    [7, 0],
    [-3, 0],
    [0, 5],
    [0, -3],
  ])('rejects a rectangle beside the picture, at %s, %s', (x, y) => {
    expect(() => crop(black(7, 5), { x, y, width: 3, height: 3 })).toThrow(ArgumentRangeError);
  });
});

function black(width: number, height: number): RgbImage {
  return rgbImage(new Uint8Array(width * height * 3), width, height);
}

/** The picture as text: # where red. */
function redPixels({ data, width, height }: RgbImage): string[] {
  const marks = Array.from({ length: width * height }, (_, i) => (data[3 * i] === 255 ? '#' : '.'));
  return Array.from({ length: height }, (_, y) => marks.slice(y * width, (y + 1) * width).join(''));
}
