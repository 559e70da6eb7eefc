/** Checksums put right in damaged files, so that what stands behind them is reached. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

const PNG_SIGNATURE = 8;
/** Length, type and checksum. */
const PNG_CHUNK = 12;
const HASH_BYTES = 32;

/** @param bytes - A PNG or anything else, which is returned as it is, shape [size]. */
export function repairPng(bytes: Uint8Array): Uint8Array {
  const file = Buffer.from(bytes);
  if (file.toString('latin1', 1, 4) !== 'PNG') return bytes;
  for (let at = PNG_SIGNATURE; at + PNG_CHUNK <= file.length;) {
    const end = at + 8 + file.readUInt32BE(at);
    if (end + 4 > file.length) break;
    file.writeUInt32BE(crc32(file.subarray(at + 4, end)), end);
    at = end + 4;
  }
  return file;
}

/** @param bytes - Of a part file, whose last 32 are the hash of those before, shape [size]. */
export function repairPart(bytes: Uint8Array): Uint8Array {
  if (bytes.length < HASH_BYTES) return bytes;
  const body = bytes.subarray(0, -HASH_BYTES);
  return Buffer.concat([body, createHash('sha256').update(body).digest()]);
}
