/**
 * Pictures from files: PNG, JPEG, TIFF, WebP and AVIF by libvips (sharp), BMP and PNM by our own readers.
 * docs/pictures.md tells for users what becomes of a picture; in short:
 *
 * - The kind is that of the content; the suffix of the name is not looked at.
 * - EXIF orientation is applied. Grey and palette become RGB.
 * - Alpha is flattened on black. Alpha that is the same everywhere is none. A sample beside the colours
 *   of a TIFF that is not said to be alpha is left out, with a warning.
 * - Of 16-bit samples the upper 8 bits that are used are kept: those of `sampleBits`, else of the
 *   file's word (PNG sBIT, TIFF MaxSampleValue and SMaxSampleValue, the largest of PNM), else all 16. Nothing is
 *   stretched by what one picture shows: that would hide a change of the light.
 * - Embedded colour profiles are ignored, as Pillow does, so pixels are those of the file; CMYK
 *   alone is converted by its profile (or a common one), since its samples are not RGB.
 * - A file of more than one picture is refused, unless one of them is asked for.
 * - Damaged and cut-off data are refused: half a picture must not be judged. A JPEG that is whole but
 *   against the standard is refused too, or read with a warning if `lenient` says so.
 *
 * @module
 */
import { FileError, ImageError } from '../../errors.ts';
import type { DecodedImage } from '../../image/decoded-image.ts';
import { printable } from '../../printable.ts';
import { readFileBytes } from '../files/files.ts';
import { kindOfPicture } from '../../picture-file/decodable-kind.ts';
import { pagesOf, type PicturePage } from './picture-pages.ts';
import { damaged, type SourceFile } from '../../picture-file/source-file.ts';
import { decodeBmpFile, decodePnmFile } from '../../picture-file/plain-files.ts';
import { type DecodedSamples, toDecodedImage } from '../../picture-file/used-bits.ts';
import { decodeBySharp } from './sharp-decoder.ts';

/** How pictures are decoded. */
export interface DecodeOptions {
  /** Pictures of more pixels are refused before any is decoded; 100 million by default. */
  readonly maxPixels?: number | undefined;
  /** Which picture of a file that holds several, from 1; without it such a file is refused. */
  readonly page?: number | undefined;
  /**
   * Bits that 16-bit samples use, 8 to 16: that of the part (`Part.sampleBits`). By default, and for
   * null, what each file says, else 16.
   */
  readonly sampleBits?: number | null | undefined;
  /** Whether a JPEG that is whole but written against the standard is read, with a warning; false by default. */
  readonly lenient?: boolean | undefined;
}

const DEFAULT_MAX_PIXELS = 100e6;

/**
 * Decodes a picture; see the head of this module for what becomes of it.
 *
 * @param bytes - The whole file, shape [size].
 * @param name - What errors call the picture, usually its path.
 * @returns An image of shape [height, width, 3].
 * @throws {@link ImageError} if it is empty, of another kind, too large, damaged or cut off, or one of several.
 */
export async function decodeImage(
  bytes: Uint8Array,
  name: string,
  options: DecodeOptions = {},
): Promise<DecodedImage> {
  const source = toSource(bytes, name, options);
  try {
    const page = choosePage(source, await pagesOf(bytes, source.kind), options.page);
    return await decodePage({ ...source, kind: page.kind }, page, options.sampleBits);
  } catch (error) {
    throw damaged(source, error);
  }
}

/**
 * Reads and decodes a picture file. Pipes and devices are refused, not waited for.
 *
 * @returns An image of shape [height, width, 3].
 * @throws {@link ImageError} if it is missing, forbidden, not a file, or cannot be decoded.
 */
export async function readImage(path: string, options: DecodeOptions = {}): Promise<DecodedImage> {
  return decodeImage(await readPictureBytes(path, options), path, options);
}

/**
 * Reads a picture file without decoding it.
 *
 * @returns The bytes, shape [size].
 * @throws {@link ImageError} if it is missing, forbidden, not a file, or larger than any picture of so many pixels.
 */
export async function readPictureBytes(
  path: string,
  options: DecodeOptions = {},
): Promise<Uint8Array> {
  try {
    return await readFileBytes(path, maxFileBytes(options));
  } catch (cause) {
    if (!(cause instanceof FileError)) throw cause;
    throw new ImageError(printable(path), cause.fault, cause.remedy, { cause });
  }
}

/**
 * Bytes of the largest file that is read: no kind needs more than 8 a pixel (RGBA of 16 bits) beside its
 * metadata, but for files of several pictures.
 */
export function maxFileBytes({ maxPixels = DEFAULT_MAX_PIXELS, page }: DecodeOptions = {}): number {
  return page === undefined ? maxPixels * 8 + 2 ** 26 : Infinity;
}

/**
 * Counts the pictures in a file: pages of a TIFF, frames of an animation, pictures of an MPO or PNM.
 *
 * @param bytes - The whole file, shape [size].
 * @throws {@link ImageError} if it is empty, of another kind or damaged.
 */
export async function countPictures(bytes: Uint8Array, name: string): Promise<number> {
  const source = toSource(bytes, name, {});
  try {
    return (await pagesOf(bytes, source.kind)).length;
  } catch (error) {
    throw damaged(source, error);
  }
}

/**
 * What all readers know of a file.
 *
 * @param bytes - The whole file, shape [size].
 */
export function toSource(
  bytes: Uint8Array,
  name: string,
  { maxPixels = DEFAULT_MAX_PIXELS, lenient = false }: DecodeOptions,
): SourceFile {
  return { kind: kindOfPicture(bytes, name), name: printable(name), maxPixels, lenient };
}

/**
 * The picture that is asked for, or the only one.
 *
 * @throws {@link ImageError} if there is none, several and none is asked for, or one that is not read.
 */
export function choosePage(
  { name }: SourceFile,
  pages: readonly PicturePage[],
  number: number | undefined,
): PicturePage {
  const [first] = pages;
  const page = number === undefined ? first : pages[number - 1];
  if (page === undefined) {
    const fault = `it has no picture ${number ?? 1}: expected 1 to ${pages.length}`;
    throw new ImageError(name, fault, 'Ask for a picture that it has.', { options: ['pages'] });
  }
  if (page.isUnread === true && (number !== undefined || pages.length === 1)) {
    throw new ImageError(
      name,
      'it is a picture of an AVIF sequence, of which the first is read at most: expected one alone',
      'Save it as a file of its own.',
    );
  }
  if (number !== undefined || pages.length === 1) return page;
  throw new ImageError(
    name,
    `it holds ${pages.length} pictures: expected one`,
    'Read them all, or the first alone, or save each as a file of its own.',
    { facts: { pictures: pages.length }, options: ['pages'] },
  );
}

async function decodePage(
  source: SourceFile,
  page: PicturePage,
  sampleBits: number | null | undefined,
): Promise<DecodedImage> {
  if (source.kind === 'bmp') return decodeBmpFile(source, page.bytes);
  return toDecodedImage(source, await decodeSamples(source, page), sampleBits);
}

/** Decodes a picture that is no BMP, its samples as they are. */
export async function decodeSamples(
  source: SourceFile,
  page: PicturePage,
): Promise<DecodedSamples> {
  return source.kind === 'pnm' ? decodePnmFile(source, page.bytes) : decodeBySharp(source, page);
}
