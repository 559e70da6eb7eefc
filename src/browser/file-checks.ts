/**
 * What is looked at before a browser decodes a picture, as it shows what it can of any file.
 *
 * @module
 */
import { strFromU8 } from 'fflate';
import { ImageError } from '../errors.ts';
import type { PictureWarning } from '../image/decoded-image.ts';
import { type JpegFacts, readJpegFacts, repairJpeg } from '../picture-file/jpeg-segments.ts';
import { refusalOfJpeg, sloppinessOf, sloppyJpeg } from '../picture-file/jpeg-standard.ts';
import { refuseTooLarge, type SourceFile } from '../picture-file/source-file.ts';

/** A JPEG that may be decoded. */
export interface CheckedJpeg {
  /** As the browser shall decode it, shape [size]. */
  readonly readable: Uint8Array;
  readonly warnings: readonly PictureWarning[];
}

/** Components of CMYK. */
const CMYK = 4;
const EOI = 0xd9;

/**
 * Checks a JPEG as far as that goes without decoding it: damage within the data of a scan, behind which the
 * file goes on to its end, is not seen.
 *
 * @param bytes - The whole file, shape [size].
 * @throws {@link ImageError} if it is CMYK, one of several, too large or of another kind.
 * @throws {@link Error} if it is damaged or cut off.
 */
export function checkJpeg(source: SourceFile, bytes: Uint8Array): CheckedJpeg {
  const facts = readJpegFacts(bytes);
  const { pictures, components, end } = facts;
  if (facts.frame === undefined) throw new Error('it has no frame');
  refuseTooLarge(source, facts);
  if (bytes[end - 2] !== 0xff || bytes[end - 1] !== EOI) throw new Error('it has no end');
  if (pictures.length > 1) throw severalIn(source, pictures.length);
  if (components === CMYK) throw inkColours(source);
  return sloppinessOf(facts) === ''
    ? soundJpeg(source, bytes, facts)
    : sloppy(source, bytes, facts);
}

function soundJpeg(source: SourceFile, bytes: Uint8Array, facts: JpegFacts): CheckedJpeg {
  const refusal = refusalOfJpeg(source, facts);
  if (refusal !== undefined) throw refusal;
  return { readable: bytes, warnings: [] };
}

function sloppy(source: SourceFile, bytes: Uint8Array, facts: JpegFacts): CheckedJpeg {
  const refusal = refusalOfJpeg(source, facts);
  if (!source.lenient && refusal !== undefined) throw refusal;
  return { readable: repairJpeg(bytes, facts), warnings: [sloppyJpeg(sloppinessOf(facts))] };
}

/** Bit of the feature byte of WebP. */
const ANIMATION = 0x02;

/**
 * Checks that a WebP or AVIF is as long as it says, and one picture.
 *
 * @param bytes - The whole file, shape [size].
 * @throws {@link ImageError} if it is an animation.
 * @throws {@link Error} if it is cut off.
 */
export function checkContainer(source: SourceFile, bytes: Uint8Array): void {
  if (source.kind === 'webp') checkWebp(source, bytes);
  else checkAvif(source, bytes);
}

function checkWebp(source: SourceFile, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 21 || view.getUint32(4, true) + 8 > bytes.length)
    throw new Error('it is shorter than it says');
  const isExtended = strFromU8(bytes.subarray(12, 16), true) === 'VP8X';
  if (isExtended && ((bytes[20] ?? 0) & ANIMATION) !== 0) throw animated(source);
}

function checkAvif(source: SourceFile, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (strFromU8(bytes.subarray(8, 12), true) === 'avis') throw animated(source);
  let at = 0;
  while (at < bytes.length) {
    const left = bytes.length - at;
    const size = left < 8 ? Infinity : view.getUint32(at);
    // 0 goes to the end of the file; 1 names a size of 64 bits behind the kind.
    if (size === 0) return;
    const length = size === 1 && left >= 16 ? Number(view.getBigUint64(at + 8)) : size;
    if (length < 8 || length > left) throw new Error('a box of it is cut off');
    at += length;
  }
}

/** The refusal of a file of several pictures, of which none can be chosen here. */
export function severalIn({ name }: SourceFile, pictures: number): ImageError {
  return new ImageError(
    name,
    `it holds ${pictures} pictures: expected one`,
    'Read them all, or the first alone, or save each as a file of its own.',
    { facts: { pictures }, options: ['pages'] },
  );
}

function animated({ name, kind }: SourceFile): ImageError {
  return new ImageError(
    name,
    `it is an animation (${kind.toUpperCase()}): expected one picture`,
    'Save each picture as a file of its own.',
  );
}

function inkColours({ name }: SourceFile): ImageError {
  return new ImageError(
    name,
    'its colours are CMYK, which each browser converts in its own way: expected grey or RGB',
    'Convert it to PNG.',
  );
}
