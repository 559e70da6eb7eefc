/**
 * Frames of animated PNG. libvips reads the default picture alone, so each frame is made a PNG of its
 * own, decoded, and put on what the frames before left.
 *
 * Source: W3C, Portable Network Graphics (PNG) Specification, third edition, "APNG: frame-based animation".
 *
 * @module
 */
import type { Size } from '../../image/rgb-image.ts';
import { PNG_SIGNATURE, pngChunks, uint32At } from '../../picture-file/png-chunks.ts';
import { pngChunk } from './png-chunk.ts';
import type { Samples } from '../../picture-file/samples.ts';

/** A frame as the file holds it. */
interface Frame extends Size {
  readonly x: number;
  readonly y: number;
  /** What becomes of its area before the next frame: it stays, is cleared, or as it was before. */
  readonly dispose: number;
  /** Whether it lies over what is there, rather than in its place. */
  readonly isOver: boolean;
  /** The frame alone as a PNG. */
  readonly png: Uint8Array;
}

const CLEAR = 1;
const RESTORE = 2;

/** Decodes a PNG of one picture to RGBA of 8 bits. */
export type RgbaDecoder = (png: Uint8Array) => Promise<Samples>;

/**
 * Plays an animation up to one of its frames.
 *
 * @param bytes - The whole file, its size in pixels already found acceptable.
 * @param number - Of the picture, from 0; a default picture that is no frame is number 0.
 * @returns RGBA of the whole canvas, shape [height, width, 4].
 * @throws {@link Error} if frames are missing or damaged.
 */
export async function playTo(
  bytes: Uint8Array,
  number: number,
  decode: RgbaDecoder,
): Promise<Samples> {
  const { canvas, frames, hasOwnDefault } = readFrames(bytes);
  if (hasOwnDefault && number === 0) return decode(bytes);
  const last = number - (hasOwnDefault ? 1 : 0);
  if (last >= frames.length) throw new Error(`it ends after ${frames.length} frames`);
  let data = new Uint8Array(canvas.width * canvas.height * 4);
  for (const [i, frame] of frames.entries()) {
    const before = frame.dispose === RESTORE && i < last ? data.slice() : data;
    draw({ data, ...canvas }, await decode(frame.png), frame);
    if (i === last) break;
    if (frame.dispose === RESTORE) data = before;
    if (frame.dispose === CLEAR) clear({ data, ...canvas }, frame);
  }
  return { data, ...canvas, channels: 4 };
}

function readFrames(bytes: Uint8Array): {
  canvas: Size;
  frames: Frame[];
  hasOwnDefault: boolean;
} {
  /** What every frame has in common: header, palette, transparent colour. */
  const common: [kind: string, body: Uint8Array][] = [];
  const open: { control: Uint8Array; data: Uint8Array[] }[] = [];
  let hasOwnDefault = false;
  for (const { kind, body } of pngChunks(bytes)) {
    if (['IHDR', 'PLTE', 'tRNS', 'sBIT'].includes(kind)) common.push([kind, body]);
    if (kind === 'fcTL') open.push({ control: body, data: [] });
    const frame = open[open.length - 1];
    if (kind === 'IDAT' && frame === undefined) hasOwnDefault = true;
    if (kind === 'IDAT') frame?.data.push(body);
    // Its first four bytes are its number in the sequence.
    if (kind === 'fdAT') frame?.data.push(body.subarray(4));
  }
  const header = common[0]?.[1] ?? new Uint8Array(13);
  const canvas = { width: uint32At(header, 0), height: uint32At(header, 4) };
  const frames = open.map(({ control, data }): Frame => {
    const place = {
      width: uint32At(control, 4),
      height: uint32At(control, 8),
      x: uint32At(control, 12),
      y: uint32At(control, 16),
    };
    const { width, height, x, y } = place;
    if (x + width > canvas.width || y + height > canvas.height) {
      throw new Error('a frame lies outside of the picture');
    }
    const png = toPng(common, place, data);
    return { ...place, dispose: control[24] ?? 0, isOver: control[25] === 1, png };
  });
  return { canvas, frames, hasOwnDefault };
}

function toPng(
  common: readonly (readonly [kind: string, body: Uint8Array])[],
  { width, height }: Size,
  data: readonly Uint8Array[],
): Uint8Array {
  const chunks = common.map(([kind, body]) => {
    const own = Buffer.from(body);
    if (kind === 'IHDR') {
      own.writeUInt32BE(width, 0);
      own.writeUInt32BE(height, 4);
    }
    return pngChunk(kind, own);
  });
  return Buffer.concat([
    Buffer.from(PNG_SIGNATURE, 'latin1'),
    ...chunks,
    pngChunk('IDAT', Buffer.concat(data)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A canvas of RGBA, shape [height, width, 4]. */
interface Canvas extends Size {
  readonly data: Uint8Array;
}

function draw(canvas: Canvas, picture: Samples, { x, y, width, height, isOver }: Frame): void {
  if (picture.width !== width || picture.height !== height) {
    throw new Error('a frame has another size than it says');
  }
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = (row * width + column) * 4;
      const to = ((y + row) * canvas.width + x + column) * 4;
      blend(canvas.data.subarray(to, to + 4), picture.data.subarray(from, from + 4), isOver);
    }
  }
}

/** Lays one pixel over another, or in its place; RGBA, not premultiplied. */
function blend(below: Uint8Array, above: Uint8Array | Uint16Array, isOver: boolean): void {
  const [, , , alpha = 255] = above;
  if (!isOver || alpha === 255) {
    below.set(above);
    return;
  }
  if (alpha === 0) return;
  const [, , , beneath = 0] = below;
  const rest = (beneath * (255 - alpha)) / 255;
  const sum = alpha + rest;
  for (let c = 0; c < 3; c++) {
    below[c] = Math.round(((above[c] ?? 0) * alpha + (below[c] ?? 0) * rest) / sum);
  }
  below[3] = Math.round(sum);
}

function clear({ data, width: pitch }: Canvas, { x, y, width, height }: Frame): void {
  for (let row = y; row < y + height; row++) {
    data.fill(0, (row * pitch + x) * 4, (row * pitch + x + width) * 4);
  }
}
