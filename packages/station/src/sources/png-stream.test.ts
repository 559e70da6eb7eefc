import { array, assert, asyncProperty, nat } from 'fast-check';
import { encodePng } from 'fewgood/node';
import { expect, it } from 'vitest';
import { pngFiles } from './png-stream.ts';

const files = await Promise.all(
  [1, 2, 3].map(async (side) =>
    encodePng({ data: new Uint8Array(3 * side * side).fill(40 * side), width: side, height: side }),
  ),
);
const stream = Buffer.concat(files);

async function* pieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    yield bytes.subarray(from, cut);
    from = cut;
  }
}

/** What is found in a stream that comes in pieces. */
async function filesOf(source: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  for await (const file of pngFiles(source, limit)) found.push(file);
  return found;
}

it('gives each file whole, wherever the stream is cut', async () => {
  await assert(
    asyncProperty(array(nat(stream.length)), async (cuts) => {
      const sorted = cuts.toSorted((a, b) => a - b);
      const found = await filesOf(pieces(stream, sorted), 10_000);
      expect(found.map((file) => Buffer.from(file).toString('hex'))).toEqual(
        files.map((file) => Buffer.from(file).toString('hex')),
      );
    }),
  );
});

it('leaves out what is cut off at the end', async () => {
  const cut = stream.subarray(0, stream.length - 1);
  expect(await filesOf(pieces(cut, []), 10_000)).toHaveLength(2);
});

it('refuses what is no PNG file, and what has no end', async () => {
  const text = Buffer.from('error: no such camera');
  await expect(filesOf(pieces(text, []), 100)).rejects.toThrow('no PNG file');
  const [first = stream] = files;
  const long = first.subarray(0, first.length - 1);
  await expect(filesOf(pieces(long, []), 20)).rejects.toThrow('more than 20');
});
