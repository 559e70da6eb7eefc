/**
 * Pictures of the Netpbm family (PBM, PGM, PPM, PAM), plain and raw, up to 16 bits; the packaged libvips
 * does not read them.
 *
 * Source: the Netpbm manual, pages pbm, pgm, ppm and pam.
 *
 * @module
 */
import { strFromU8 } from 'fflate';
import type { Size } from '../image/rgb-image.ts';
import type { Samples } from './samples.ts';

/** What the header of a Netpbm picture says. */
export interface NetpbmHeader extends Size {
  /** 1 to 7, the digit behind the P. */
  readonly format: number;
  /** Samples a pixel. */
  readonly channels: number;
  /** The sample that is white. */
  readonly largest: number;
  /** Where the samples begin in the file. */
  readonly start: number;
}

const PAM = 7;
/** Meanings of the samples of PAM that are read; without one, their number tells. */
const TUPLE_TYPES = /^(?:BLACKANDWHITE|GRAYSCALE|RGB)(?:_ALPHA)?$/;
const PLAIN: readonly number[] = [1, 2, 3];
/** PBM, plain and raw: 1 is black, and a sample is a bit. */
const BITMAPS: readonly number[] = [1, 4];

/**
 * Reads the header of a picture.
 *
 * @param bytes - The whole file, shape [size].
 * @param at - Where the picture begins.
 * @throws {@link Error} if it is damaged.
 */
export function readNetpbmHeader(bytes: Uint8Array, at = 0): NetpbmHeader {
  const format = (bytes[at + 1] ?? 0) - 0x30;
  const header = format === PAM ? pamHeader(bytes, at) : pnmHeader(bytes, at, format);
  const { width, height, channels, largest } = header;
  const isSound =
    [width, height, channels, largest].every((n) => Number.isInteger(n) && n > 0) &&
    largest <= 65535 &&
    channels <= 4;
  if (!isSound) {
    throw new Error(`its header says ${width} x ${height} x ${channels}, at most ${largest}`);
  }
  return header;
}

/**
 * Decodes a picture.
 *
 * @param bytes - The whole file, shape [size].
 * @param header - Of the same picture, its number of pixels already found acceptable.
 * @returns Samples of 8 bits, 255 for white; of 16 bits as they are if the largest is above 255.
 * @throws {@link Error} if it is cut off, or a sample is above the largest.
 */
export function decodeNetpbm(bytes: Uint8Array, header: NetpbmHeader): Samples {
  const { width, height, channels, largest } = header;
  const count = width * height * channels;
  const isPlain = PLAIN.includes(header.format);
  // A plain sample has a digit at least. Checked before anything of the size claimed is allocated.
  assertLength(bytes, header.start + (isPlain ? count : rawBytes(header)));
  const data = largest > 255 ? new Uint16Array(count) : new Uint8Array(count);
  if (isPlain) readPlain(bytes, header, data);
  else if (header.format === 4) readBits(bytes, header, data);
  else readRaw(bytes, header, data);
  const white = largest < 255 ? 255 : largest;
  for (let i = 0; i < count; i++) {
    const sample = data[i] ?? 0;
    if (sample > largest) throw tooLarge(sample, largest);
    if (white !== largest) data[i] = Math.round((sample * white) / largest);
  }
  return { data, width, height, channels };
}

/** Where the samples of a picture end; of a plain one, where they begin, as a letter ends them. */
export function endOfNetpbm(header: NetpbmHeader): number {
  return header.start + (PLAIN.includes(header.format) ? 0 : rawBytes(header));
}

function rawBytes({ format, width, height, channels, largest }: NetpbmHeader): number {
  if (format === 4) return Math.ceil(width / 8) * height;
  return width * height * channels * (largest > 255 ? 2 : 1);
}

function pnmHeader(bytes: Uint8Array, at: number, format: number): NetpbmHeader {
  const reader = new WordReader(bytes, at + 2);
  const [width, height] = [reader.number(), reader.number()];
  const largest = BITMAPS.includes(format) ? 1 : reader.number();
  const channels = format === 3 || format === 6 ? 3 : 1;
  // One blank ends the header, as samples of raw ones may look like blanks.
  return { format, width, height, channels, largest, start: reader.position + 1 };
}

function pamHeader(bytes: Uint8Array, at: number): NetpbmHeader {
  const values = new Map<string, number>();
  let position = at + 3;
  for (;;) {
    const end = bytes.indexOf(0x0a, position);
    if (end < 0) throw new Error('its header is cut off');
    const [name = '', value = ''] = strFromU8(bytes.subarray(position, end), true)
      .trim()
      .split(/\s+/);
    position = end + 1;
    if (name === 'ENDHDR') break;
    if (name === 'TUPLTYPE' && !TUPLE_TYPES.test(value)) throw new Error(`its pixels are ${value}`);
    values.set(name, Number(value));
  }
  const valueOf = (name: string): number => values.get(name) ?? 0;
  return {
    format: PAM,
    width: valueOf('WIDTH'),
    height: valueOf('HEIGHT'),
    channels: valueOf('DEPTH'),
    largest: valueOf('MAXVAL'),
    start: position,
  };
}

function readPlain(bytes: Uint8Array, header: NetpbmHeader, data: Uint8Array | Uint16Array): void {
  const reader = new WordReader(bytes, header.start);
  const isBitmap = header.format === 1;
  for (let i = 0; i < data.length; i++) {
    const sample = isBitmap ? 1 - reader.digit() : reader.number();
    if (sample > header.largest) throw tooLarge(sample, header.largest);
    data[i] = sample;
  }
}

function readBits(bytes: Uint8Array, header: NetpbmHeader, data: Uint8Array | Uint16Array): void {
  const { width, height, start } = header;
  const stride = Math.ceil(width / 8);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const byte = bytes[start + y * stride + (x >> 3)] ?? 0;
      data[i] = 1 - ((byte >> (7 - (x & 7))) & 1);
    }
  }
}

function readRaw(bytes: Uint8Array, header: NetpbmHeader, data: Uint8Array | Uint16Array): void {
  const { start } = header;
  if (data instanceof Uint8Array) {
    data.set(bytes.subarray(start, start + data.length));
    return;
  }
  for (let i = 0, at = start; i < data.length; i++, at += 2) {
    data[i] = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  }
}

function tooLarge(sample: number, largest: number): Error {
  return new Error(`a sample is ${sample}, above the largest of ${largest}`);
}

function assertLength({ length }: Uint8Array, end: number): void {
  if (length < end) throw new Error(`it ends after ${length} of ${end} bytes`);
}

/** Numbers in words of ASCII; from `#` to the end of a line is a comment. */
class WordReader {
  position: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, position: number) {
    this.#bytes = bytes;
    this.position = position;
  }

  number(): number {
    this.#skip();
    const start = this.position;
    while (isDigit(this.#bytes[this.position])) this.position++;
    const text = strFromU8(this.#bytes.subarray(start, this.position), true);
    if (text === '' || text.length > 10) throw new Error('a number is missing or damaged');
    return Number(text);
  }

  /** One digit: those of plain bitmaps need no blanks between. */
  digit(): number {
    this.#skip();
    const byte = this.#bytes[this.position++] ?? 0;
    if (byte !== 0x30 && byte !== 0x31) throw new Error('a pixel is missing or damaged');
    return byte - 0x30;
  }

  #skip(): void {
    for (;;) {
      const byte = this.#bytes[this.position] ?? 0;
      if (byte === 0x23) {
        const end = this.#bytes.indexOf(0x0a, this.position);
        this.position = end < 0 ? this.#bytes.length : end;
      } else if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) {
        this.position++;
      } else return;
    }
  }
}

function isDigit(byte = 0): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
