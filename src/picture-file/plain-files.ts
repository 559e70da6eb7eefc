/**
 * Pictures that readers of our own decode, on every platform: BMP and PNM.
 *
 * @module
 */
import type { RgbImage } from '../image/rgb-image.ts';
import { decodeBmp } from './bmp.ts';
import { readBmpHeader } from './bmp-header.ts';
import { decodeNetpbm, readNetpbmHeader } from './netpbm.ts';
import { refuseTooLarge, type SourceFile } from './source-file.ts';
import type { DecodedSamples } from './used-bits.ts';

/**
 * Decodes a BMP.
 *
 * @param bytes - The whole file, shape [size].
 * @returns Shape [height, width, 3].
 * @throws {@link ImageError} if it is too large.
 */
export function decodeBmpFile(source: SourceFile, bytes: Uint8Array): RgbImage {
  const header = readBmpHeader(bytes);
  refuseTooLarge(source, header);
  return decodeBmp(bytes, header);
}

/**
 * Decodes a PBM, PGM, PPM or PAM.
 *
 * @param bytes - The whole file, shape [size].
 * @throws {@link ImageError} if it is too large.
 */
export function decodePnmFile(source: SourceFile, bytes: Uint8Array): DecodedSamples {
  const header = readNetpbmHeader(bytes);
  refuseTooLarge(source, header);
  const { largest, channels } = header;
  const samples = { ...decodeNetpbm(bytes, header), isAlpha: channels % 2 === 0 };
  // A program that knows nothing of the camera names all 16 bits, whatever is used of them.
  if (largest === 65535) return { samples };
  return { samples, statedBits: Math.ceil(Math.log2(largest + 1)), isCertain: true };
}
