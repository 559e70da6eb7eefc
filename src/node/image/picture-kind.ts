/**
 * What is a picture, by its content: kinds that are read, and kinds that are not, which reading then
 * names. A picture that nobody can read is an error, not a file that is passed over.
 *
 * @module
 */
import { strFromU8 } from 'fflate';

/** Bytes that {@link isPictureHead} looks at: DICOM's sign stands behind 128 of any content. */
export const PICTURE_HEAD_BYTES = 512;

/** First bytes of pictures, as Latin-1. */
const SIGNS: readonly RegExp[] = [
  /^\x89PNG\r\n\x1a\n/,
  /^\xff\xd8\xff/, // JPEG
  /^(?:II[*+]\0|MM\0[*+])/, // TIFF, BigTIFF, and the raw formats of cameras that are made of them
  /^RIFF[^]{4}WEBP/,
  // BMP: "BM" alone begins texts too, so the size of the second header has to be one that exists.
  /^BM[^]{12}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0\0\0/,
  /^P[1-6][\s]+[\d#]/, // PBM, PGM, PPM
  /^P7\s+(?:#|WIDTH|HEIGHT|DEPTH|MAXVAL|TUPLTYPE)/, // PAM
  /^P[Ff]\s+\d/, // PFM
  /^GIF8[79]a/,
  /^[^]{4}ftyp(?:avi[fs]|hei[cmsx]|hev[cmsx]|mif[12]|msf1|crx |jxl )/, // AVIF, HEIF, raw of Canon
  /^(?:\0\0\0\x0cjP {2}|\xff\x4f\xff\x51)/, // JPEG 2000
  /^(?:\0\0\0\x0cJXL |\xff\x0a)/, // JPEG XL
  /^8BPS/, // Photoshop
  /^\x76\x2f\x31\x01/, // OpenEXR
  /^#\?(?:RADIANCE|RGBE)/,
  /^[^]{128}DICM/,
  /^SIMPLE {2}=/, // FITS
  /^DDS /,
  /^(?:FUJIFILMCCD-RAW|IIRO|IIRS|IIU\0|MMOR|II\x1a\0\0\0HEAPCCDR)/, // raw of cameras
];

/**
 * Whether a file is a picture by its first bytes.
 *
 * @param head - Shape [n]; {@link PICTURE_HEAD_BYTES} of them, fewer of a small file.
 */
export function isPictureHead(head: Uint8Array): boolean {
  const text = strFromU8(head, true);
  return SIGNS.some((sign) => sign.test(text));
}
