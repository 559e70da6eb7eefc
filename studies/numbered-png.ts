import { pngChunk } from '../src/node/image/png-chunk.ts';

/** Bytes of the chunk that ends a PNG file. */
const END = 12;

/** The same picture as a file of its own: a line of text in it has the number. */
export function numberedPng(file: Uint8Array, number: number): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(`Comment\0${number}`);
  const end = file.length - END;
  return new Uint8Array(
    Buffer.concat([file.subarray(0, end), pngChunk('tEXt', text), file.subarray(end)]),
  );
}
