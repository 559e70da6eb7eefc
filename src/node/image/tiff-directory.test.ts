import { describe, expect, it } from 'vitest';
import { tiff, tiffHeader } from '../../../test/helpers/hostile-bytes.ts';
import { tiffPages } from '../../../test/helpers/picture-bytes.ts';
import { decodeImage } from './image-decoder.ts';
import { readTiffDirectories } from './tiff-directory.ts';

type Tag = readonly [tag: number, value: number];

/** Two pixels of RGB and one sample more. */
const four = (alphas: readonly [number, number], tags: readonly Tag[]): Buffer =>
  tiffPages([
    {
      width: 2,
      height: 1,
      channels: 4,
      data: Uint8Array.of(200, 100, 50, alphas[0], 20, 10, 5, alphas[1]),
      tags,
    },
  ]);
const COLOURS = [200, 100, 50, 20, 10, 5];

const warnings = async (tags: readonly Tag[]): Promise<unknown> =>
  (await decodeImage(four([0, 9], tags), 'x')).warnings?.map(({ code }) => code);

const largest = (tags: readonly Tag[]) => readTiffDirectories(tiff({ tags }))[0]?.largest;

describe('the fourth sample of a TIFF', () => {
  it.each([
    ['alpha', [0, 255], [[338, 2]], [0, 0, 0, 20, 10, 5]],
    ['alpha that is 0 everywhere', [0, 0], [[338, 2]], COLOURS],
    ['alpha that is 128 everywhere', [128, 128], [[338, 2]], COLOURS],
    ['alpha by which the colours are multiplied already', [0, 128], [[338, 1]], COLOURS],
    ['such alpha that is 0 everywhere', [0, 0], [[338, 1]], COLOURS],
    ['unspecified', [0, 128], [[338, 0]], COLOURS],
    ['not mentioned', [0, 128], [], COLOURS],
  ] as const)('%s', async (_, alphas, tags, expected) => {
    expect([...(await decodeImage(four(alphas, tags), 'x')).data]).toEqual(expected);
  });

  it('is warned of where it is left out, and there only', async () => {
    expect(await warnings([[338, 0]])).toEqual(['sample-ignored']);
    expect(await warnings([])).toEqual(['sample-ignored']);
    expect(await warnings([[338, 1]])).toBeUndefined();
    expect(await warnings([[338, 2]])).toBeUndefined();
  });
});

describe('a TIFF that is not read', () => {
  it.each([
    ['ZSTD', [[259, 50000]], /a TIFF packed by ZSTD: .*LZW/],
    ['LZMA', [[259, 34925]], /a TIFF packed by LZMA/],
    ['an unknown compression', [[259, 4711]], /packed by compression 4711/],
    ['10 bits packed', [[258, 10]], /samples have 10 bits: expected 8 or 16/],
    ['12 bits packed', [[258, 12]], /samples have 12 bits/],
    [
      'floats',
      [
        [258, 32],
        [339, 3],
        [257, 2],
        [278, 2],
      ],
      /floating-point numbers of 32 bits/,
    ],
    [
      'signed numbers',
      [
        [258, 16],
        [339, 2],
        [257, 4],
        [278, 4],
      ],
      /signed integers of 16 bits/,
    ],
    ['a Bayer mosaic', [[262, 32803]], /colour filter \(Bayer\)/],
    ['LogLuv', [[262, 32845]], /LogLuv/],
  ] as const)('is called what it is: %s', async (_, tags, message) => {
    const refused = decodeImage(tiff({ tags }), 'x.tif');
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.not.toThrow('damaged');
    await expect(refused).rejects.toMatchObject({
      remedy: expect.stringMatching(/save|Have|PNG/i),
    });
  });
});

describe('readTiffDirectories()', () => {
  it('reads the largest sample by either tag', () => {
    expect([largest([]), largest([[281, 4095]]), largest([[341, 1023]])]).toEqual([
      undefined,
      4095,
      1023,
    ]);
  });

  it('ends at a directory that was there already, and refuses one outside', () => {
    expect(readTiffDirectories(tiff({ next: 72 }))).toHaveLength(1);
    expect(() => readTiffDirectories(tiff({ next: 2 ** 31 }))).toThrow('outside of the file');
    expect(() => readTiffDirectories(tiffHeader(0))).toThrow('no directory');
  });

  it('reads BigTIFF', () => {
    const file = Buffer.alloc(16 + 8 + 20 + 8);
    file.write('II+\0\x08\0\0\0', 'latin1');
    file.writeUInt32LE(16, 8);
    file.writeUInt32LE(1, 16);
    file.writeUInt16LE(256, 24);
    file.writeUInt16LE(3, 26);
    file.writeUInt32LE(1, 28);
    file.writeUInt16LE(77, 36);
    expect(readTiffDirectories(file)).toMatchObject([{ width: 77, samples: 1 }]);
  });
});
