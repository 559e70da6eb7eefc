/**
 * Pictures from files in a browser, as Node reads them (docs/pictures.md), or refused:
 *
 * - PNG, BMP and PNM are read by the project's own readers: the same pixels on every platform.
 * - JPEG, WebP and AVIF are decoded by the browser, without its colour management, turned as EXIF says. A file that is
 *   cut off is refused here, since browsers show what there is of it.
 * - What a canvas would change, transparency, and what browsers convert, CMYK, is refused.
 *
 * @module
 */
import { BrowserError, ImageError } from '../errors.ts';
import type { DecodedImage } from '../image/decoded-image.ts';
import type { Size } from '../image/rgb-image.ts';
import { kindOfPicture } from '../picture-file/decodable-kind.ts';
import { decodeBmpFile, decodePnmFile } from '../picture-file/plain-files.ts';
import { readPngFacts } from '../picture-file/png-chunks.ts';
import { damaged, refuseTooLarge, type SourceFile } from '../picture-file/source-file.ts';
import { statedByPng, toDecodedImage } from '../picture-file/used-bits.ts';
import { printable } from '../printable.ts';
import { canvasPixels, hasTransparency, opaqueImage } from './canvas-pixels.ts';
import { checkContainer, checkJpeg, severalIn } from './file-checks.ts';
import { readPngHeader } from './png-header.ts';
import { decodePng } from './png-reader.ts';

/** How pictures are decoded. */
export interface DecodingOptions {
  /** Pictures of more pixels are refused; 100 million by default. */
  readonly maxPixels?: number | undefined;
  /** Bits that 16-bit samples use, 8 to 16: that of the part (`Part.sampleBits`); null for what each file says. */
  readonly sampleBits?: number | null | undefined;
  /** Whether a JPEG that is whole but written against the standard is read, with a warning; false by default. */
  readonly lenient?: boolean | undefined;
}

const DEFAULT_MAX_PIXELS = 100e6;

/** A file with what is known of it. */
interface PictureBytes extends SourceFile {
  readonly bytes: Uint8Array;
}

/**
 * Decodes a picture; see the head of this module for what becomes of it.
 *
 * @param file - The whole file, shape [size] of its bytes.
 * @param name - What errors call the picture.
 * @returns An image of shape [height, width, 3].
 * @throws {@link ImageError} if it is empty, of another kind, too large, damaged or cut off, or one of several.
 * @throws {@link BrowserError} if the browser has no decoder, or changes pixels.
 */
export async function decodePicture(
  file: Blob | Uint8Array,
  name: string,
  { maxPixels = DEFAULT_MAX_PIXELS, lenient = false, sampleBits }: DecodingOptions = {},
): Promise<DecodedImage> {
  const bytes = file instanceof Uint8Array ? file : new Uint8Array(await file.arrayBuffer());
  const kind = kindOfPicture(bytes, name);
  const source: PictureBytes = { kind, name: printable(name), maxPixels, lenient, bytes };
  try {
    return await decodeKind(source, sampleBits);
  } catch (error) {
    throw error instanceof BrowserError ? error : damaged(source, error);
  }
}

async function decodeKind(
  source: PictureBytes,
  sampleBits: DecodingOptions['sampleBits'],
): Promise<DecodedImage> {
  const { kind, bytes, name } = source;
  if (kind === 'png') return decodePngFile(source, sampleBits);
  if (kind === 'bmp') return decodeBmpFile(source, bytes);
  if (kind === 'pnm') return toDecodedImage(source, decodePnmFile(source, bytes), sampleBits);
  if (kind === 'tiff') {
    throw new ImageError(
      name,
      'it is a TIFF picture, which browsers do not read: expected PNG, JPEG, WebP, AVIF, BMP or PNM',
      'Convert it to PNG.',
    );
  }
  if (kind !== 'jpeg') {
    checkContainer(source, bytes);
    return decodeByBrowser(source, bytes);
  }
  const { readable, warnings } = checkJpeg(source, bytes);
  const image = await decodeByBrowser(source, readable);
  return warnings.length === 0 ? image : { ...image, warnings };
}

async function decodePngFile(
  source: PictureBytes,
  sampleBits: DecodingOptions['sampleBits'],
): Promise<DecodedImage> {
  const { bytes } = source;
  refuseTooLarge(source, readPngHeader(bytes));
  const { pictures } = readPngFacts(bytes);
  if (pictures > 1) throw severalIn(source, pictures);
  const samples = await decodePng(bytes);
  return toDecodedImage(source, { samples, statedBits: statedByPng(bytes, samples) }, sampleBits);
}

/** Decodes by the browser without what it would do to colours. */
async function decodeByBrowser(source: PictureBytes, bytes: Uint8Array): Promise<DecodedImage> {
  if (typeof createImageBitmap === 'undefined') throw undecodable(source);
  // Bytes of a file are not shared between threads.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const file = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: `image/${source.kind}` });
  const bitmap = await createImageBitmap(file, {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
    imageOrientation: 'from-image',
  });
  try {
    const size: Size = bitmap;
    refuseTooLarge(source, size);
    const pixels = canvasPixels(bitmap);
    if (hasTransparency(pixels)) throw transparent(source);
    return opaqueImage(pixels);
  } finally {
    bitmap.close();
  }
}

function undecodable({ kind, name }: SourceFile): BrowserError {
  return new BrowserError(
    `read the picture ${name}`,
    `there is no decoder of ${kind.toUpperCase()} here: expected that of a browser`,
    'Give it as PNG.',
  );
}

/** A canvas keeps colours multiplied by their alpha, so that those below it are lost. */
function transparent({ kind, name }: SourceFile): ImageError {
  return new ImageError(
    name,
    `its ${kind.toUpperCase()} has transparent pixels, whose colours browsers do not keep: expected an opaque picture`,
    'Save it as PNG, whose colours are read as they are.',
  );
}
