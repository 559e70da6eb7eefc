/**
 * Chunks of PNG files: what libvips does not tell of them.
 *
 * Source: W3C, Portable Network Graphics (PNG) Specification, third edition.
 *
 * @module
 */

/** The first bytes of a PNG, as Latin-1. */
export const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n';

/** A chunk where it stands in a file. */
export interface PngChunk {
  /** Four letters. */
  readonly kind: string;
  /** What it holds. */
  readonly body: Uint8Array;
}

/** The least that a frame takes: a control chunk and an empty data chunk. */
const FRAME_BYTES = 38 + 16;

/** The chunks of a PNG, shape [size], in their order, as far as they are whole. */
export function* pngChunks(bytes: Uint8Array): Generator<PngChunk, void> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = PNG_SIGNATURE.length; at + 12 <= bytes.length;) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > bytes.length) return;
    const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    yield { kind, body: bytes.subarray(at + 8, end) };
    at = end + 4;
  }
}

/** Where a PNG, shape [size], ends by its last chunk; the end of the file if that is missing. */
export function endOfPng(bytes: Uint8Array): number {
  for (const { kind, body } of pngChunks(bytes)) {
    if (kind === 'IEND') return body.byteOffset - bytes.byteOffset + body.length + 4;
  }
  return bytes.length;
}

/** A whole number of 32 bits in a chunk, shape [size]; zeros stand beyond its end. */
export function uint32At(body: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = body.subarray(at, at + 4);
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

/** What the chunks in front of the pixels say. */
export interface PngFacts {
  /** Bits of samples that mean something, the most of all channels but alpha; undefined if not said. */
  readonly significantBits: number | undefined;
  /** Pictures in the file: more than one in an animation. */
  readonly pictures: number;
}

/** Reads what stands in front of the pixels of a file, shape [size]. */
export function readPngFacts(bytes: Uint8Array): PngFacts {
  let significantBits: number | undefined;
  let frames = 0;
  let isDefaultOfAnimation = false;
  let colours = 1;
  for (const { kind, body } of pngChunks(bytes)) {
    if (kind === 'IDAT') break;
    if (kind === 'IHDR') colours = ((body[9] ?? 0) & 2) === 0 ? 1 : 3;
    if (kind === 'sBIT') significantBits = Math.max(...body.subarray(0, colours));
    // A frame takes two chunks: more than fit into the file are not there.
    if (kind === 'acTL')
      frames = Math.min(uint32At(body, 0), Math.ceil(bytes.length / FRAME_BYTES));
    if (kind === 'fcTL') isDefaultOfAnimation = true;
  }
  // A default picture that is no frame is one more, for programs that know no animations.
  const pictures = frames === 0 ? 1 : frames + (isDefaultOfAnimation ? 0 : 1);
  return { significantBits, pictures };
}
