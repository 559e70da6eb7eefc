import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { RgbImage } from '../image/rgb-image.ts';

/**
 * Identifies a picture by its pixels, whatever file they came in.
 *
 * @param image - Shape [H, W, 3].
 * @returns SHA-256 of width, height and the RGB bytes, hexadecimal.
 */
export function pictureHash(image: RgbImage): string {
  const size = new Uint8Array(Uint32Array.of(image.width, image.height).buffer);
  return bytesToHex(sha256.create().update(size).update(image.data).digest());
}
