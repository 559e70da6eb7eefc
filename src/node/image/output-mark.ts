/**
 * The mark in pictures that fewgood makes: a PNG text chunk `Software: fewgood overlay`. By it they are
 * known wherever they lie, and are not taken for pictures of parts.
 *
 * Source: PNG specification (third edition), 11.3.3.2 tEXt; keyword `Software` of 11.3.3.1.
 *
 * @module
 */
import { strFromU8, strToU8 } from 'fflate';
import { PNG_SIGNATURE } from '../../picture-file/png-chunks.ts';
import { pngChunk } from './png-chunk.ts';

/** What fewgood's pictures show. A `drawing` is a picture of a part, to be learned from and judged. */
export type OutputPicture = 'overlay' | 'map' | 'figure' | 'drawing';

const KEYWORD = 'Software';
/** Length and type before the data of a chunk, checksum behind them. */
const CHUNK_BYTES = 12;
/** Signature and IHDR, which is the first chunk of every PNG and has 13 bytes of data. */
const FIRST_CHUNK_END = PNG_SIGNATURE.length + CHUNK_BYTES + 13;

/**
 * Marks a PNG as one of fewgood's own.
 *
 * @param png - The whole file, shape [n].
 * @returns The marked file, shape [n + size of the mark].
 */
export function markPng(png: Uint8Array, picture: OutputPicture): Uint8Array {
  const chunk = pngChunk('tEXt', strToU8(`${KEYWORD}\0fewgood ${picture}`, true));
  const marked = new Uint8Array(png.length + chunk.length);
  marked.set(png.subarray(0, FIRST_CHUNK_END));
  marked.set(chunk, FIRST_CHUNK_END);
  marked.set(png.subarray(FIRST_CHUNK_END), FIRST_CHUNK_END + chunk.length);
  return marked;
}

/**
 * What a picture of fewgood's shows, `drawing` and the words of later versions among it; undefined for
 * any other file.
 *
 * @param head - The first bytes of a file, shape [n]; the mark stands within the first 100.
 */
export function outputMarkOf(head: Uint8Array): string | undefined {
  if (strFromU8(head.subarray(0, PNG_SIGNATURE.length), true) !== PNG_SIGNATURE) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  for (let at = PNG_SIGNATURE.length; at + CHUNK_BYTES <= head.length;) {
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
