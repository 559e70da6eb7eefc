/**
 * Pictures from files: PNG, JPEG, TIFF and WebP by libvips (sharp), BMP by our own reader.
 *
 * What becomes of a picture, whatever its kind:
 *
 * - The kind is that of the content; the suffix of the name is not looked at.
 * - EXIF orientation is applied. Grey and palette become RGB. Alpha is flattened on black.
 * - 16-bit samples keep their upper 8 bits (v >> 8, as Pillow and libvips do). A picture that uses
 *   only 12 of 16 bits stays as dark as it is: stretching it would hide a change of the light.
 * - Embedded colour profiles are ignored, as Pillow does, so pixels are those of the file; CMYK
 *   alone is converted by its profile (or a common one), since its samples are not RGB.
 * - Of a TIFF of several pages the first is read. An animation is refused.
 * - Damaged and cut-off data are refused: half a picture must not be judged.
 *
 * @module
 */
import sharp, { type Metadata, type Sharp } from 'sharp';
import { FileError, ImageError } from '../../errors.ts';
import { printable } from '../../printable.ts';
import { type RgbImage, rgbImage } from '../../image/rgb-image.ts';
import { decodeBmp } from './bmp.ts';
import { readBmpHeader } from './bmp-header.ts';
import { readFileBytes } from '../files/files.ts';

/** How pictures are decoded. */
export interface DecodeOptions {
  /** Pictures of more pixels are refused before any is decoded; 100 million by default. */
  readonly maxPixels?: number;
}

const DEFAULT_MAX_PIXELS = 100e6;

// Each file is decoded once; sharp would keep the last ones, up to 50 MiB.
sharp.cache(false);

/** Bytes (as Latin-1) that tell a kind of file, and where they stand. */
type Signature = readonly [bytes: string, at: number, kind: string];

/** The kinds that are read, under libvips' names. */
const SUPPORTED: readonly Signature[] = [
  ['\x89PNG\r\n\x1a\n', 0, 'png'],
  ['\xff\xd8\xff', 0, 'jpeg'],
  ['II*\0', 0, 'tiff'],
  ['MM\0*', 0, 'tiff'],
  ['II+\0', 0, 'tiff'],
  ['MM\0+', 0, 'tiff'],
  ['WEBP', 8, 'webp'],
  ['BM', 0, 'bmp'],
];

/** Kinds that people try; the words complete "it is …". */
const UNSUPPORTED: readonly Signature[] = [
  ['GIF8', 0, 'a GIF picture'],
  ['ftyp', 4, 'a HEIF or AVIF picture, or a video'],
  ['\0\0\x01\0', 0, 'an icon (ICO)'],
  ['JXL ', 4, 'a JPEG XL picture'],
  ['jP  ', 4, 'a JPEG 2000 picture'],
  ['8BPS', 0, 'a Photoshop file'],
  ['%PDF', 0, 'a PDF document'],
  ['PK\x03\x04', 0, 'a ZIP archive'],
  ['<', 0, 'a text such as SVG or HTML'],
  ['\xef\xbb\xbf<', 0, 'a text such as SVG or HTML'],
];

const EXPECTED = 'expected PNG, JPEG, TIFF, WebP or BMP';
const SAVE_AGAIN = 'Copy the file again from its source, or save the picture again as PNG.';

/** Channels without alpha of the colour spaces that become RGB, under libvips' names. */
const CHANNELS: ReadonlyMap<string, number> = new Map([
  ['b-w', 1],
  ['grey16', 1],
  ['srgb', 3],
  ['rgb', 3],
  ['rgb16', 3],
  ['lab', 3],
  ['cmyk', 4],
]);

/**
 * Decodes a picture; see the head of this module for what becomes of it.
 *
 * @param bytes - The whole file, shape [size].
 * @param name - What errors call the picture, usually its path.
 * @returns An image of shape [height, width, 3].
 * @throws {@link ImageError} if it is empty, of another kind, too large, damaged or cut off.
 */
export async function decodeImage(
  bytes: Uint8Array,
  name: string,
  { maxPixels = DEFAULT_MAX_PIXELS }: DecodeOptions = {},
): Promise<RgbImage> {
  const kind = kindOfPicture(bytes, name);
  const source = { bytes, kind, name: printable(name), maxPixels };
  return kind === 'bmp' ? decodeByUs(source) : decodeBySharp(source);
}

/**
 * Reads and decodes a picture file. Pipes and devices are refused, not waited for.
 *
 * @returns An image of shape [height, width, 3].
 * @throws {@link ImageError} if it is missing, forbidden, not a file, or cannot be decoded.
 */
export async function readImage(path: string, options: DecodeOptions = {}): Promise<RgbImage> {
  try {
    const bytes = await readFileBytes(path, maxFileBytes(options));
    return await decodeImage(bytes, path, options);
  } catch (cause) {
    if (!(cause instanceof FileError)) throw cause;
    throw new ImageError(printable(path), cause.fault, cause.remedy, { cause });
  }
}

/** Bytes of the largest file that is read: no kind needs more than 8 a pixel (RGBA of 16 bits) beside its metadata. */
export function maxFileBytes({ maxPixels = DEFAULT_MAX_PIXELS }: DecodeOptions = {}): number {
  return maxPixels * 8 + 2 ** 26;
}

interface Source {
  readonly bytes: Uint8Array;
  readonly kind: string;
  readonly name: string;
  readonly maxPixels: number;
}

function kindOfPicture(bytes: Uint8Array, name: string): string {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  const kindIn = (signatures: readonly Signature[]): string | undefined =>
    signatures.find(([text, at]) => head.startsWith(text, at))?.[2];

  const kind = kindIn(SUPPORTED);
  if (kind !== undefined) return kind;
  const what = kindIn(UNSUPPORTED) ?? (head === '' ? 'empty' : 'not a picture');
  const remedy = head === '' ? SAVE_AGAIN : 'Convert it to PNG, or leave it out.';
  throw new ImageError(printable(name), `it is ${what}: ${EXPECTED}`, remedy);
}

function decodeByUs(source: Source): RgbImage {
  try {
    const header = readBmpHeader(source.bytes);
    refuseTooLarge(source, header);
    return decodeBmp(source.bytes, header);
  } catch (error) {
    throw damaged(source, error);
  }
}

async function decodeBySharp(source: Source): Promise<RgbImage> {
  try {
    // The limit of sharp is off here: the header alone is read, and refused by us with a remedy.
    const header = await sharp(source.bytes, { limitInputPixels: false }).metadata();
    refuseTooLarge(source, header);
    refuseUnsupported(source, header);
    const { data, info } = await toRgb(source, header).toBuffer({ resolveWithObject: true });
    const pixels = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return rgbImage(pixels, info.width, info.height);
  } catch (error) {
    throw damaged(source, error);
  }
}

function toRgb({ bytes, kind, maxPixels }: Source, header: Metadata): Sharp {
  const picture = sharp(bytes, {
    // A warning of JPEG tells of damaged data; those of TIFF are about tags that cameras write oddly.
    failOn: kind === 'tiff' ? 'error' : 'warning',
    limitInputPixels: maxPixels,
    ignoreIcc: header.space !== 'cmyk',
    autoOrient: true,
  });
  if (header.hasAlpha) picture.flatten({ background: '#000' });
  return picture.toColourspace('srgb').raw({ depth: 'uchar' });
}

function refuseTooLarge(
  { name, maxPixels }: Source,
  { width, height }: { width: number; height: number },
): void {
  if (width * height <= maxPixels) return;
  const megapixels = Math.ceil((width * height) / 1e5) / 10;
  throw new ImageError(
    name,
    `it has ${megapixels} megapixels (${width} x ${height}): expected at most ${maxPixels / 1e6}`,
    'Scale it down, or raise the limit of pixels.',
    { facts: { width, height, maxPixels }, options: ['maxPixels'] },
  );
}

function refuseUnsupported({ name, kind }: Source, header: Metadata): void {
  const { format, pages = 1, depth, space, channels } = header;
  const refuse = (fault: string, remedy: string): never => {
    throw new ImageError(name, fault, remedy);
  };
  if (format !== kind) refuse(`it is ${kind} that reads as ${format}: ${EXPECTED}`, SAVE_AGAIN);
  if (kind === 'webp' && pages > 1) {
    refuse(`it is an animation of ${pages} frames: expected one picture`, 'Save the frame as PNG.');
  }
  if (depth !== 'uchar' && depth !== 'ushort') {
    refuse(`its samples are ${depth}: expected 8 or 16 bits`, 'Save it with 8 or 16 bits.');
  }
  if (channels > (CHANNELS.get(space) ?? 0) + Number(header.hasAlpha)) {
    refuse(`it has ${channels} channels (${space}): expected grey, RGB or CMYK`, 'Save it as RGB.');
  }
}

/** Wraps what a decoder said about the data; errors of our own pass through. */
function damaged({ name, kind }: Source, error: unknown): ImageError {
  if (error instanceof ImageError) return error;
  const [line = ''] = (error instanceof Error ? error.message : String(error)).trim().split('\n');
  const reason = printable(line).replace(/:$/, '');
  return new ImageError(
    name,
    `its ${kind.toUpperCase()} data are damaged or cut off (${reason})`,
    SAVE_AGAIN,
    { cause: error },
  );
}
