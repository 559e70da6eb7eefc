import { Buffer } from 'node:buffer';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * Parts a stream of PNG files, one after another, as ffmpeg writes them.
 *
 * @param limit - Bytes that one may have.
 * @returns Each file, shape [size]. What is cut off at the end is left out.
 * @throws {Error} if something else comes, or one has more bytes.
 */
export async function* pngFiles(
  stream: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<Uint8Array, void> {
  let rest = Buffer.alloc(0);
  for await (const piece of stream) {
    rest = Buffer.concat([rest, piece]);
    for (let end = endOfFile(rest); end !== undefined; end = endOfFile(rest)) {
      yield rest.subarray(0, end);
      rest = rest.subarray(end);
    }
    if (rest.length > limit) throw new Error(`a picture of more than ${limit} bytes`);
  }
}

/** Where the first file ends; undefined if it is not whole yet. */
function endOfFile(bytes: Buffer): number | undefined {
  const begun = Math.min(bytes.length, SIGNATURE.length);
  if (!bytes.subarray(0, begun).equals(SIGNATURE.subarray(0, begun))) {
    throw new Error('something that is no PNG file');
  }
  // Chunks: length, kind, content, checksum.
  for (let at = SIGNATURE.length; at + 8 <= bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND') {
      return end <= bytes.length ? end : undefined;
    }
    at = end;
  }
  return undefined;
}
