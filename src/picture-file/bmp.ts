/**
 * Pixels of Windows bitmaps (BMP), which libvips does not read: every depth that Windows and cameras
 * write, bit-equal to Pillow where Pillow reads it.
 *
 * Source: Microsoft, "Bitmap Storage" and "Bitmap Compression" (wingdi.h).
 *
 * @module
 */
import { type RgbImage, rgbImage } from '../image/rgb-image.ts';
import type { BmpHeader } from './bmp-header.ts';

/**
 * Decodes a BMP file. Alpha is flattened on black, unless it is the same everywhere, as in files
 * of programs that leave the fourth byte 0: then it is none.
 *
 * @param bytes - The whole file, shape [size].
 * @param header - Of the same file, its number of pixels already found acceptable.
 * @throws {@link Error} if the pixels are cut off or damaged.
 */
export function decodeBmp(bytes: Uint8Array, header: BmpHeader): RgbImage {
  const { width, height, bits } = header;
  if (header.runs) {
    return rgbImage(paint(unpackRuns(bytes, header), header.palette), width, height);
  }
  const stride = strideOf(header);
  // The padding of the last row may be missing.
  const end = header.pixels + stride * (height - 1) + Math.ceil((bits * width) / 8);
  if (bytes.length < end) throw new Error(`it ends after ${bytes.length} of ${end} bytes`);

  const rowAt = (y: number): number =>
    header.pixels + stride * (header.topDown ? y : height - 1 - y);
  if (bits <= 8) {
    const indices = unpackIndices(bytes, header, rowAt);
    return rgbImage(paint(indices, header.palette), width, height);
  }
  const data = bits === 24 ? unpackBgr(bytes, header, rowAt) : unpackMasked(bytes, header, rowAt);
  return rgbImage(data, width, height);
}

/** Bytes of a row. */
function strideOf({ width, bits }: BmpHeader): number {
  return Math.ceil((bits * width) / 32) * 4;
}

/** Where the pixels of a bitmap end; of run-length data, where they begin. */
export function endOfBmp(header: BmpHeader): number {
  return header.pixels + (header.runs ? 0 : strideOf(header) * header.height);
}

/** Colour indices of run-length data, shape [height · width]; pixels it skips keep index 0. */
function unpackRuns(bytes: Uint8Array, header: BmpHeader): Uint8Array {
  const { width, height, bits } = header;
  const indices = new Uint8Array(width * height);
  let at = header.pixels;
  let [x, y] = [0, 0];
  const next = (): number => {
    const byte = bytes[at++];
    if (byte === undefined) throw new Error(`it ends in row ${y} of ${height}`);
    return byte;
  };
  const put = (index: number): void => {
    if (x < width) indices[(header.topDown ? y : height - 1 - y) * width + x++] = index;
  };
  /** Puts `count` pixels; `byteAt` gives the byte of the i-th, which in RLE4 serves two. */
  const putMany = (count: number, byte: () => number): void => {
    let current = 0;
    for (let i = 0; i < count; i++) {
      const isLow = bits === 4 && i % 2 === 1;
      if (!isLow) current = byte();
      put(bits === 8 ? current : isLow ? current & 0xf : current >> 4);
    }
  };
  while (y < height) {
    const count = next();
    const value = next();
    if (count > 0) putMany(count, () => value);
    else if (value === 0) [x, y] = [0, y + 1];
    else if (value === 1) break;
    else if (value === 2) [x, y] = [x + next(), y + next()];
    else {
      const start = at;
      putMany(value, next);
      // Absolute runs are padded to 16 bits.
      if ((at - start) % 2 === 1) at++;
    }
  }
  return indices;
}

/** Colour indices of packed rows, shape [height · width]. */
function unpackIndices(
  bytes: Uint8Array,
  { width, height, bits }: BmpHeader,
  rowAt: (y: number) => number,
): Uint8Array {
  const indices = new Uint8Array(width * height);
  const mask = 2 ** bits - 1;
  for (let y = 0, i = 0; y < height; y++) {
    const row = rowAt(y);
    for (let x = 0; x < width; x++, i++) {
      const bit = x * bits;
      indices[i] = ((bytes[row + (bit >> 3)] ?? 0) >> (8 - bits - (bit & 7))) & mask;
    }
  }
  return indices;
}

/** Colours of indices [N], shape [N, 3]. */
function paint(indices: Uint8Array, palette: Uint8Array): Uint8Array {
  const data = new Uint8Array(indices.length * 3);
  let o = 0;
  for (const index of indices) {
    const p = index * 3;
    if (p >= palette.length) throw new Error(`a pixel has colour ${index}, which is not defined`);
    data[o++] = palette[p] ?? 0;
    data[o++] = palette[p + 1] ?? 0;
    data[o++] = palette[p + 2] ?? 0;
  }
  return data;
}

function unpackBgr(
  bytes: Uint8Array,
  { width, height }: BmpHeader,
  rowAt: (y: number) => number,
): Uint8Array {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0, p = rowAt(y); x < width; x++, p += 3) {
      data[o++] = bytes[p + 2] ?? 0;
      data[o++] = bytes[p + 1] ?? 0;
      data[o++] = bytes[p] ?? 0;
    }
  }
  return data;
}

function unpackMasked(
  bytes: Uint8Array,
  { width, height, bits, masks }: BmpHeader,
  rowAt: (y: number) => number,
): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [red, green, blue, alpha] = masks.map(channel);
  if (!red || !green || !blue) throw new Error('its colour masks are damaged');
  const data = new Uint8Array(width * height * 3);
  const alphas = new Uint8Array(alpha ? width * height : 0);
  for (let y = 0, i = 0, o = 0; y < height; y++) {
    const row = rowAt(y);
    for (let x = 0; x < width; x++) {
      const pixel =
        bits === 16 ? view.getUint16(row + x * 2, true) : view.getUint32(row + x * 4, true);
      data[o++] = red(pixel);
      data[o++] = green(pixel);
      data[o++] = blue(pixel);
      if (alpha) alphas[i++] = alpha(pixel);
    }
  }
  if (alphas.some((a) => a !== alphas[0])) flattenOnBlack(data, alphas);
  return data;
}

/** Reads the bits of `mask` as 0 to 255, rounded down as Pillow does; undefined for no such bits. */
function channel(mask: number): ((pixel: number) => number) | undefined {
  if (mask === 0) return undefined;
  const shift = 31 - Math.clz32(mask & -mask);
  const largest = mask >>> shift;
  return (pixel) => Math.floor((((pixel & mask) >>> shift) * 255) / largest);
}

function flattenOnBlack(data: Uint8Array, alphas: Uint8Array): void {
  for (const [i, alpha] of alphas.entries()) {
    for (let o = i * 3; o < i * 3 + 3; o++) data[o] = Math.round(((data[o] ?? 0) * alpha) / 255);
  }
}
