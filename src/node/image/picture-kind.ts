/**
 * What is a picture, by its content: kinds that are read, and kinds that are not, which reading then
 * names. A picture that nobody can read is an error, not a file that is passed over.
 *
 * @module
 */
import { strFromU8 } from 'fflate';
import { PICTURE_HEAD_BYTES, signatureOf } from '../../picture-file/picture-signatures.ts';

/** Files in boxes that are pictures by their brand, AVIF and HEIF, which videos have others of. */
const BRANDS = /^.{4}ftyp(?:avi|hei|hev|mif|msf)/s;

/** PBM, PGM, PPM and PAM, which are texts at their beginning. */
const PORTABLE = /^(?:P[1-6]\s+[\d#]|P7\s+(?:#|[A-Z]+ ))/;

/** Sizes of BMP's second header; `BM` alone begins texts too. */
const BMP_HEADERS: readonly number[] = [12, 16, 40, 52, 56, 64, 108, 124];

/**
 * Whether a file is a picture by its first bytes.
 *
 * @param head - Of shape [n]: {@link PICTURE_HEAD_BYTES} of them, fewer of a small file.
 */
export function isPictureHead(head: Uint8Array): boolean {
  const text = strFromU8(head.subarray(0, PICTURE_HEAD_BYTES), true);
  const signature = signatureOf(text);
  if (signature !== undefined) return signature.isDocument !== true;
  return BRANDS.test(text) || PORTABLE.test(text) || isBmp(head);
}

function isBmp(head: Uint8Array): boolean {
  if (head.length < 18 || strFromU8(head.subarray(0, 2), true) !== 'BM') return false;
  return BMP_HEADERS.includes(new DataView(head.buffer, head.byteOffset).getUint32(14, true));
}
