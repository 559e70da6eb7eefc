/**
 * The mark in pictures that fewgood makes: a PNG text chunk `Software: fewgood overlay`. By it they are
 * known wherever they lie, and are not taken for pictures of parts.
 *
 * Source: PNG specification (third edition), 11.3.3.2 tEXt; keyword `Software` of 11.3.3.1.
 *
 * @module
 */
import { strFromU8, strToU8 } from 'fflate';
import { crc32 } from 'node:zlib';

/** What fewgood's pictures show. A `drawing` is a picture of a part, to be learned from and judged. */
export type OutputPicture = 'overlay' | 'map' | 'figure' | 'drawing';

const SIGNATURE = '\x89PNG\r\n\x1a\n';
const KEYWORD = 'Software';
/** Length and type before the data of a chunk, checksum behind them. */
const CHUNK_BYTES = 12;
/** Signature and IHDR, which is the first chunk of every PNG and has 13 bytes of data. */
const FIRST_CHUNK_END = SIGNATURE.length + CHUNK_BYTES + 13;

/**
 * Marks a PNG as one of fewgood's own.
 *
 * @param png - The whole file, shape [n].
 * @returns The marked file, shape [n + size of the mark].
 */
export function markPng(png: Uint8Array, picture: OutputPicture): Uint8Array {
  const chunk = textChunk(`${KEYWORD}\0fewgood ${picture}`);
  const marked = new Uint8Array(png.length + chunk.length);
  marked.set(png.subarray(0, FIRST_CHUNK_END));
  marked.set(chunk, FIRST_CHUNK_END);
  marked.set(png.subarray(FIRST_CHUNK_END), FIRST_CHUNK_END + chunk.length);
  return marked;
}

/** Shape [12 + length of the text]. */
function textChunk(text: string): Uint8Array {
  const typed = strToU8(`tEXt${text}`, true);
  const chunk = new Uint8Array(typed.length + 8);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, typed.length - 4);
  chunk.set(typed, 4);
  view.setUint32(chunk.length - 4, crc32(typed));
  return chunk;
}

/**
 * What a picture of fewgood's shows, `drawing` and the words of later versions among it; undefined for
 * any other file.
 *
 * @param head - The first bytes of a file, shape [n]; the mark stands within the first 100.
 */
export function outputMarkOf(head: Uint8Array): string | undefined {
  if (strFromU8(head.subarray(0, SIGNATURE.length), true) !== SIGNATURE) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  for (let at = SIGNATURE.length; at + CHUNK_BYTES <= head.length;) {
    const length = view.getUint32(at);
    const chunk = strFromU8(head.subarray(at + 4, at + 8 + length), true);
    const [, mark] = /^tEXtSoftware\0fewgood (.+)$/.exec(chunk) ?? [];
    if (mark !== undefined) return mark;
    at += CHUNK_BYTES + length;
  }
  return undefined;
}

/**
 * Whether a file is an overlay, a map or a figure of fewgood's, which is no picture of a part.
 *
 * @param head - The first bytes of the file, shape [n].
 */
export function isOwnOutput(head: Uint8Array): boolean {
  const mark = outputMarkOf(head);
  return mark !== undefined && mark !== 'drawing';
}
