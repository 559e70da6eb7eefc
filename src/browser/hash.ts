import { bytesToHex } from '@noble/hashes/utils.js';
import { portableSha256 } from '../sha256.ts';

/**
 * SHA-256 by the browser where it has it (pages of secure origins), else by the portable one.
 *
 * @param bytes - Of any length, shape [size].
 * @returns In hexadecimal, 64 digits.
 */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  const subtle = globalThis.crypto?.subtle;
  // Absent from pages that came by plain HTTP, whatever the types say.
  if (!subtle) return bytesToHex(portableSha256(bytes));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- never shared between threads
  const digest = await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return bytesToHex(new Uint8Array(digest));
}
