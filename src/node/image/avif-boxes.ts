/**
 * Boxes of AVIF files: where one ends, and how many pictures a sequence has, which libvips does not read.
 *
 * Source: ISO/IEC 14496-12, ISO base media file format; AOMedia, AV1 Image File Format.
 *
 * @module
 */
import { strFromU8, strToU8 } from 'fflate';

/** A box where it stands in a file. */
interface Box {
  /** Four letters. */
  readonly kind: string;
  /** What it holds. */
  readonly body: Uint8Array;
  /** Where it ends. */
  readonly end: number;
}

/** Boxes of a file or of a box, shape [size], as far as they are whole. */
function* boxes(bytes: Uint8Array): Generator<Box, void> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 8 <= bytes.length;) {
    const kind = strFromU8(bytes.subarray(at + 4, at + 8), true);
    const short = view.getUint32(at);
    const isLong = short === 1 && at + 16 <= bytes.length;
    const size = isLong ? Number(view.getBigUint64(at + 8)) : short;
    const end = at + size;
    // One of size 0 reaches to the end of the file, whatever stands there.
    if (size < 8 || end > bytes.length || !/^[\w ]{4}$/.test(kind)) return;
    yield { kind, body: bytes.subarray(at + (isLong ? 16 : 8), end), end };
    at = end;
  }
}

/** Where an AVIF, shape [size], ends: where its boxes do, or another file begins. */
export function endOfAvif(bytes: Uint8Array): number {
  let last = 0;
  for (const { kind, end } of boxes(bytes)) {
    if (kind === 'ftyp' && last > 0) break;
    last = end;
  }
  return last;
}

/** How many pictures the track of a sequence, shape [size], has; 0 of a file without one. */
export function framesOfAvif(bytes: Uint8Array): number {
  let most = 0;
  for (const track of within(bytes, ['moov', 'trak'])) {
    const [handler] = within(track, ['mdia', 'hdlr']);
    // Pictures, not their alpha, whose track has a name of its own.
    if (handler === undefined || strFromU8(handler.subarray(8, 12), true) !== 'pict') continue;
    for (const sizes of within(track, ['mdia', 'minf', 'stbl', 'stsz'])) {
      if (sizes.length < 12) continue;
      const view = new DataView(sizes.buffer, sizes.byteOffset, sizes.byteLength);
      most = Math.max(most, view.getUint32(8));
    }
  }
  return most;
}

/** What the boxes hold that a path of kinds leads to. */
function within(bytes: Uint8Array, [first, ...rest]: readonly string[]): Uint8Array[] {
  return [...boxes(bytes)]
    .filter(({ kind }) => kind === first)
    .flatMap(({ body }) => (rest.length === 0 ? [body] : within(body, rest)));
}

/** Brands of sequences. */
const SEQUENCES: readonly string[] = ['avis', 'msf1'];

/**
 * The bytes of an AVIF sequence, shape [size], as a file of the still picture alone that stands for it:
 * libvips reads no other. Its track becomes free space, and its brands those of a still picture.
 */
export function asStillAvif(bytes: Uint8Array): Uint8Array {
  const still = Uint8Array.from(bytes);
  for (const { kind, body } of boxes(still)) {
    if (kind === 'moov') still.set(strToU8('free'), body.byteOffset - still.byteOffset - 4);
    if (kind !== 'ftyp') continue;
    for (let at = 0; at + 4 <= body.length; at += 4) {
      const brand = strFromU8(body.subarray(at, at + 4), true);
      if (SEQUENCES.includes(brand)) body.set(strToU8('avif'), at);
    }
  }
  return still;
}
