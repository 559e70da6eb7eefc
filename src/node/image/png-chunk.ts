import { strToU8 } from 'fflate';
import { crc32 } from 'node:zlib';

/**
 * A chunk as a file holds it.
 *
 * @param kind - Four letters.
 * @param body - What it holds, shape [n].
 * @returns Length, kind, body and checksum, shape [n + 12].
 */
export function pngChunk(kind: string, body: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(body.length + 12);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, body.length);
  chunk.set(strToU8(kind, true), 4);
  chunk.set(body, 8);
  view.setUint32(body.length + 8, crc32(chunk.subarray(4, body.length + 8)));
  return chunk;
}
