import { Buffer } from 'node:buffer';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * Parts a stream of PNG files, one after another, as ffmpeg writes them. Each byte is read once, into however many pieces
 * the stream is cut.
 *
 * @param limit - Bytes that one may have.
 * @returns Each file, shape [size]. What is cut off at the end is left out.
 * @throws {Error} if something else comes, or one has more bytes.
 */
export async function* pngFiles(
  stream: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<Uint8Array, void> {
  const gathered = new GatheredBytes();
  let chunk = 0;
  for await (const piece of stream) {
    gathered.add(piece);
    for (let found = nextFile(gathered.bytes, chunk); ; found = nextFile(gathered.bytes, 0)) {
      chunk = found.chunk;
      if (found.end === undefined) break;
      yield gathered.take(found.end);
    }
    if (gathered.bytes.length > limit) throw new Error(`a picture of more than ${limit} bytes`);
  }
}

/** Bytes that come in pieces, in an array that grows by doubling. */
class GatheredBytes {
  #room = Buffer.alloc(2 ** 16);
  #length = 0;

  /** What was added and not taken; valid until the next change. */
  get bytes(): Buffer {
    return this.#room.subarray(0, this.#length);
  }

  add(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#room.length) {
      const larger = Buffer.alloc(2 * length);
      larger.set(this.bytes);
      this.#room = larger;
    }
    this.#room.set(piece, this.#length);
    this.#length = length;
  }

  /** Takes the first bytes away, as a copy. */
  take(length: number): Uint8Array {
    const taken = Uint8Array.from(this.#room.subarray(0, length));
    this.#room.copyWithin(0, length, this.#length);
    this.#length -= length;
    return taken;
  }
}

/**
 * Where the first file ends; not there if it is not whole yet.
 *
 * @param from - Where a chunk of it begins that was found before; 0 of a file that is new.
 */
function nextFile(bytes: Buffer, from: number): { readonly end?: number; readonly chunk: number } {
  const begun = Math.min(bytes.length, SIGNATURE.length);
  if (!bytes.subarray(0, begun).equals(SIGNATURE.subarray(0, begun))) {
    throw new Error('something that is no PNG file');
  }
  // Chunks: length, kind, content, checksum.
  let at = Math.max(from, SIGNATURE.length);
  while (at + 8 <= bytes.length) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) break;
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND') return { end, chunk: 0 };
    at = end;
  }
  return { chunk: at };
}
