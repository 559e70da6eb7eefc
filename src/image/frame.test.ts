import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fit, Frame, mapBox, mapOfPatches, patchBox, windowAround } from './frame.ts';
import { type Mask, rgbImage } from './rgb-image.ts';

const side = fc.integer({ min: 1, max: 200 });
const squareSide = fc.integer({ min: 1, max: 64 });
const fit = fc.constantFrom<Fit>('stretch', 'letterbox');

describe('Frame.squareOf()', () => {
  it('stretches the whole picture over the square', () => {
    const frame = new Frame({ width: 40, height: 10 }, 20, 'stretch');
    expect(frame.content).toEqual({ x: 0, y: 0, width: 20, height: 20 });
    expect(frame.squareOf(white(40, 10))).toEqual(white(20, 20));
  });

  it('letterboxes a wide picture between black bars', () => {
    const frame = new Frame({ width: 40, height: 10 }, 20, 'letterbox');
    const image = frame.squareOf(white(40, 10));
    expect(frame.content).toEqual({ x: 0, y: 7, width: 20, height: 5 });
    const rows = Array.from({ length: 20 }, (_, y) => image.data[y * 20 * 3]);
    expect(rows).toEqual([...Array(7).fill(0), ...Array(5).fill(255), ...Array(8).fill(0)]);
  });

  it('letterboxes into the square, centred, with the content at its place', () => {
    fc.assert(
      fc.property(side, side, squareSide, (width, height, size) => {
        const frame = new Frame({ width, height }, size, 'letterbox');
        const image = frame.squareOf(white(width, height));
        const { content } = frame;
        expect(Math.max(content.width, content.height)).toBe(size);
        expect(Math.abs(size - content.width - 2 * content.x)).toBeLessThanOrEqual(1);
        expect(Math.abs(size - content.height - 2 * content.y)).toBeLessThanOrEqual(1);

        const red = Float32Array.from({ length: size * size }, (_, i) => image.data[3 * i]);
        const lit = frame.contentOfMap(red);
        expect(lit).toEqual(new Float32Array(content.width * content.height).fill(255));
        expect(red.filter((value) => value > 0)).toHaveLength(lit.length);
      }),
    );
  });
});

describe('Frame.contentOfMap()', () => {
  it('takes the rectangle row by row', () => {
    const frame = new Frame({ width: 4, height: 2 }, 4, 'letterbox');
    const map = Float32Array.from({ length: 16 }, (_, i) => i);
    expect([...frame.contentOfMap(map)]).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('is the map itself where the picture fills the square', () => {
    const map = new Float32Array(16);
    expect(new Frame({ width: 9, height: 5 }, 4, 'stretch').contentOfMap(map)).toBe(map);
  });
});

describe('Frame.mapOfPicture()', () => {
  it('has the size of the picture, and nothing of what lies beside it', () => {
    const frame = new Frame({ width: 8, height: 4 }, 4, 'letterbox');
    const map = new Float32Array(16).fill(9);
    map.fill(2, 4, 12);
    expect(frame.mapOfPicture(map)).toEqual(new Float32Array(32).fill(2));
  });
});

describe('Frame.boxInPicture()', () => {
  it('brings the content back to the whole picture', () => {
    fc.assert(
      fc.property(side, side, squareSide, fit, (width, height, size, how) => {
        const frame = new Frame({ width, height }, size, how);
        const box = frame.boxInPicture(frame.content);
        expect(box.x).toBeCloseTo(0);
        expect(box.y).toBeCloseTo(0);
        expect(box.width).toBeCloseTo(width);
        expect(box.height).toBeCloseTo(height);
      }),
    );
  });

  it('keeps a place: the map of a box peaks within the box', () => {
    const frame = new Frame({ width: 120, height: 60 }, 40, 'letterbox');
    const cell = patchBox(11, { width: 4, height: 4 }, 40); // third row, last column
    const map = new Float32Array(1600);
    for (let y = cell.y; y < cell.y + cell.height; y++) {
      map.fill(1, y * 40 + cell.x, y * 40 + cell.x + cell.width);
    }
    const large = frame.mapOfPicture(map);
    const { x, y, width, height } = frame.boxInPicture(cell);
    expect({ x, y, width, height }).toEqual({ x: 90, y: 30, width: 30, height: 30 });
    const at = (column: number, row: number): number => large[row * 120 + column];
    expect(at(x + width / 2, y + height / 2)).toBe(1);
    expect(at(x - width / 2, y + height / 2)).toBe(0);
  });
});

describe('Frame.squareOfMask()', () => {
  it('takes the nearest pixel, centres on centres, as Pillow does', () => {
    // PIL 9.4: Image.fromarray(np.eye(5, dtype=np.uint8)).resize((3, 3), Image.NEAREST) is the
    // identity, of pixels 0, 2 and 4.
    const eye = {
      data: Uint8Array.from({ length: 25 }, (_, i) => Number(i % 6 === 0)),
      width: 5,
      height: 5,
    };
    expect(squareOf(eye, 3, 'stretch')).toEqual(['#..', '.#.', '..#']);
    // The same of 4 pixels takes 0, 2 and 3.
    const last = { data: Uint8Array.of(0, 0, 0, 1), width: 4, height: 1 };
    const second = { data: Uint8Array.of(0, 1, 0, 0), width: 4, height: 1 };
    expect(squareOf(last, 3, 'stretch')[0]).toBe('..#');
    expect(squareOf(second, 3, 'stretch')[0]).toBe('...');
  });

  it('enlarges each pixel', () => {
    const mask = { data: Uint8Array.of(0, 1, 1, 0), width: 2, height: 2 };
    expect(squareOf(mask, 4, 'stretch')).toEqual(['..##', '..##', '##..', '##..']);
  });

  it('leaves free what a letterbox leaves free', () => {
    const mask = { data: new Uint8Array(8).fill(1), width: 4, height: 2 };
    expect(squareOf(mask, 4, 'letterbox')).toEqual(['....', '####', '####', '....']);
  });
});

describe('patchBox()', () => {
  it('tiles the square without gap or overlap', () => {
    fc.assert(
      fc.property(squareSide, squareSide, squareSide, (width, height, size) => {
        const area = Array.from({ length: width * height }, (_, patch) => {
          const box = patchBox(patch, { width, height }, size);
          expect(box.x + box.width).toBeLessThanOrEqual(size + 1e-9);
          expect(box.y + box.height).toBeLessThanOrEqual(size + 1e-9);
          return box.width * box.height;
        });
        expect(area.reduce((sum, one) => sum + one, 0)).toBeCloseTo(size * size);
      }),
    );
  });

  it('counts row by row', () => {
    const box = patchBox(5, { width: 4, height: 2 }, 8);
    expect(box).toEqual({ x: 2, y: 4, width: 2, height: 4 });
  });
});

describe('mapOfPatches()', () => {
  it('has the value of a patch in the middle of its cell', () => {
    const grid = { width: 2, height: 2 };
    const map = mapOfPatches(Float32Array.of(1, 2, 3, 4), grid, 10);
    const middles = [0, 1, 2, 3].map((patch) => {
      const { x, y, width, height } = patchBox(patch, grid, 10);
      return map[Math.floor(y + height / 2) * 10 + Math.floor(x + width / 2)];
    });
    expect(middles).toEqual([1, 2, 3, 4]);
  });
});

describe('mapBox()', () => {
  it('enlarges what lies in an area as the area is enlarged', () => {
    const area = { x: 10, y: 20, width: 50, height: 40 };
    const box = { x: 20, y: 30, width: 5, height: 10 };
    const size = { width: 100, height: 20 };
    expect(mapBox(box, area, size)).toEqual({ x: 20, y: 5, width: 10, height: 5 });
  });
});

describe('windowAround()', () => {
  it('is so many times the box, centred on it', () => {
    const box = { x: 40, y: 50, width: 4, height: 2 };
    const picture = { width: 100, height: 100 };
    expect(windowAround(box, 5, picture)).toEqual({ x: 32, y: 46, width: 20, height: 10 });
  });

  it('is moved and cut to lie within the picture', () => {
    const box = { x: 96, y: 0, width: 4, height: 30 };
    const picture = { width: 100, height: 60 };
    expect(windowAround(box, 5, picture)).toEqual({ x: 80, y: 0, width: 20, height: 60 });
  });
});

function white(width: number, height: number) {
  return rgbImage(new Uint8Array(width * height * 3).fill(255), width, height);
}

/** Rows of the square as text, `#` where the mask is set. */
function squareOf(mask: Mask, size: number, how: Fit): string[] {
  const data = new Frame(mask, size, how).squareOfMask(mask);
  const text = Array.from(data, (value) => (value === 0 ? '.' : '#')).join('');
  return text.match(new RegExp(`.{${size}}`, 'g')) ?? [];
}
