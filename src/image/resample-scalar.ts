/**
 * Pillow's resampling in plain TypeScript: where WebAssembly cannot be had, and what its kernel is tested
 * against.
 *
 * @module
 */
import type { RgbImage } from './rgb-image.ts';
import { PRECISION_BITS, type Taps, triangleTaps } from './triangle-taps.ts';

const HALF = 1 << (PRECISION_BITS - 1);

/**
 * As {@link resizeBilinear}, number by number. An axis whose extent stays is not touched.
 *
 * @param image - shape [image.height, image.width, 3].
 * @returns A picture of shape [height, width, 3].
 */
export function resampleScalar(image: RgbImage, width: number, height: number): RgbImage {
  return image.height === height ? resampleRows(image, width) : resampleBoth(image, width, height);
}

function resampleRows({ data: source, ...from }: RgbImage, width: number): RgbImage {
  const taps = triangleTaps(from.width, width);
  const data = new Uint8ClampedArray(width * from.height * 3);
  for (let y = 0; y < from.height; y++) {
    resampleRow(rowOf(source, y, from.width * 3), taps, rowOf(data, y, width * 3));
  }
  return { data: new Uint8Array(data.buffer), width, height: from.height };
}

/** Only those resampled rows are kept that the next output row needs. */
function resampleBoth(image: RgbImage, width: number, height: number): RgbImage {
  const across = image.width === width ? undefined : triangleTaps(image.width, width);
  const down = triangleTaps(image.height, height);
  const pitch = width * 3;
  const window = new Uint8ClampedArray(down.stride * pitch); // row y is at y modulo stride
  const sums = new Int32Array(pitch);
  const data = new Uint8ClampedArray(height * pitch);
  for (let y = 0, ready = 0; y < height; y++) {
    for (; ready < down.first[y] + down.count[y]; ready++) {
      const source = rowOf(image.data, ready, image.width * 3);
      const target = rowOf(window, ready % down.stride, pitch);
      if (across) resampleRow(source, across, target);
      else target.set(source);
    }
    addRows(window, down, y, sums);
    for (let i = 0, o = y * pitch; i < pitch; i++, o++) data[o] = sums[i] >> PRECISION_BITS;
  }
  return { data: new Uint8Array(data.buffer), width, height };
}

/** A view of row y. */
function rowOf<T>(data: { subarray(from: number, to: number): T }, y: number, pitch: number): T {
  return data.subarray(y * pitch, (y + 1) * pitch);
}

/**
 * One row of pixels. Four pixels, three words of 32 bits, are read at once: a word costs as much as a
 * byte, and whole numbers are faster than floating ones (less than half the time, measured).
 */
function resampleRow(source: Uint8Array, taps: Taps, target: Uint8ClampedArray): void {
  const { first, count, weights, stride } = taps;
  const words = new DataView(source.buffer, source.byteOffset, source.byteLength);
  for (let x = 0, o = 0; x < count.length; x++, o += 3) {
    let r = HALF;
    let g = HALF;
    let b = HALF;
    let t = x * stride;
    let p = first[x] * 3;
    const end = t + count[x];
    for (; t + 4 <= end; t += 4, p += 12) {
      const rgbr = words.getInt32(p, true); // its bytes, the lowest first
      const gbrg = words.getInt32(p + 4, true);
      const brgb = words.getInt32(p + 8, true);
      const w0 = weights[t];
      const w1 = weights[t + 1];
      const w2 = weights[t + 2];
      const w3 = weights[t + 3];
      r += Math.imul(rgbr & 255, w0) + Math.imul(rgbr >>> 24, w1);
      g += Math.imul((rgbr >>> 8) & 255, w0) + Math.imul(gbrg & 255, w1);
      b += Math.imul((rgbr >>> 16) & 255, w0) + Math.imul((gbrg >>> 8) & 255, w1);
      r += Math.imul((gbrg >>> 16) & 255, w2) + Math.imul((brgb >>> 8) & 255, w3);
      g += Math.imul(gbrg >>> 24, w2) + Math.imul((brgb >>> 16) & 255, w3);
      b += Math.imul(brgb & 255, w2) + Math.imul(brgb >>> 24, w3);
    }
    for (; t < end; t++, p += 3) {
      r += Math.imul(source[p], weights[t]);
      g += Math.imul(source[p + 1], weights[t]);
      b += Math.imul(source[p + 2], weights[t]);
    }
    target[o] = r >> PRECISION_BITS;
    target[o + 1] = g >> PRECISION_BITS;
    target[o + 2] = b >> PRECISION_BITS;
  }
}

/**
 * Weighs the rows that output row y reads. Four are added at a time, so that each sum is loaded and
 * stored once for them (half the time, measured).
 */
function addRows(window: Uint8ClampedArray, taps: Taps, y: number, sums: Int32Array): void {
  const { first, count, weights, stride } = taps;
  const pitch = sums.length;
  const rowAt = (t: number): number => ((first[y] + t) % stride) * pitch;
  sums.fill(HALF);
  let t = 0;
  for (let at = y * stride; t + 4 <= count[y]; t += 4, at += 4) {
    const [row0, row1, row2, row3] = [rowAt(t), rowAt(t + 1), rowAt(t + 2), rowAt(t + 3)];
    const [w0, w1, w2, w3] = [weights[at], weights[at + 1], weights[at + 2], weights[at + 3]];
    for (let i = 0; i < pitch; i++) {
      sums[i] += Math.imul(window[row0 + i], w0) + Math.imul(window[row1 + i], w1);
      sums[i] += Math.imul(window[row2 + i], w2) + Math.imul(window[row3 + i], w3);
    }
  }
  for (; t < count[y]; t++) {
    const row = rowAt(t);
    const weight = weights[y * stride + t];
    for (let i = 0; i < pitch; i++) sums[i] += Math.imul(window[row + i], weight);
  }
}
