/**
 * Pictures behind the end of another in one file, as two files written to one name: whoever reads the
 * first alone would pass a part that nobody looked at. What cameras append and is no picture of its own
 * counts for nothing: previews, gain maps, videos, notes, zeros.
 *
 * @module
 */
import sharp from 'sharp';
import type { Size } from '../../image/rgb-image.ts';
import { readBmpHeader } from '../../picture-file/bmp-header.ts';
import { kindOfPicture } from '../../picture-file/decodable-kind.ts';
import type { PictureKind } from '../../picture-file/picture-signatures.ts';
import { isGainMap, type Span } from '../../picture-file/jpeg-segments.ts';
import { endOfNetpbm, readNetpbmHeader } from '../../picture-file/netpbm.ts';
import { PNG_SIGNATURE } from '../../picture-file/png-chunks.ts';
import { readTiffDirectories } from './tiff-directory.ts';

/** Bytes that begin a kind of file (as Latin-1), and where they stand in it. */
const SIGNS: readonly (readonly [bytes: string, at: number, kind: PictureKind])[] = [
  [PNG_SIGNATURE, 0, 'png'],
  ['\xff\xd8\xff', 0, 'jpeg'],
  ...['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].map((bytes) => [bytes, 0, 'tiff'] as const),
  ['WEBP', 8, 'webp'],
  ['ftyp', 4, 'avif'],
  ['BM', 0, 'bmp'],
  ...['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7'].map((bytes) => [bytes, 0, 'pnm'] as const),
];

/** Beginnings of pictures that are looked into; no camera appends more that are none. */
const MOST_LOOKS = 1000;

/** No pixels are decoded, however many there are. */
const HEADER_ALONE = { limitInputPixels: false } as const;

/** A picture behind another. */
export interface AppendedPicture {
  /** Where it begins in the file. */
  readonly start: number;
  readonly kind: PictureKind;
}

/** Where to look for it. */
export interface AppendedSearch {
  /** The kind of the picture in front. */
  readonly kind: PictureKind;
  /** Where that ends. */
  readonly end: number;
  /** Places behind it of which something else is known. */
  readonly known?: readonly Span[] | undefined;
}

/**
 * Finds the next picture behind the end of the first one of a file.
 *
 * @param bytes - The file, or what follows in it from that picture on, shape [size].
 * @returns None if what follows is no picture, or a JPEG of at most half its width and height, which is a preview.
 * @throws {@link Error} if there are so many beginnings that it cannot be told.
 */
export async function findAppendedPicture(
  bytes: Uint8Array,
  { kind: kindOfFirst, end, known = [] }: AppendedSearch,
): Promise<AppendedPicture | undefined> {
  let first: Size | undefined;
  let looks = 0;
  for (const { start, kind } of beginnings(bytes, end)) {
    if (known.some((span) => start >= span.start && start < span.end)) continue;
    const rest = bytes.subarray(start);
    if (!isOfKind(rest, kind)) continue;
    if (++looks > MOST_LOOKS)
      throw new Error('pictures seem to begin at too many places behind its end');
    const size = await sizeOf(rest, kind);
    if (size === undefined) continue;
    if (kind !== 'jpeg') return { start, kind };
    first ??= await sizeOf(bytes, kindOfFirst);
    if (!(first !== undefined && isPreview(size, first)) && !isGainMap(rest))
      return { start, kind };
  }
  return undefined;
}

/** Where pictures may begin, in order. */
function* beginnings(bytes: Uint8Array, from: number): Generator<AppendedPicture, void> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const search = SIGNS.map(([text, at, kind]) => {
    const sign = Buffer.from(text, 'latin1');
    const next = (after: number): number => {
      const place = buffer.indexOf(sign, after + at);
      return place < 0 ? Infinity : place - at;
    };
    return { kind, next, start: next(from) };
  });
  for (;;) {
    const nearest = search.reduce((a, b) => (b.start < a.start ? b : a));
    if (nearest.start === Infinity) return;
    yield { start: nearest.start, kind: nearest.kind };
    nearest.start = nearest.next(nearest.start + 1);
  }
}

function isOfKind(bytes: Uint8Array, kind: PictureKind): boolean {
  try {
    return kindOfPicture(bytes, '') === kind;
  } catch {
    return false;
  }
}

/** The size of a picture by its header, of a TIFF that of its largest; undefined if there is no such header. */
async function sizeOf(bytes: Uint8Array, kind: PictureKind): Promise<Size | undefined> {
  try {
    if (kind === 'bmp') return readBmpHeader(bytes);
    if (kind === 'pnm') {
      const header = readNetpbmHeader(bytes);
      return endOfNetpbm(header) <= bytes.length ? header : undefined;
    }
    if (kind === 'tiff') {
      return readTiffDirectories(bytes).reduce((a, b) =>
        b.width * b.height > a.width * a.height ? b : a,
      );
    }
    return await sharp(bytes, HEADER_ALONE).metadata();
  } catch {
    // Of AVIF sequences libvips reads no header. That brand stands nowhere by chance.
    return kind === 'avif' ? { width: 0, height: 0 } : undefined;
  }
}

function isPreview(a: Size, of: Size): boolean {
  const [long, short] = [Math.max(a.width, a.height), Math.min(a.width, a.height)];
  return long * 2 <= Math.max(of.width, of.height) && short * 2 <= Math.min(of.width, of.height);
}
