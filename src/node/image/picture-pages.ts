/**
 * How many pictures a file holds, and where each is.
 *
 * @module
 */
import sharp from 'sharp';
import { findAppendedPicture } from './appended-picture.ts';
import { asStillAvif, endOfAvif, framesOfAvif } from './avif-boxes.ts';
import { endOfBmp } from '../../picture-file/bmp.ts';
import { readBmpHeader } from '../../picture-file/bmp-header.ts';
import { readJpegFacts, type Span } from '../../picture-file/jpeg-segments.ts';
import { endOfNetpbm, readNetpbmHeader } from '../../picture-file/netpbm.ts';
import type { PictureKind } from '../../picture-file/picture-signatures.ts';
import { endOfPng, readPngFacts } from '../../picture-file/png-chunks.ts';
import { readTiffDirectories, type TiffDirectory } from './tiff-directory.ts';

/** One picture of a file. */
export interface PicturePage {
  /** The file, or the part of it that is a file of its own, shape [size]. */
  readonly bytes: Uint8Array;
  /** What these bytes are: pictures behind each other may be of several kinds. */
  readonly kind: PictureKind;
  /** Its number in these bytes, from 0. */
  readonly page: number;
  /** What a TIFF says of it. */
  readonly directory?: TiffDirectory;
  /** Whether it is one of a sequence (AVIF) that no decoder at hand reads. */
  readonly isUnread?: boolean;
}

/**
 * The pictures of a file in its order, those behind the end of the first too. Smaller copies and masks of
 * a picture, thumbnails, previews and gain maps are none of their own.
 *
 * @param bytes - The whole file, shape [size].
 * @throws {@link Error} if it is damaged.
 */
export async function pagesOf(
  bytes: Uint8Array,
  kind: PictureKind,
): Promise<readonly PicturePage[]> {
  const pages: PicturePage[] = [];
  let [rest, current] = [bytes, kind];
  for (;;) {
    const { end, known } = extentOf(rest, current);
    const next =
      end < rest.length
        ? await findAppendedPicture(rest, { kind: current, end, known })
        : undefined;
    const own = next === undefined ? rest : rest.subarray(0, next.start);
    pages.push(...(await picturesOf(own, current)));
    if (next === undefined) return pages;
    [rest, current] = [rest.subarray(next.start), next.kind];
  }
}

/** Where the first picture of a file ends, and what an index says of what follows. */
function extentOf(
  bytes: Uint8Array,
  kind: PictureKind,
): { readonly end: number; readonly known?: readonly Span[] } {
  switch (kind) {
    case 'bmp':
      return { end: endOfBmp(readBmpHeader(bytes)) };
    case 'png':
      return { end: endOfPng(bytes) };
    case 'jpeg': {
      const { end, indexed } = readJpegFacts(bytes);
      return { end, known: indexed };
    }
    case 'pnm':
      return { end: endOfNetpbm(readNetpbmHeader(bytes)) };
    case 'tiff':
      return { end: readTiffDirectories(bytes).reduce((most, { end }) => Math.max(most, end), 0) };
    case 'webp':
      return { end: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).readUInt32LE(4) + 8 };
    case 'avif':
      break;
  }
  return { end: endOfAvif(bytes) };
}

/** The pictures of a file that ends where its last one does. */
async function picturesOf(bytes: Uint8Array, kind: PictureKind): Promise<PicturePage[]> {
  switch (kind) {
    case 'bmp':
    case 'pnm':
      return numbered(bytes, kind, 1);
    case 'png':
      return numbered(bytes, kind, readPngFacts(bytes).pictures);
    case 'jpeg':
      return readJpegFacts(bytes).pictures.map(({ start, end }) => ({
        bytes: bytes.subarray(start, end),
        kind,
        page: 0,
      }));
    case 'tiff':
      return tiffPages(bytes);
    case 'avif':
      return avifPages(bytes);
    case 'webp':
      break;
  }
  return numbered(bytes, kind, await countBySharp(bytes));
}

/** How many pictures libvips tells of. */
async function countBySharp(bytes: Uint8Array): Promise<number> {
  const { pages = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata();
  return pages;
}

/** Of a sequence libvips reads the picture that stands for all of it, if there is one. */
async function avifPages(bytes: Uint8Array): Promise<PicturePage[]> {
  const frames = framesOfAvif(bytes);
  const still = frames === 0 ? bytes : asStillAvif(bytes);
  const readable = await countBySharp(still).catch((error: unknown) => {
    if (frames === 0) throw error;
    return 0;
  });
  return numbered(still, 'avif', Math.max(readable, frames)).map((page) =>
    page.page < readable ? page : { ...page, isUnread: true },
  );
}

function tiffPages(bytes: Uint8Array): PicturePage[] {
  const all = readTiffDirectories(bytes);
  const pictures = all.filter(({ isAuxiliary }) => !isAuxiliary);
  return (pictures.length > 0 ? pictures : all.slice(0, 1)).map((directory) => ({
    bytes,
    kind: 'tiff',
    page: directory.index,
    directory,
  }));
}

function numbered(bytes: Uint8Array, kind: PictureKind, count: number): PicturePage[] {
  return Array.from({ length: count }, (_, page) => ({ bytes, kind, page }));
}
