/**
 * How a picture lies in the square that a model sees. Nothing else maps picture, square, map, patch
 * and box onto each other.
 *
 * @module
 */
import { crop } from './draw.ts';
import { fillUnlooked, type LookArea, lookMask, lookWindow } from './look-area.ts';
import { linearTaps, resizeBilinear, resizePlane } from './resize.ts';
import type { Mask, Rectangle, RgbImage, Size } from './rgb-image.ts';

/**
 * How a picture that is not square becomes one: `stretch` changes its proportions (thesis 5.3),
 * `letterbox` keeps them, centres it and fills the rest with black.
 */
export type Fit = 'stretch' | 'letterbox';

/** A picture's place in the square input of a model. */
export class Frame {
  /** Of the picture. */
  readonly picture: Size;
  /** Side S of the square, pixels. */
  readonly size: number;
  /** The part of the picture that lies in the square, pixels of the picture; all of it without a look area. */
  readonly window: Rectangle;
  /** Where the window lies in the square, pixels of it; all of it when stretched. */
  readonly content: Rectangle;
  /** 1 where the square shows what is looked at, else 0, shape [S, S]; null where that is all. */
  readonly looked: Uint8Array | null;
  /** The same of the window's pixels, shape [window.height, window.width]. */
  readonly #lookedPixels: Uint8Array | null;

  /**
   * @param size - Side S in pixels.
   * @param area - What of the picture is looked at; all of it by default.
   * @throws {@link ArgumentRangeError} if no pixel of the picture is looked at.
   */
  constructor(picture: Size, size: number, fit: Fit, area?: LookArea) {
    const { width, height } = picture;
    this.picture = { width, height };
    this.size = size;
    this.window = area ? lookWindow(area, picture) : { x: 0, y: 0, width, height };
    this.content =
      fit === 'stretch' ? { x: 0, y: 0, width: size, height: size } : centred(this.window, size);
    this.#lookedPixels = area ? lookMask(area, picture, this.window) : null;
    this.looked = this.#lookedPixels && this.#squareOfWindow(this.#lookedPixels);
  }

  /**
   * The picture as the model sees it.
   *
   * @param image - Of the frame's picture size.
   * @returns Shape [S, S, 3].
   */
  squareOf(image: RgbImage): RgbImage {
    const pixels = this.#lookedPixels;
    if (pixels === null) return this.#squareOfCut(image);
    // Before it is resized: what is not looked at must not reach what is.
    return this.filled(this.#squareOfCut(fillUnlooked(crop(image, this.window), pixels)));
  }

  /**
   * A picture that is in the square already, at any size of it, without what is not looked at.
   *
   * @param square - Shape [N, N, 3].
   * @returns Shape [S, S, 3].
   */
  filled(square: RgbImage): RgbImage {
    const resized = resizeBilinear(square, this.size, this.size);
    return this.looked === null ? resized : fillUnlooked(resized, this.looked);
  }

  #squareOfCut(image: RgbImage): RgbImage {
    const { size, content } = this;
    const resized = resizeBilinear(image, content.width, content.height);
    if (content.width === size && content.height === size) return resized;
    const data = new Uint8Array(size * size * 3);
    const pitch = content.width * 3;
    for (let y = 0; y < content.height; y++) {
      const row = resized.data.subarray(y * pitch, (y + 1) * pitch);
      data.set(row, ((content.y + y) * size + content.x) * 3);
    }
    return { data, width: size, height: size };
  }

  /**
   * A mask at S×S by the nearest pixel, centres on centres (as Pillow's `resize(…, NEAREST)`).
   *
   * @param mask - Of the frame's picture size.
   * @returns Shape [S, S]; 0 where the picture does not lie.
   */
  squareOfMask(mask: Mask): Uint8Array {
    const { x, y, width, height } = this.window;
    if (width === mask.width && height === mask.height) return this.#squareOfWindow(mask.data);
    const cut = new Uint8Array(width * height);
    for (let row = 0; row < height; row++) {
      const start = (y + row) * mask.width + x;
      cut.set(mask.data.subarray(start, start + width), row * width);
    }
    return this.#squareOfWindow(cut);
  }

  /** @param mask - Shape [window.height, window.width]. */
  #squareOfWindow(mask: Uint8Array): Uint8Array {
    const { size, content, window } = this;
    const square = new Uint8Array(size * size);
    for (let y = 0; y < content.height; y++) {
      const row = Math.floor(((y + 0.5) * window.height) / content.height) * window.width;
      for (let x = 0; x < content.width; x++) {
        const column = Math.floor(((x + 0.5) * window.width) / content.width);
        square[(content.y + y) * size + content.x + x] = mask[row + column];
      }
    }
    return square;
  }

  /**
   * The part of a map over the square that lies on the picture.
   *
   * @param map - Shape [S, S].
   * @returns Shape [content.height, content.width]; `map` itself where that is all of it.
   */
  contentOfMap(map: Float32Array): Float32Array {
    const { x, y, width, height } = this.content;
    if (width === this.size && height === this.size) return map;
    const content = new Float32Array(width * height);
    for (let row = 0; row < height; row++) {
      const start = (y + row) * this.size + x;
      content.set(map.subarray(start, start + width), row * width);
    }
    return content;
  }

  /**
   * A map over the square as a map of the picture.
   *
   * @param map - Shape [S, S].
   * @param part - The part of the picture that is wanted; all of it by default.
   * @returns Shape [part.height, part.width]; 0 where is not looked.
   */
  mapOfPicture(map: Float32Array, part?: Rectangle): Float32Array {
    const looked = this.#lookedPixels;
    const content = this.contentOfMap(map);
    if (looked === null) return resizePlane(content, this.content, this.picture, part);
    const { window } = this;
    const wanted = part ?? { x: 0, y: 0, ...this.picture };
    const result = new Float32Array(wanted.width * wanted.height);
    const shared = overlapOf(window, wanted);
    if (shared === undefined) return result;
    // What lies beside it would be enlarged for nothing.
    const within = { ...shared, x: shared.x - window.x, y: shared.y - window.y };
    const values = resizePlane(content, this.content, window, within);
    for (let row = 0, i = 0; row < shared.height; row++) {
      const from = (within.y + row) * window.width + within.x;
      const to = (shared.y - wanted.y + row) * wanted.width + shared.x - wanted.x;
      for (let column = 0; column < shared.width; column++, i++) {
        if (looked[from + column] !== 0) result[to + column] = values[i];
      }
    }
    return result;
  }

  /** 1 where the picture is looked at, else 0, shape [height, width]; undefined where that is everywhere. */
  lookedOfPicture(): Uint8Array | undefined {
    if (this.#lookedPixels === null) return undefined;
    const { x, y, width, height } = this.window;
    const whole = new Uint8Array(this.picture.width * this.picture.height);
    for (let row = 0; row < height; row++) {
      const pixels = this.#lookedPixels.subarray(row * width, (row + 1) * width);
      whole.set(pixels, (y + row) * this.picture.width + x);
    }
    return whole;
  }

  /**
   * The part of the picture beyond which nothing of a map is above a limit.
   *
   * @param map - Shape [S, S].
   * @returns Undefined if nothing is anywhere.
   */
  windowAbove(map: Float32Array, limit: number): Rectangle | undefined {
    const { content, window } = this;
    const values = this.contentOfMap(map);
    const [columns, rows] = [new Uint8Array(content.width), new Uint8Array(content.height)];
    for (let y = 0, i = 0; y < content.height; y++) {
      for (let x = 0; x < content.width; x++, i++) {
        if (values[i] > limit) columns[x] = rows[y] = 1;
      }
    }
    const across = reachOf(columns, window.width);
    const down = reachOf(rows, window.height);
    if (!across || !down) return undefined;
    return {
      x: window.x + across.start,
      y: window.y + down.start,
      width: across.length,
      height: down.length,
    };
  }

  /** A box in pixels of the square as one in pixels of the picture; it may reach beyond it. */
  boxInPicture(box: Rectangle): Rectangle {
    const { x, y, ...size } = this.window;
    const mapped = mapBox(box, this.content, size);
    return { ...mapped, x: mapped.x + x, y: mapped.y + y };
  }
}

/** What two rectangles share; undefined where that is nothing. */
function overlapOf(one: Rectangle, other: Rectangle): Rectangle | undefined {
  const [x, y] = [Math.max(one.x, other.x), Math.max(one.y, other.y)];
  const width = Math.min(one.x + one.width, other.x + other.width) - x;
  const height = Math.min(one.y + one.height, other.y + other.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}

function centred({ width, height }: Size, size: number): Rectangle {
  const scale = size / Math.max(width, height);
  const [w, h] = [width, height].map((side) => Math.max(Math.round(side * scale), 1));
  return { x: (size - w) >> 1, y: (size - h) >> 1, width: w, height: h };
}

/** A box in an area as it lies when the area is enlarged or reduced to a size of its own. */
export function mapBox(box: Rectangle, area: Rectangle, size: Size): Rectangle {
  const [scaleX, scaleY] = [size.width / area.width, size.height / area.height];
  return {
    x: (box.x - area.x) * scaleX,
    y: (box.y - area.y) * scaleY,
    width: box.width * scaleX,
    height: box.height * scaleY,
  };
}

/**
 * The cell of a patch in the square, pixels of it.
 *
 * @param patch - Row · grid.width + column.
 * @param size - Side S in pixels.
 */
export function patchBox(patch: number, grid: Size, size: number): Rectangle {
  const width = size / grid.width;
  const height = size / grid.height;
  const column = patch % grid.width;
  const row = Math.floor(patch / grid.width);
  return { x: column * width, y: row * height, width, height };
}

/**
 * One value a patch as a map over the square, bilinear.
 *
 * @param values - shape [grid.height, grid.width].
 * @param size - Side S in pixels.
 * @returns Shape [S, S].
 */
export function mapOfPatches(values: Float32Array, grid: Size, size: number): Float32Array {
  return resizePlane(values, grid, { width: size, height: size });
}

/** The surroundings of a box: `times` as wide and high, moved and cut to lie within a picture. */
export function windowAround(box: Rectangle, times: number, picture: Size): Rectangle {
  const [x, width] = span(box.x, box.width, { times, limit: picture.width });
  const [y, height] = span(box.y, box.height, { times, limit: picture.height });
  return { x, y, width, height };
}

/** Where along an axis of `to` pixels the enlarged cells reach that are marked; undefined if nowhere. */
function reachOf(
  marked: Uint8Array,
  to: number,
): { readonly start: number; readonly length: number } | undefined {
  const { near, far } = linearTaps(marked.length, to);
  const isReached = (_: unknown, i: number): boolean => (marked[near[i]] | marked[far[i]]) === 1;
  const start = near.findIndex(isReached);
  return start < 0 ? undefined : { start, length: near.findLastIndex(isReached) - start + 1 };
}

function span(
  start: number,
  length: number,
  { times, limit }: { readonly times: number; readonly limit: number },
): readonly [start: number, length: number] {
  const extent = Math.min(limit, Math.max(1, Math.round(length * times)));
  const from = Math.round(start - (extent - length) / 2);
  return [Math.min(Math.max(from, 0), limit - extent), extent];
}
