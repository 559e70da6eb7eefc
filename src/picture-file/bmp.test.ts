import { describe, expect, it } from 'vitest';
import { bmp } from '../../test/helpers/hostile-bytes.ts';
import { decodeBmp } from './bmp.ts';
import { readBmpHeader } from './bmp-header.ts';

// Depths, masks and plain runs stand in test/golden/decode.test.ts, against Pillow.

/** Red values of a picture of 4 x 3 whose colour index i is grey of 10 · i, row by row. */
function decodeRuns(bits: 4 | 8, runs: readonly number[], height = 3): string[] {
  const grey = Array.from({ length: 2 ** bits }, (_, i) => [i * 10, i * 10, i * 10, 0]).flat();
  const file = bmp({
    width: 4,
    height,
    bits,
    compression: bits === 8 ? 1 : 2,
    offset: 54 + grey.length,
    body: Buffer.from([...grey, ...runs]),
  });
  const { data } = decodeBmp(file, readBmpHeader(file));
  const red = [...data].filter((_, i) => i % 3 === 0).map((value) => value / 10);
  return [0, 4, 8].map((start) => red.slice(start, start + 4).join(' '));
}

describe('decodeBmp() of run-length data', () => {
  it.each([
    [
      'runs from the bottom',
      [4, 1, 0, 0, 4, 2, 0, 0, 4, 3, 0, 1],
      ['3 3 3 3', '2 2 2 2', '1 1 1 1'],
    ],
    ['a jump', [1, 1, 0, 2, 1, 1, 2, 2, 0, 1], ['0 0 0 0', '0 0 2 2', '1 0 0 0']],
    ['an early end', [2, 7, 0, 1], ['0 0 0 0', '0 0 0 0', '7 7 0 0']],
    ['an absolute run, padded', [0, 3, 1, 2, 3, 0, 1, 4, 0, 1], ['0 0 0 0', '0 0 0 0', '1 2 3 4']],
    ['a run beyond the row', [9, 5, 0, 0, 1, 6, 0, 1], ['0 0 0 0', '6 0 0 0', '5 5 5 5']],
  ])('RLE8: %s', (_, runs, rows) => {
    expect(decodeRuns(8, runs)).toEqual(rows);
  });

  it.each([
    ['a run of two colours', [3, 0x12, 0, 1], ['0 0 0 0', '0 0 0 0', '1 2 1 0']],
    [
      'an absolute run, padded',
      [0, 3, 0x12, 0x30, 1, 0x40, 0, 1],
      ['0 0 0 0', '0 0 0 0', '1 2 3 4'],
    ],
    [
      'an absolute run of 5 in 4',
      [0, 5, 0x12, 0x34, 0x50, 0, 0, 1],
      ['0 0 0 0', '0 0 0 0', '1 2 3 4'],
    ],
  ])('RLE4: %s', (_, runs, rows) => {
    expect(decodeRuns(4, runs)).toEqual(rows);
  });

  it('puts the first row at the top where the height is negative', () => {
    expect(decodeRuns(8, [4, 1, 0, 1], -3)).toEqual(['1 1 1 1', '0 0 0 0', '0 0 0 0']);
  });

  it('says where the data end too early', () => {
    expect(() => decodeRuns(8, [4, 1, 0, 0, 4])).toThrow('it ends in row 1 of 3');
  });
});

describe('readBmpHeader()', () => {
  it('reads the short header of OS/2, with colours of 3 bytes', () => {
    const file = Buffer.alloc(26 + 6 + 4);
    file.write('BM', 'latin1');
    file.writeUInt32LE(32, 10);
    file.writeUInt32LE(12, 14);
    file.set([3, 0, 1, 0, 1, 0, 1, 0, /* colours */ 1, 2, 3, 4, 5, 6, /* row */ 0b0100_0000], 18);
    const header = readBmpHeader(file);
    expect(header).toMatchObject({ width: 3, height: 1, bits: 1, topDown: false, runs: false });
    expect([...decodeBmp(file, header).data]).toEqual([3, 2, 1, 6, 5, 4, 3, 2, 1]);
  });

  it.each([
    [{ bits: 7 }, 'its compression 0 with 7 bits a pixel is not supported'],
    [{ bits: 24, compression: 1 }, 'its compression 1 with 24 bits'],
    [{ compression: 4 }, 'its compression 4'],
    [{ width: 0 }, 'its size is 0 x 8 pixels'],
    [{ height: 0 }, 'its size is 8 x 0 pixels'],
    [{ offset: 53 }, 'its pixels are missing'],
    [{ offset: 9999 }, 'its pixels are missing'],
  ])('refuses %j', (fields, message) => {
    expect(() => readBmpHeader(bmp(fields))).toThrow(message);
  });
});

const greys = Buffer.from(Array.from({ length: 64 }, (_, i) => i));
const mono = (body: Uint8Array, colours = 0): Buffer =>
  bmp({ bits: 8, colours, body: Buffer.from(body) });

describe('decodeBmp() of 8 bits without a palette', () => {
  it('takes pixels for greys where nothing else can be meant', () => {
    for (const colours of [0, 256]) {
      const file = mono(greys, colours);
      const { data } = decodeBmp(file, readBmpHeader(file));
      // The first row of the file is the lowest.
      expect([...data.subarray(0, 6), data[7 * 8 * 3]]).toEqual([56, 56, 56, 57, 57, 57, 0]);
    }
  });

  it('refuses to guess where a palette may stand in front of the pixels', () => {
    const shifted = mono(Buffer.concat([Buffer.alloc(1024), greys]));
    expect(() => readBmpHeader(shifted)).toThrow('it has no palette');
    expect(() => readBmpHeader(bmp({ bits: 4, body: greys }))).toThrow('it has no palette');
  });
});
