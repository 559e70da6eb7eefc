/**
 * What kind of picture a file is, by its content; the suffix of the name is not looked at.
 *
 * @module
 */
import { ImageError } from '../errors.ts';
import { printable } from '../printable.ts';
import { PICTURE_HEAD_BYTES, type PictureKind, signatureOf } from './picture-signatures.ts';

/** PBM, PGM, PPM and PAM. */
const PNM = /^P(?:[1-6][\s#]|7\n)/;

/** Brands of a HEIF file, of AVIF and of other codecs. */
const AVIF = /^(?:avif|avis)$/;
const HEIF = /^(?:hei|hev|mif1|msf1)/;

/** What every picture must be, in words. */
export const EXPECTED = 'expected PNG, JPEG, TIFF, WebP, BMP, PNM or AVIF';

/** What to do about a file that lost something on its way. */
export const SAVE_AGAIN = 'Copy the file again from its source, or save the picture again as PNG.';

/**
 * Finds out what kind of picture a file is.
 *
 * @param bytes - The file or its first bytes, shape [size].
 * @param name - What errors call it.
 * @throws {@link ImageError} if it is empty or of a kind that is not read.
 */
export function kindOfPicture(bytes: Uint8Array, name: string): PictureKind {
  const head = String.fromCharCode(...bytes.subarray(0, PICTURE_HEAD_BYTES));
  const signature = signatureOf(head);
  const kind = signature === undefined ? unsignedKind(head) : signature.kind;
  if (kind !== undefined) return kind;
  const what = signature?.what ?? familyOf(head) ?? (head === '' ? 'empty' : 'not a picture');
  const remedy = head === '' ? SAVE_AGAIN : 'Convert it to PNG, or leave it out.';
  throw new ImageError(printable(name), `it is ${what}: ${EXPECTED}`, remedy);
}

/** Of the kinds that have no sign of their own. */
function unsignedKind(head: string): PictureKind | undefined {
  if (PNM.test(head)) return 'pnm';
  if (brandsOf(head).some((brand) => AVIF.test(brand))) return 'avif';
  return head.startsWith('BM') ? 'bmp' : undefined;
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
