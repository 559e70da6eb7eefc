/** Bytes of sound pictures as cameras write them, made by hand where no encoder would. */
import { deflateSync } from 'node:zlib';
import { pngChunk, tiffDirectory } from './hostile-bytes.ts';

/** One picture: samples row by row, shape [height, width, channels]. */
export interface RawPicture {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** 8 or 16 bits a sample. */
  readonly data: Uint8Array | Uint16Array;
}

/** Tags of a TIFF directory: number and value, each a 32-bit integer. */
type Tags = readonly (readonly [tag: number, value: number])[];

/** An uncompressed TIFF, one directory a picture, each with further tags in place of its own. */
export function tiffPages(pages: readonly (RawPicture & { readonly tags?: Tags })[]): Buffer {
  const header = Buffer.from('II*\0\0\0\0\0', 'latin1');
  const parts: Buffer[] = [header];
  let at = header.length;
  let link: readonly [Buffer, number] = [header, 4];
  for (const { width, height, channels, data, tags = [] } of pages) {
    const samples = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const own: Tags = [
      [256, width],
      [257, height],
      [258, data.BYTES_PER_ELEMENT * 8],
      [259, 1],
      [262, channels < 3 ? 1 : 2],
      [273, at],
      [277, channels],
      [278, height],
      [279, samples.length],
    ];
    const directory = tiffDirectory([...own, ...tags]);
    link[0].writeUInt32LE(at + samples.length, link[1]);
    link = [directory, directory.length - 4];
    parts.push(samples, directory);
    at += samples.length + directory.length;
  }
  return Buffer.concat(parts);
}

/** A PNG of 8 or 16 bits, with further chunks in front of its pixels. */
export function rawPng(
  { width, height, channels, data }: RawPicture,
  chunks: readonly (readonly [kind: string, body: Buffer])[] = [],
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = data.BYTES_PER_ELEMENT * 8;
  header[9] = [0, 0, 4, 2, 6][channels] ?? 0;
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    ...chunks.map(([kind, body]) => pngChunk(kind, body)),
    pngChunk('IDAT', packRows({ width, height, channels, data })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function packRows({ width, height, channels, data }: RawPicture): Buffer {
  const samples = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const bytes = Buffer.from(samples);
  if (data.BYTES_PER_ELEMENT === 2) bytes.swap16();
  const pitch = width * channels * data.BYTES_PER_ELEMENT;
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.concat([Buffer.alloc(1), bytes.subarray(y * pitch, (y + 1) * pitch)]),
  );
  return deflateSync(Buffer.concat(rows));
}

/** A frame of an animation: where it lies, and how it is laid on what is there. */
export interface AnimationFrame extends RawPicture {
  readonly x?: number;
  readonly y?: number;
  /** 0 stays, 1 is cleared, 2 is as before. */
  readonly dispose?: number;
  /** 0 in place of what is there, 1 over it. */
  readonly blend?: number;
}

/** An animated PNG of RGBA; the first frame is its default picture unless one is named. */
export function animatedPng(frames: readonly AnimationFrame[], poster?: RawPicture): Buffer {
  const [first = { width: 1, height: 1, channels: 4, data: new Uint8Array(4) }] = frames;
  const count = Buffer.alloc(8);
  count.writeUInt32BE(frames.length);
  let sequence = 0;
  const control = (frame: AnimationFrame): Buffer => {
    const body = Buffer.alloc(26);
    const { width, height, x = 0, y = 0, dispose = 0, blend = 0 } = frame;
    for (const [i, value] of [sequence++, width, height, x, y].entries()) {
      body.writeUInt32BE(value, i * 4);
    }
    body[24] = dispose;
    body[25] = blend;
    return body;
  };
  const own = poster ? [] : [['fcTL', control(first)] as const];
  const still = rawPng(poster ?? first, [['acTL', count], ...own]);
  const later = (poster ? frames : frames.slice(1)).map((frame) => {
    const head = pngChunk('fcTL', control(frame));
    const number = Buffer.alloc(4);
    number.writeUInt32BE(sequence++);
    return Buffer.concat([head, pngChunk('fdAT', Buffer.concat([number, packRows(frame)]))]);
  });
  // The last twelve bytes are the end chunk.
  return Buffer.concat([still.subarray(0, -12), ...later, still.subarray(-12)]);
}

/** JPEGs in one file with an index (MPO), each of a type of CIPA DC-007, 0x030000 by default. */
export function multiPicture(jpegs: readonly Buffer[], types: readonly number[] = []): Buffer {
  const [first = Buffer.alloc(0)] = jpegs;
  const entries = Buffer.alloc(16 * jpegs.length);
  const index = Buffer.alloc(8 + 2 + 12 + 4);
  index.write('II*\0', 'latin1');
  index.writeUInt32LE(8, 4);
  index.writeUInt16LE(1, 8);
  index.writeUInt16LE(0xb002, 10);
  index.writeUInt16LE(7, 12);
  index.writeUInt32LE(entries.length, 14);
  index.writeUInt32LE(index.length, 18);
  const body = (): Buffer => Buffer.concat([Buffer.from('MPF\0', 'latin1'), index, entries]);
  const size = Buffer.from([0xff, 0xe2, 0, 0]);
  size.writeUInt16BE(body().length + 2, 2);
  let at = first.length + size.length + body().length;
  for (const [i, jpeg] of jpegs.entries()) {
    entries.writeUInt32LE(types[i] ?? 0x030000, i * 16);
    entries.writeUInt32LE(i === 0 ? at : jpeg.length, i * 16 + 4);
    // Offsets count from the header of the index, which stands behind SOI, marker, size and name.
    if (i === 0) continue;
    entries.writeUInt32LE(at - 10, i * 16 + 8);
    at += jpeg.length;
  }
  return Buffer.concat([first.subarray(0, 2), size, body(), first.subarray(2), ...jpegs.slice(1)]);
}

/** A JPEG whose scan header names no coefficients but the first, as some firmware writes. */
export function withBadScan(jpeg: Buffer): Buffer {
  const sloppy = Buffer.from(jpeg);
  const scan = sloppy.indexOf(Buffer.from([0xff, 0xda]));
  sloppy[scan + 4 + 1 + sloppy.readUInt8(scan + 4) * 2 + 1] = 0;
  return sloppy;
}

/** A JPEG with two bytes between two of its segments. */
export function withStrayBytes(jpeg: Buffer): Buffer {
  const table = jpeg.indexOf(Buffer.from([0xff, 0xc4]));
  return Buffer.concat([jpeg.subarray(0, table), Buffer.from([0x12, 0x34]), jpeg.subarray(table)]);
}

/** A progressive JPEG that ends so many scans before its last one, by its own mark; and how many it had. */
export function withoutScans(jpeg: Buffer, missing: number): { jpeg: Buffer; scans: number } {
  const starts: number[] = [];
  const mark = Buffer.from([0xff, 0xda]);
  // Within the data of scans, FF is followed by 0.
  for (let at = jpeg.indexOf(mark); at >= 0; at = jpeg.indexOf(mark, at + 2)) starts.push(at);
  const end = starts.at(-missing);
  if (missing === 0 || end === undefined) return { jpeg, scans: starts.length };
  const cut = Buffer.concat([jpeg.subarray(0, end), Buffer.from([0xff, 0xd9])]);
  return { jpeg: cut, scans: starts.length };
}
