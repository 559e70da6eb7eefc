/**
 * Samples of decoded pictures as 8-bit RGB: what becomes of alpha, and of more than 8 bits.
 *
 * @module
 */
import { type RgbImage, rgbImage } from '../image/rgb-image.ts';

/** A decoded picture: grey or RGB, and perhaps one sample more. */
export interface Samples {
  /** Interleaved, shape [height, width, channels]. */
  readonly data: Uint8Array | Uint16Array;
  readonly width: number;
  readonly height: number;
  /** 1 or 3, or 2 or 4 with one sample more. */
  readonly channels: number;
  /** Whether the sample more is alpha; otherwise it is left out. */
  readonly isAlpha?: boolean;
}

/** Depths that cameras have. */
const DEPTHS: readonly number[] = [8, 10, 12, 14, 16];

/** The bits that a camera has whose largest sample this is: 8, 10, 12, 14 or 16. */
export function bitsOfSample(largest: number): number {
  return DEPTHS.find((bits) => largest < 2 ** bits) ?? 16;
}

/** The largest sample of the colours; alpha is none. */
export function largestSample({ data, channels }: Samples): number {
  const colours = coloursOf(channels);
  let largest = 0;
  for (let i = 0; i < data.length; i += channels) {
    for (let c = 0; c < colours; c++) largest = Math.max(largest, data[i + c] ?? 0);
  }
  return largest;
}

/**
 * Whether samples of 16 bits that stand for `bits` were not scaled up, as the PNG standard asks: then
 * none is above the largest of `bits`, and the lower bits are neither 0 nor those of the upper repeated.
 */
export function areUnscaled({ data, channels }: Samples, bits: number): boolean {
  const colours = coloursOf(channels);
  const low = 2 ** (16 - bits) - 1;
  let isScaled = true;
  for (let i = 0; i < data.length; i += channels) {
    for (let c = 0; c < colours; c++) {
      const sample = data[i + c] ?? 0;
      if (sample >= 2 ** bits) return false;
      isScaled &&= (sample & low) === 0 || (sample & low) === ((sample >> bits) & low);
    }
  }
  return !isScaled;
}

/**
 * Makes RGB of 8 bits. Alpha is flattened on black, unless it is the same everywhere: then it is none,
 * as frame grabbers leave the fourth byte of a pixel 0. The memory of `samples` is used again.
 *
 * @param bits - Of 16-bit samples, those that are used: the upper 8 of them are kept.
 * @returns Shape [height, width, 3].
 */
export function toRgbImage(samples: Samples, bits = 16): RgbImage {
  const { data, width, height, channels } = samples;
  const isWide = data instanceof Uint16Array;
  if (channels === 3 && !isWide) return rgbImage(data, width, height);
  const opaque = opaqueOf(samples, bits);
  const shift = isWide ? bits - 8 : 0;
  const step = coloursOf(channels) === 1 ? 0 : 1;
  const rgb = rgbBytes(samples);
  for (let p = 0, o = 0; p < data.length; p += channels) {
    const alpha = data[p + channels - 1] ?? 0;
    for (let c = 0; c < 3; c++) {
      const sample = data[p + c * step] ?? 0;
      // Rounded down, as libvips does: parts that were learned by it judge on as before.
      rgb[o++] = (opaque === 0 ? sample : Math.floor((sample * alpha) / opaque)) >> shift;
    }
  }
  return rgbImage(rgb, width, height);
}

/** Bytes for RGB: those of wider pixels themselves, as none is written before it was read. */
function rgbBytes({ data, width, height, channels }: Samples): Uint8Array {
  const length = width * height * 3;
  return data.BYTES_PER_ELEMENT * channels < 3
    ? new Uint8Array(length)
    : new Uint8Array(data.buffer, data.byteOffset, length);
}

function coloursOf(channels: number): number {
  return channels < 3 ? 1 : 3;
}

/** Whether the last channel is the same everywhere. */
function isConstant({ data, channels }: Samples): boolean {
  const first = data[channels - 1];
  for (let i = channels - 1; i < data.length; i += channels) if (data[i] !== first) return false;
  return true;
}

/** The alpha of what is not transparent at all: that of the samples, or of all 16 bits; 0 without alpha. */
function opaqueOf(samples: Samples, bits: number): number {
  if (samples.isAlpha !== true || isConstant(samples)) return 0;
  const { data, channels } = samples;
  if (data instanceof Uint8Array) return 255;
  const white = 2 ** bits - 1;
  for (let i = channels - 1; i < data.length; i += channels) {
    if ((data[i] ?? 0) > white) return 65535;
  }
  return white;
}
