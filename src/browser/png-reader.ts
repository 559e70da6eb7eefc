/**
 * Pixels of PNG files as the file has them. Browsers decode PNG too, but give 8 of 16 bits, colours multiplied by
 * their alpha, and half a picture where the other half is missing.
 *
 * Source: W3C, Portable Network Graphics (PNG) Specification, third edition.
 *
 * @module
 */
import { pngChunks, uint32At } from '../picture-file/png-chunks.ts';
import type { Samples } from '../picture-file/samples.ts';
import { crc32 } from './crc32.ts';
import { inflateZlib } from './inflate.ts';
import { orientationOf, turned } from './orientation.ts';
import { colourful, type PngColours } from './png-colours.ts';
import { channelsOf, type PngHeader, readPngHeader } from './png-header.ts';

/** Where the pixels of each pass of Adam7 begin, and how far apart they are. */
const ADAM7: readonly Pass[] = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
];
const WHOLE: Pass = { x: 0, y: 0, dx: 1, dy: 1 };

interface Pass {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

/**
 * Decodes a PNG; of an animation the default picture.
 *
 * @param bytes - The whole file, shape [size].
 * @returns Grey or RGB, perhaps with alpha; 8 or 16 bits, as the file has them.
 * @throws {@link Error} if it is damaged or cut off.
 */
export async function decodePng(bytes: Uint8Array): Promise<Samples> {
  const header = readPngHeader(bytes);
  const { data, orientation, ...colours } = readChunks(bytes);
  if (header.colourType === 3 && colours.palette.length === 0) throw new Error('it has no palette');
  const samples = unfilter(await inflateZlib(data), header);
  return turned(colourful(samples, header, colours), orientation);
}

/** What the chunks hold. */
interface PngContent extends PngColours {
  /** Compressed pixels. */
  readonly data: readonly Uint8Array[];
  /** How the picture lies, 1 to 8. */
  readonly orientation: number;
}

/** Checks every chunk by its checksum. */
function readChunks(bytes: Uint8Array): PngContent {
  const data: Uint8Array[] = [];
  let palette: Uint8Array = new Uint8Array();
  let transparency: Uint8Array | undefined;
  let orientation = 1;
  let isWhole = false;
  for (const { kind, body } of pngChunks(bytes)) {
    const at = body.byteOffset - bytes.byteOffset;
    if (crc32(bytes.subarray(at - 4, at + body.length)) !== uint32At(bytes, at + body.length))
      throw new Error(`the checksum of its chunk ${kind} does not match`);
    if (kind === 'PLTE') palette = body;
    if (kind === 'tRNS') transparency = body;
    if (kind === 'IDAT') data.push(body);
    if (kind === 'eXIf') orientation = orientationOf(body);
    isWhole = kind === 'IEND';
    if (isWhole) break;
  }
  if (!isWhole) throw new Error('it ends before its last chunk');
  return { data, palette, transparency, orientation };
}

/**
 * Samples of all passes in their places.
 *
 * @param packed - What the compressed data hold.
 * @returns A value a sample, shape [height, width, channels].
 */
function unfilter(packed: Uint8Array, header: PngHeader): Uint8Array | Uint16Array {
  const { width, height, bits, isInterlaced } = header;
  const channels = channelsOf(header);
  const length = width * height * channels;
  const samples = bits === 16 ? new Uint16Array(length) : new Uint8Array(length);
  let at = 0;
  for (const pass of isInterlaced ? ADAM7 : [WHOLE]) {
    const columns = Math.ceil((width - pass.x) / pass.dx);
    const rows = Math.ceil((height - pass.y) / pass.dy);
    if (columns <= 0 || rows <= 0) continue;
    const stride = Math.ceil((columns * channels * bits) / 8);
    const step = Math.max(1, (channels * bits) / 8);
    let above: Uint8Array = new Uint8Array(stride);
    for (let row = 0; row < rows; row++) {
      if (at + 1 + stride > packed.length) throw new Error('its pixels are cut off');
      const line = packed.subarray(at + 1, at + 1 + stride);
      undoFilter(packed[at] ?? 0, line, above, step);
      at += 1 + stride;
      above = line;
      const into = ((pass.y + row * pass.dy) * width + pass.x) * channels;
      spread(line, samples, { into, columns, channels, bits, apart: pass.dx * channels });
    }
  }
  if (at !== packed.length) throw new Error('it has more data than pixels');
  return samples;
}

/** Undoes the filter of one row in place; `step` bytes back stands the pixel to the left. */
function undoFilter(filter: number, line: Uint8Array, above: Uint8Array, step: number): void {
  if (filter > 4) throw new Error(`a row has the filter ${filter}, which there is none of`);
  if (filter === 0) return;
  for (let i = 0; i < line.length; i++) {
    const left = i < step ? 0 : (line[i - step] ?? 0);
    const up = above[i] ?? 0;
    const corner = i < step ? 0 : (above[i - step] ?? 0);
    line[i] = (line[i] ?? 0) + predicted(filter, left, up, corner);
  }
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const [a, b, c] = [
    Math.abs(up - corner),
    Math.abs(left - corner),
    Math.abs(left + up - 2 * corner),
  ];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

interface RowPlace {
  /** Where its first sample belongs. */
  readonly into: number;
  readonly columns: number;
  readonly channels: number;
  readonly bits: number;
  /** Samples from one pixel to the next. */
  readonly apart: number;
}

/** Puts the samples of a row where they belong. */
function spread(
  line: Uint8Array,
  samples: Uint8Array | Uint16Array,
  { into, columns, channels, bits, apart }: RowPlace,
): void {
  if (bits === 8 && apart === channels) {
    samples.set(line, into);
    return;
  }
  for (let column = 0, i = 0; column < columns; column++) {
    for (let c = 0; c < channels; c++, i++) {
      samples[into + column * apart + c] = sampleAt(line, i, bits);
    }
  }
}

function sampleAt(line: Uint8Array, i: number, bits: number): number {
  if (bits === 16) return ((line[2 * i] ?? 0) << 8) | (line[2 * i + 1] ?? 0);
  if (bits === 8) return line[i] ?? 0;
  const first = i * bits;
  return ((line[first >> 3] ?? 0) >> (8 - bits - (first & 7))) & (2 ** bits - 1);
}
