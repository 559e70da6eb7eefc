/**
 * Unpacks zlib data by the platform's decompression, which checks them by their sum.
 *
 * @param pieces - In their order, shape [size] each.
 * @returns Shape [size].
 * @throws {@link TypeError} if they are damaged or cut off.
 */
export async function inflateZlib(pieces: readonly Uint8Array[]): Promise<Uint8Array> {
  // Pieces of a file lie in memory that no other thread shares.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const packed = new Blob(pieces as Uint8Array<ArrayBuffer>[]).stream();
  const unpacked = packed.pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}
