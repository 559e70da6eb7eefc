/**
 * What kind of picture a file is, by its content; the suffix of the name is not looked at.
 *
 * @module
 */
import { PNG_SIGNATURE } from './png-chunks.ts';
import { ImageError } from '../../errors.ts';
import { printable } from '../../printable.ts';

/** The kinds that are read. */
export type PictureKind = 'png' | 'jpeg' | 'tiff' | 'webp' | 'bmp' | 'pnm' | 'avif';

/** Bytes that tell a kind of file (as Latin-1), and where they stand. */
type Signature<T> = readonly [bytes: string, at: number, kind: T];

/** Kinds that people try; the words complete "it is …". */
const UNSUPPORTED: readonly Signature<string>[] = [
  // Begins as JPEG does, but is another codec.
  ['\xff\xd8\xff\xf7', 0, 'a JPEG-LS picture'],
  ['GIF8', 0, 'a GIF picture'],
  ['\0\0\x01\0', 0, 'an icon (ICO)'],
  ['\xff\x0a', 0, 'a JPEG XL picture'],
  ['JXL ', 4, 'a JPEG XL picture'],
  ['\xff\x4f\xff\x51', 0, 'a JPEG 2000 picture'],
  ['jP  ', 4, 'a JPEG 2000 picture'],
  ['Pf\n', 0, 'a picture of floating-point numbers (PFM)'],
  ['PF\n', 0, 'a picture of floating-point numbers (PFM)'],
  ['\x76\x2f\x31\x01', 0, 'an OpenEXR picture'],
  ['SIMPLE  =', 0, 'a FITS picture'],
  ['8BPS', 0, 'a Photoshop file'],
  ['%PDF', 0, 'a PDF document'],
  ['PK\x03\x04', 0, 'a ZIP archive'],
  ['<', 0, 'a text such as SVG or HTML'],
  ['\xef\xbb\xbf<', 0, 'a text such as SVG or HTML'],
];

const SUPPORTED: readonly Signature<PictureKind>[] = [
  [PNG_SIGNATURE, 0, 'png'],
  ['\xff\xd8\xff', 0, 'jpeg'],
  ['II*\0', 0, 'tiff'],
  ['MM\0*', 0, 'tiff'],
  ['II+\0', 0, 'tiff'],
  ['MM\0+', 0, 'tiff'],
  ['WEBP', 8, 'webp'],
  ['BM', 0, 'bmp'],
  ['P7\n', 0, 'pnm'],
];

/** PBM, PGM and PPM. */
const PNM = /^P[1-6][\s#]/;

/** Brands of a HEIF file, of AVIF and of other codecs. */
const AVIF = /^(?:avif|avis)$/;
const HEIF = /^(?:hei|hev|mif1|msf1)/;

/** What every picture must be, in words. */
export const EXPECTED = 'expected PNG, JPEG, TIFF, WebP, BMP, PNM or AVIF';

/** What to do about a file that lost something on its way. */
export const SAVE_AGAIN = 'Copy the file again from its source, or save the picture again as PNG.';

/** How many of the first bytes tell the kind. */
const HEAD = 64;

/**
 * Finds out what kind of picture a file is.
 *
 * @param bytes - The file or its first 64 bytes, shape [size].
 * @param name - What errors call it.
 * @throws {@link ImageError} if it is empty or of a kind that is not read.
 */
export function kindOfPicture(bytes: Uint8Array, name: string): PictureKind {
  const head = String.fromCharCode(...bytes.subarray(0, HEAD));
  const unsupported = matchIn(UNSUPPORTED, head);
  const kind = unsupported === undefined ? supportedKind(head) : undefined;
  if (kind !== undefined) return kind;
  const what = unsupported ?? familyOf(head) ?? (head === '' ? 'empty' : 'not a picture');
  const remedy = head === '' ? SAVE_AGAIN : 'Convert it to PNG, or leave it out.';
  throw new ImageError(printable(name), `it is ${what}: ${EXPECTED}`, remedy);
}

function matchIn<T>(signatures: readonly Signature<T>[], head: string): T | undefined {
  return signatures.find(([text, at]) => head.startsWith(text, at))?.[2];
}

function supportedKind(head: string): PictureKind | undefined {
  if (PNM.test(head)) return 'pnm';
  if (brandsOf(head).some((brand) => AVIF.test(brand))) return 'avif';
  return matchIn(SUPPORTED, head);
}

/** What a file in boxes is that holds no AVIF. */
function familyOf(head: string): string | undefined {
  const [brand] = brandsOf(head);
  if (brand === undefined) return undefined;
  return HEIF.test(brand) ? 'a HEIF picture of another codec than AVIF, such as HEIC' : 'a video';
}

/** Brands that the first box of a file names: its own and those that it is compatible with. */
function brandsOf(head: string): string[] {
  if (!head.startsWith('ftyp', 4)) return [];
  const size = (head.charCodeAt(2) << 8) | head.charCodeAt(3);
  const box = head.slice(8, Math.max(size, 12));
  const brands = box.match(/.{4}/gs) ?? [];
  // The second is a number of its version.
  return brands.filter((_, i) => i !== 1);
}
