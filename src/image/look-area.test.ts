import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentRangeError } from '../errors.ts';
import { Frame } from './frame.ts';
import {
  assertLookArea,
  cornersOf,
  fillUnlooked,
  type LookArea,
  lookMask,
  lookWindow,
  meanLooked,
  type Polygon,
} from './look-area.ts';
import { seededRandom } from '../random.ts';
import { type Rectangle, type RgbImage, rgbImage, type Size } from './rgb-image.ts';

const whole: LookArea = { include: null, ignore: [], mask: null };
const side = fc.integer({ min: 8, max: 60 });

describe('lookWindow()', () => {
  it('is the whole picture without a shape, and the pixels that a shape touches with one', () => {
    const picture = { width: 30, height: 20 };
    expect(lookWindow(whole, picture)).toEqual({ x: 0, y: 0, ...picture });
    const include: Polygon = [
      [0.1, 0.5],
      [0.5, 0.26],
      [0.9, 0.99],
    ];
    expect(lookWindow({ include }, picture)).toEqual({ x: 3, y: 5, width: 24, height: 15 });
  });

  it('is a rectangle of whole pixels as it was drawn', () => {
    fc.assert(
      fc.property(rectangleWithin(), ({ picture, box }) => {
        expect(lookWindow({ include: shares(box, picture) }, picture)).toEqual(box);
      }),
    );
  });
});

describe('lookMask()', () => {
  it('takes the pixels whose centre lies within, as a plain test of each says', () => {
    const share = fc.integer({ min: 0, max: 997 }).map((n) => n / 997);
    const corner = fc.tuple(share, share);
    const polygon = fc.array(corner, { minLength: 3, maxLength: 6 });
    fc.assert(
      fc.property(
        side,
        side,
        polygon,
        fc.array(polygon, { maxLength: 2 }),
        (width, height, include, ignore) => {
          const picture = { width, height };
          const window = lookWindow({ include }, picture);
          const expected = Array.from({ length: window.width * window.height }, (_, i) => {
            const x = (window.x + (i % window.width) + 0.5) / width;
            const y = (window.y + Math.floor(i / window.width) + 0.5) / height;
            return isInside(include, x, y) && !ignore.some((shape) => isInside(shape, x, y))
              ? 1
              : 0;
          });
          fc.pre(expected.includes(1));
          expect([...lookMask({ include, ignore, mask: null }, picture, window)]).toEqual(expected);
        },
      ),
    );
  });

  it('lays a mask over the whole picture, whatever its size', () => {
    const mask = { data: Uint8Array.of(0, 255, 255, 0), width: 2, height: 2 };
    const picture = { width: 4, height: 4 };
    const looked = lookMask({ ...whole, mask }, picture, { x: 0, y: 0, ...picture });
    expect([...looked]).toEqual([0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0]);
    expect([...lookMask({ ...whole, mask }, picture, { x: 2, y: 0, width: 2, height: 4 })]).toEqual(
      [1, 1, 1, 1, 0, 0, 0, 0],
    );
  });

  it('refuses an area of which nothing is left', () => {
    const ignore = [cornersOf({ x: 0, y: 0, width: 1, height: 1 })];
    const picture = { width: 4, height: 4 };
    expect(() => lookMask({ ...whole, ignore }, picture, { x: 0, y: 0, ...picture })).toThrow(
      ArgumentRangeError,
    );
  });
});

describe('assertLookArea()', () => {
  it.each([
    {
      include: [
        [0, 0],
        [1, 1],
      ] satisfies Polygon,
      ignore: [],
    },
    { include: null, ignore: [cornersOf({ x: 0.5, y: 0, width: 0.6, height: 1 })] },
    { include: cornersOf({ x: Number.NaN, y: 0, width: 1, height: 1 }), ignore: [] },
  ])('refuses corners that are too few or outside', (area) =>
    expect(() => assertLookArea({ ...area, mask: null })).toThrow(ArgumentRangeError),
  );

  it('takes the whole picture', () =>
    expect(() =>
      assertLookArea({ ...whole, include: cornersOf({ x: 0, y: 0, width: 1, height: 1 }) }),
    ).not.toThrow());
});

describe('fillUnlooked(), meanLooked()', () => {
  it('paints with the colour that is usual where is looked', () => {
    const image = rgbImage(Uint8Array.of(10, 20, 30, 30, 40, 50, 255, 255, 255), 3, 1);
    const looked = Uint8Array.of(1, 1, 0);
    expect(meanLooked(image, looked)).toEqual([20, 30, 40]);
    const { data } = fillUnlooked(image, looked, [20, 30, 40]);
    expect([...data]).toEqual([10, 20, 30, 30, 40, 50, 20, 30, 40]);
    expect(image.data[6]).toBe(255);
  });
});

describe('Frame with a look area', () => {
  it('shows the same square whatever is where nobody looks, and another one where somebody does', () => {
    const drawn = fc.record({
      place: rectangleWithin(),
      fit: fc.constantFrom('stretch' as const, 'letterbox' as const),
      seed: fc.nat(),
      at: fc.nat(),
    });
    fc.assert(
      fc.property(drawn, ({ place: { picture, box }, fit, seed, at }) => {
        const area = { ...whole, ignore: [shares(box, picture)] };
        const pixels = picture.width * picture.height;
        fc.pre(box.width * box.height < pixels);
        const image = noise(picture, seed);
        const [inside, outside] = [true, false].map((wanted) => {
          const candidates = Array.from({ length: pixels }, (_, i) => i).filter(
            (i) => isWithin(box, i % picture.width, Math.floor(i / picture.width)) === wanted,
          );
          return changed(image, candidates[at % candidates.length]);
        });
        // Large enough that no pixel is left out in reducing.
        const frame = new Frame(picture, 64, fit, area);
        const square = frame.squareOf(image);
        expect(areSame(frame.squareOf(inside), square)).toBe(true);
        expect(areSame(frame.squareOf(outside), square)).toBe(false);
        expect(areSame(frame.filled(square), square)).toBe(true);
      }),
    );
  });

  it('cuts the shape out before resizing, and lays the map back where it was', () => {
    fc.assert(
      fc.property(rectangleWithin(), ({ picture, box }) => {
        const frame = new Frame(picture, 32, 'stretch', {
          ...whole,
          include: shares(box, picture),
        });
        expect(frame.boxInPicture({ x: 0, y: 0, width: 32, height: 32 })).toEqual(box);
        const map = frame.mapOfPicture(new Float32Array(32 * 32).fill(2));
        const expected = Array.from(map, (_, i) =>
          isWithin(box, i % picture.width, Math.floor(i / picture.width)) ? 2 : 0,
        );
        expect([...map]).toEqual(expected);
        expect(frame.windowAbove(new Float32Array(32 * 32).fill(2), 1)).toEqual(box);
        const part = frame.mapOfPicture(new Float32Array(32 * 32).fill(2), box);
        expect(part).toEqual(new Float32Array(box.width * box.height).fill(2));
      }),
    );
  });
});

describe('the map of a frame with a look area', () => {
  it('gives any part of a map as it lies in the whole, bit for bit', () => {
    const drawn = fc.record({
      place: rectangleWithin(),
      corner: fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()),
      fit: fc.constantFrom('stretch' as const, 'letterbox' as const),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(drawn, ({ place: { picture, box }, corner: [a, b, c, d], fit, seed }) => {
        const include = shares(box, picture);
        // Half of it is not looked at, unless it is one pixel wide.
        const half = { ...box, width: Math.floor(box.width / 2) };
        const ignore = half.width > 0 ? [shares(half, picture)] : [];
        const frame = new Frame(picture, 16, fit, { ...whole, include, ignore });
        const random = seededRandom(seed);
        const map = Float32Array.from({ length: 16 * 16 }, () => random.uniform());
        const [x, y] = [a % picture.width, b % picture.height];
        const size = {
          width: 1 + (c % (picture.width - x)),
          height: 1 + (d % (picture.height - y)),
        };
        const all = frame.mapOfPicture(map);
        const part = frame.mapOfPicture(map, { x, y, ...size });
        const cut = part.map((_, i) => {
          const row = y + Math.floor(i / size.width);
          return all[row * picture.width + x + (i % size.width)];
        });
        expect(part).toEqual(cut);
        // And the whole is what the cut-out shape alone gives, laid where it was.
        const alone = new Frame(box, 16, fit).mapOfPicture(map);
        const laid = all.map((_, i) => {
          const [column, row] = [i % picture.width, Math.floor(i / picture.width)];
          const isShown = isWithin(box, column, row) && !isWithin(half, column, row);
          return isShown ? alone[(row - box.y) * box.width + column - box.x] : 0;
        });
        expect(all).toEqual(laid);
      }),
    );
  });

  it('says where the square is looked at, not beside the picture', () => {
    const left = shares({ x: 0, y: 0, width: 2, height: 2 }, { width: 4, height: 2 });
    const frame = new Frame({ width: 4, height: 2 }, 4, 'letterbox', { ...whole, ignore: [left] });
    expect([...(frame.looked ?? [])]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0]);
    expect(new Frame({ width: 4, height: 2 }, 4, 'letterbox').looked).toBeNull();
  });
});

/** A box of whole pixels in a picture. */
function rectangleWithin(): fc.Arbitrary<{ readonly picture: Size; readonly box: Rectangle }> {
  return fc.tuple(side, side, fc.nat(), fc.nat(), fc.nat(), fc.nat()).map(([w, h, a, b, c, d]) => {
    const [x, y] = [a % (w - 1), b % (h - 1)];
    const box = { x, y, width: 1 + (c % (w - x)), height: 1 + (d % (h - y)) };
    return { picture: { width: w, height: h }, box };
  });
}

function shares({ x, y, width, height }: Rectangle, picture: Size): Polygon {
  const corners = cornersOf({ x, y, width, height });
  return corners.map(([cx, cy]) => [cx / picture.width, cy / picture.height]);
}

function isWithin({ x, y, width, height }: Rectangle, column: number, row: number): boolean {
  return column >= x && column < x + width && row >= y && row < y + height;
}

/** By how many edges lie to the left. */
function isInside(shape: Polygon, x: number, y: number): boolean {
  const left = shape.filter(([x1, y1], i) => {
    const [x2, y2] = shape[(i + 1) % shape.length];
    return y1 <= y !== y2 <= y && x1 + ((y - y1) / (y2 - y1)) * (x2 - x1) <= x;
  });
  return left.length % 2 === 1;
}

function noise({ width, height }: Size, seed: number): RgbImage {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 97 + seed) % 251);
  return { data, width, height };
}

/** By index: a comparison by the test runner takes seconds for some hundred squares. */
function areSame({ data }: RgbImage, other: RgbImage): boolean {
  return data.every((value, i) => value === other.data[i]);
}

/** The picture with one pixel of another colour. */
function changed(image: RgbImage, pixel: number): RgbImage {
  const data = image.data.slice();
  for (let p = pixel * 3; p < pixel * 3 + 3; p++) data[p] = data[p] < 128 ? 255 : 0;
  return { ...image, data };
}
