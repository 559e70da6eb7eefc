/**
 * How many pictures a file holds, and where each is.
 *
 * @module
 */
import sharp from 'sharp';
import { readJpegFacts } from './jpeg-segments.ts';
import { netpbmStarts } from './netpbm.ts';
import type { PictureKind } from './decodable-kind.ts';
import { readPngFacts } from './png-chunks.ts';
import { readTiffDirectories, type TiffDirectory } from './tiff-directory.ts';

/** One picture of a file. */
export interface PicturePage {
  /** The file, or the part of it that is a file of its own, shape [size]. */
  readonly bytes: Uint8Array;
  /** Its number in these bytes, from 0. */
  readonly page: number;
  /** What a TIFF says of it. */
  readonly directory?: TiffDirectory;
}

/**
 * The pictures of a file in its order. Smaller copies and masks of a picture, thumbnails and gain maps
 * are none of their own.
 *
 * @param bytes - The whole file, shape [size].
 * @throws {@link Error} if it is damaged.
 */
export async function pagesOf(
  bytes: Uint8Array,
  kind: PictureKind,
): Promise<readonly PicturePage[]> {
  switch (kind) {
    case 'bmp':
      return [{ bytes, page: 0 }];
    case 'png':
      return numbered(bytes, readPngFacts(bytes).pictures);
    case 'jpeg':
      return readJpegFacts(bytes).pictures.map(({ start, end }) => ({
        bytes: bytes.subarray(start, end),
        page: 0,
      }));
    case 'pnm':
      return netpbmStarts(bytes).map((start) => ({ bytes: bytes.subarray(start), page: 0 }));
    case 'tiff':
      return tiffPages(bytes);
    case 'webp':
    case 'avif':
      break;
  }
  const { pages = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata();
  return numbered(bytes, pages);
}

function tiffPages(bytes: Uint8Array): PicturePage[] {
  const all = readTiffDirectories(bytes);
  const pictures = all.filter(({ isAuxiliary }) => !isAuxiliary);
  return (pictures.length > 0 ? pictures : all.slice(0, 1)).map((directory) => ({
    bytes,
    page: directory.index,
    directory,
  }));
}

function numbered(bytes: Uint8Array, count: number): PicturePage[] {
  return Array.from({ length: count }, (_, page) => ({ bytes, page }));
}
