/**
 * Whether all of a picture's bytes are there, as far as its format can tell at little cost: a writer that
 * makes a file of its full size first, or stalls, is not done with it.
 *
 * @module
 */
import type { ByteSource } from './byte-source.ts';
import { tiffExtent } from './tiff-extent.ts';

/**
 * `whole`: as far as the format tells; `part`: bytes are missing; `zeros`: it ends in zeros, as a file
 * whose bytes have not come, or as a picture that is black there; `unknown`: the format does not tell.
 */
export type Wholeness = 'whole' | 'part' | 'zeros' | 'unknown';

/** Bytes at either end that are looked at. */
const WINDOW = 4096;
/** Bytes at the beginning of which every kind of picture has one that is not zero: zeros await a header. */
const SIGN = 16;
/** How far back an end mark is looked for behind zeros: cameras with buffers of one size write them. */
const MAX_PADDING = 4 * 2 ** 20;

/** Looks at the head and the tail of a picture. */
export async function wholenessOf(file: ByteSource): Promise<Wholeness> {
  if (file.size === 0) return 'part';
  const head = await file.read(0, WINDOW);
  if (isZero(head.subarray(0, SIGN))) return 'part';
  const text = head.toString('latin1', 0, 12);
  if (text.startsWith('\x89PNG')) return hasEndMark(file, 'IEND\xaeB`\x82');
  if (text.startsWith('\xff\xd8\xff')) return hasEndMark(file, '\xff\xd9');
  if (text.startsWith('RIFF') && text.endsWith('WEBP')) return reaches(file, riffExtent(head));
  if (text.startsWith('BM')) return reaches(file, bmpExtent(head));
  if (/^(II[*+]\0|MM\0[*+])/.test(text)) return reaches(file, await tiffExtent(file));
  if (/^P[56]\s/.test(text)) return reaches(file, pnmExtent(head));
  return 'unknown';
}

/** Whether a mark stands at the end, but for zeros and a few bytes more. */
async function hasEndMark(file: ByteSource, mark: string): Promise<Wholeness> {
  let end = file.size;
  let tail = await tailBefore(file, end);
  // Of a file that was cut since its size was told, nothing is read there.
  while (tail.length > 0 && isZero(tail) && end > WINDOW && file.size - end < MAX_PADDING) {
    end -= tail.length;
    tail = await tailBefore(file, end);
  }
  // A mark may stand across the border to what was passed.
  const beyond = await file.read(end, mark.length);
  return Buffer.concat([tail, beyond]).includes(mark, 0, 'latin1') ? 'whole' : 'part';
}

/** Whether the file reaches to where its header says that it does, and does not end in zeros there. */
async function reaches(file: ByteSource, extent: number | undefined): Promise<Wholeness> {
  if (extent === undefined) return 'unknown';
  if (extent > file.size) return 'part';
  // Of a small file a part of the pixels.
  const length = Math.min(WINDOW, extent >> 2);
  return isZero(await file.read(extent - length, length)) ? 'zeros' : 'whole';
}

function tailBefore(file: ByteSource, end: number): Promise<Buffer> {
  const start = Math.max(0, end - WINDOW);
  return file.read(start, end - start);
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}

function riffExtent(head: Buffer): number | undefined {
  return head.length < 12 ? undefined : head.readUInt32LE(4) + 8;
}

/** Of raw pixels; run-length encoded ones end where they end. */
function bmpExtent(head: Buffer): number | undefined {
  if (head.length < 34) return 54;
  const [pixels, headerSize] = [head.readUInt32LE(10), head.readUInt32LE(14)];
  if (headerSize < 40 || [1, 2].includes(head.readUInt32LE(30))) return undefined;
  const [width, height, bits] = [head.readInt32LE(18), head.readInt32LE(22), head.readUInt16LE(28)];
  const row = Math.ceil((width * bits) / 32) * 4;
  return pixels + row * Math.abs(height);
}

/** Source: netpbm, "pgm" and "ppm": width, height and largest value behind comments, then samples. */
function pnmExtent(head: Buffer): number | undefined {
  const text = head.toString('latin1');
  const space = String.raw`(?:\s|#[^\n]*\n)+`;
  const match = new RegExp(String.raw`^P([56])${space}(\d+)${space}(\d+)${space}(\d+)\s`).exec(
    text,
  );
  if (match === null) return undefined;
  const [whole, kind, width, height, largest] = match;
  const bytes = Number(largest) > 255 ? 2 : 1;
  return whole.length + Number(width) * Number(height) * (kind === '6' ? 3 : 1) * bytes;
}
