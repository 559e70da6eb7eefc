/**
 * What is a picture, by its content: kinds that are read, and kinds that are not, which reading then
 * names. A picture that nobody can read is an error, not a file that is passed over.
 *
 * @module
 */
import { strFromU8 } from 'fflate';
import { PNG_SIGNATURE } from './png-chunks.ts';

/** Bytes that {@link isPictureHead} looks at: DICOM's sign stands behind 128 of any content. */
export const PICTURE_HEAD_BYTES = 512;

/** Bytes of pictures, as Latin-1, and where they stand. */
const SIGNS: readonly (readonly [bytes: string, at: number])[] = [
  [PNG_SIGNATURE, 0],
  ['\xff\xd8\xff', 0], // JPEG
  // TIFF and BigTIFF, of which raw formats of cameras are made too.
  ...['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].map((bytes) => [bytes, 0] as const),
  ['WEBP', 8],
  ['GIF8', 0],
  // AVIF, HEIF, Canon's raw and JPEG XL by their brand, which videos have others of.
  ...['avi', 'hei', 'hev', 'mif', 'msf', 'crx', 'jxl'].map((brand) => [`ftyp${brand}`, 4] as const),
  ['jP  ', 4], // JPEG 2000, in its box and bare
  ['\xff\x4f\xff\x51', 0],
  ['JXL ', 4], // JPEG XL, the same
  ['\xff\x0a', 0],
  ['8BPS', 0], // Photoshop
  ['\x76\x2f\x31\x01', 0], // OpenEXR
  ['#?RAD', 0], // Radiance
  ['DICM', 128],
  ['SIMPLE  =', 0], // FITS
  ['DDS ', 0],
  // Raw formats of cameras that are not quite TIFF.
  ...['FUJIFILM', 'IIR', 'IIU\0', 'MMO'].map((bytes) => [bytes, 0] as const),
];

/** PBM, PGM, PPM, PAM and PFM, which are texts at their beginning. */
const PORTABLE = /^(?:P[1-6]\s+[\d#]|P7\s+(?:#|[A-Z]+ )|P[Ff]\s+\d)/;

/** Sizes of BMP's second header; `BM` alone begins texts too. */
const BMP_HEADERS: readonly number[] = [12, 16, 40, 52, 56, 64, 108, 124];

/**
 * Whether a file is a picture by its first bytes.
 *
 * @param head - Of shape [n]: {@link PICTURE_HEAD_BYTES} of them, fewer of a small file.
 */
export function isPictureHead(head: Uint8Array): boolean {
  const text = strFromU8(head, true);
  return (
    SIGNS.some(([bytes, at]) => text.startsWith(bytes, at)) || PORTABLE.test(text) || isBmp(head)
  );
}

function isBmp(head: Uint8Array): boolean {
  if (head.length < 18 || strFromU8(head.subarray(0, 2), true) !== 'BM') return false;
  return BMP_HEADERS.includes(new DataView(head.buffer, head.byteOffset).getUint32(14, true));
}
