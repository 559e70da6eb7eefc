/**
 * Which pixels of pictures are looked at: a shape that holds what matters, shapes within it that do not,
 * a mask picture. All in shares of the picture's sides, so that they mean the same at every resolution.
 *
 * @module
 */
import { ArgumentRangeError } from '../errors.ts';
import type { Mask, Rectangle, RgbImage, Size } from './rgb-image.ts';

/** A corner, in shares of the picture's width and height. */
export type Corner = readonly [x: number, y: number];

/** A closed shape by its corners, at least three; where its edges cross, inside is what an odd number of them enclose. */
export type Polygon = readonly Corner[];

/** What of a picture is looked at; what is not never changes a score. */
export interface LookArea {
  /** The shape that is looked at, whose bounding box is cut out before resizing; null for the whole picture. */
  readonly include: Polygon | null;
  /** Shapes that are not looked at. */
  readonly ignore: readonly Polygon[];
  /** Not zero where is looked, laid over the whole picture whatever its size; null without one. */
  readonly mask: Mask | null;
}

/** R, G and B of what is not looked at: the mean of natural pictures, which networks take for nothing. */
const FILL = [124, 116, 104] as const;

/**
 * Checks what is looked at before the work that it is for.
 *
 * @throws {@link ArgumentRangeError} if a shape has fewer than three corners, or one outside of the picture.
 */
export function assertLookArea({ include, ignore }: LookArea): void {
  const shapes = [
    ...(include === null ? [] : [{ name: 'include', shape: include }]),
    ...ignore.map((shape) => ({ name: 'ignore', shape })),
  ];
  for (const { name, shape } of shapes) {
    if (shape.length < 3) {
      throw new ArgumentRangeError(name, `${shape.length} corners`, 'three corners or more');
    }
    const stray = shape.flat().find((share) => !(share >= 0 && share <= 1));
    if (stray === undefined) continue;
    throw new ArgumentRangeError(name, stray, 'corners within the picture, from 0 to 1');
  }
}

/** The corners of a rectangle, in the unit that it is in. */
export function cornersOf({ x, y, width, height }: Rectangle): Polygon {
  const [right, bottom] = [x + width, y + height];
  return [
    [x, y],
    [right, y],
    [right, bottom],
    [x, bottom],
  ];
}

/** The part of a picture that is cut out: whole pixels around the shape that is looked at. */
export function lookWindow({ include }: Pick<LookArea, 'include'>, picture: Size): Rectangle {
  if (include === null) return { x: 0, y: 0, width: picture.width, height: picture.height };
  const across = spanOf(
    include.map(([x]) => x),
    picture.width,
  );
  const down = spanOf(
    include.map(([, y]) => y),
    picture.height,
  );
  return { x: across.start, y: down.start, width: across.length, height: down.length };
}

/**
 * Which pixels of the window are looked at: those whose centre is.
 *
 * @param window - Of {@link lookWindow}.
 * @returns 1 where is looked, else 0; shape [window.height, window.width].
 * @throws {@link ArgumentRangeError} if no pixel is.
 */
export function lookMask(
  { include, ignore, mask }: LookArea,
  picture: Size,
  window: Rectangle,
): Uint8Array {
  const looked = new Uint8Array(window.width * window.height);
  const paint = (shape: Polygon, value: 0 | 1): void => {
    paintPolygon(looked, window, toPixels(shape, picture), value);
  };
  if (include === null) looked.fill(1);
  else paint(include, 1);
  for (const shape of ignore) paint(shape, 0);
  if (mask !== null) blankByMask(looked, window, mask, picture);
  if (looked.includes(1)) return looked;
  throw new ArgumentRangeError(
    'lookArea',
    `no pixel of ${picture.width} × ${picture.height} left`,
    'a part of the picture that is looked at',
  );
}

/**
 * The picture with one colour where nothing is looked at, in a copy.
 *
 * @param looked - Not zero where is looked, shape [height, width].
 */
export function fillUnlooked(
  { data, width, height }: RgbImage,
  looked: Uint8Array,
  colour: readonly [red: number, green: number, blue: number] = FILL,
): RgbImage {
  const painted = data.slice();
  const [red, green, blue] = colour;
  for (let i = 0, p = 0; i < looked.length; i++, p += 3) {
    if (looked[i] !== 0) continue;
    painted[p] = red;
    painted[p + 1] = green;
    painted[p + 2] = blue;
  }
  return { data: painted, width, height };
}

/**
 * Mean colour of the pixels that are looked at, rounded.
 *
 * @param looked - Not zero where is looked, shape [height, width].
 */
export function meanLooked(
  { data }: RgbImage,
  looked: Uint8Array,
): [red: number, green: number, blue: number] {
  let [red, green, blue, count] = [0, 0, 0, 0];
  for (let i = 0, p = 0; i < looked.length; i++, p += 3) {
    if (looked[i] === 0) continue;
    red += data[p];
    green += data[p + 1];
    blue += data[p + 2];
    count++;
  }
  const [r, g, b] = [red, green, blue].map((sum) => Math.round(sum / Math.max(count, 1)));
  return [r, g, b];
}

/** Sets to zero where the nearest pixel of a mask is, centres on centres. */
function blankByMask(looked: Uint8Array, window: Rectangle, mask: Mask, picture: Size): void {
  for (let y = 0, i = 0; y < window.height; y++) {
    const row = Math.floor(((window.y + y + 0.5) * mask.height) / picture.height) * mask.width;
    for (let x = 0; x < window.width; x++, i++) {
      const column = Math.floor(((window.x + x + 0.5) * mask.width) / picture.width);
      if (mask.data[row + column] === 0) looked[i] = 0;
    }
  }
}

function spanOf(
  shares: readonly number[],
  pixels: number,
): { readonly start: number; readonly length: number } {
  const start = Math.min(Math.floor(Math.min(...shares) * pixels + TINY), pixels - 1);
  const end = Math.min(Math.ceil(Math.max(...shares) * pixels - TINY), pixels);
  return { start, length: Math.max(end - start, 1) };
}

/** Of a pixel: shares of whole pixels are not whole, as 0.1 · 30 is 3.0000000000000004. */
const TINY = 1e-6;

function toPixels(shape: Polygon, { width, height }: Size): Corner[] {
  return shape.map(([x, y]) => [x * width, y * height]);
}

/** Row by row: between the first and the second edge that a row crosses, the third and the fourth, and so on. */
function paintPolygon(
  looked: Uint8Array,
  window: Rectangle,
  corners: readonly Corner[],
  value: 0 | 1,
): void {
  for (let row = 0; row < window.height; row++) {
    const crossed = crossings(corners, window.y + row + 0.5);
    for (let k = 0; k + 1 < crossed.length; k += 2) {
      const [from, to] = [crossed[k], crossed[k + 1]].map((x) =>
        Math.min(Math.max(Math.ceil(x - window.x - 0.5), 0), window.width),
      );
      looked.fill(value, row * window.width + from, row * window.width + to);
    }
  }
}

/** Where the edges of a shape cross a line, from the left. */
function crossings(corners: readonly Corner[], y: number): number[] {
  const xs: number[] = [];
  for (const [i, [x1, y1]] of corners.entries()) {
    const [x2, y2] = corners[(i + 1) % corners.length];
    if (y1 <= y === y2 <= y) continue;
    xs.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
  }
  return xs.toSorted((a, b) => a - b);
}
