import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  animatedPng,
  multiPicture,
  type RawPicture,
  tiffPages,
} from '../../../test/helpers/picture-bytes.ts';
import { countPictures, decodeImage } from './image-decoder.ts';

/** A picture of one grey, 4 x 2. */
function grey(value: number, channels = 1): RawPicture {
  const data = new Uint8Array(8 * channels).fill(value);
  if (channels === 4) for (let i = 3; i < data.length; i += 4) data[i] = 255;
  return { width: 4, height: 2, channels, data };
}

async function jpeg(value: number): Promise<Buffer> {
  const raw = { width: 4, height: 2, channels: 1 } as const;
  return sharp(new Uint8Array(8).fill(value), { raw }).jpeg().toBuffer();
}

async function webp(): Promise<Buffer> {
  const raw = { width: 4, height: 4, channels: 3, pageHeight: 2 } as const;
  const data = new Uint8Array(48).fill(20, 0, 24).fill(40, 24);
  return sharp(data, { raw }).webp({ lossless: true }).toBuffer();
}

const p5 = (value: number): Buffer =>
  Buffer.concat([Buffer.from('P5 4 2 255\n'), Buffer.alloc(8, value)]);

/** The first value of each picture of a file. */
async function firstValues(file: Buffer): Promise<(number | undefined)[]> {
  const count = await countPictures(file, 'test');
  const values: (number | undefined)[] = [];
  for (let page = 1; page <= count; page++) {
    const { data, width, height } = await decodeImage(file, 'test', { page });
    expect([width, height]).toEqual([4, 2]);
    values.push(data[0]);
  }
  return values;
}

/** Red values of a picture of 4 x 2. */
const reds = async (file: Buffer, page: number): Promise<number[]> =>
  [...(await decodeImage(file, 'test', { page })).data].filter((_, i) => i % 3 === 0);

const dot = (value: number, alpha: number): RawPicture => ({
  width: 1,
  height: 1,
  channels: 4,
  data: Uint8Array.of(value, value, value, alpha),
});

describe('a file of several pictures', () => {
  it.each([
    ['a TIFF', async () => tiffPages([grey(20), grey(40)])],
    ['an animated PNG', async () => animatedPng([grey(20, 4), grey(40, 4)])],
    ['an MPO', async () => multiPicture([await jpeg(20), await jpeg(40)])],
    ['an animated WebP', webp],
    ['a PGM', async () => Buffer.concat([p5(20), p5(40)])],
  ])('%s is refused as a whole, and each picture read by its number', async (_, encode) => {
    const file = await encode();
    await expect(decodeImage(file, 'x')).rejects.toMatchObject({
      message: 'Cannot read the picture x: it holds 2 pictures: expected one',
      options: ['pages'],
    });
    expect(await firstValues(file)).toEqual([20, 40]);
    await expect(decodeImage(file, 'x', { page: 3 })).rejects.toThrow('no picture 3');
  });

  it('has none of smaller copies, masks and thumbnails', async () => {
    const small = {
      width: 3,
      height: 2,
      channels: 1,
      data: new Uint8Array(6).fill(9),
      tags: [[254, 1]] as const,
    };
    expect(await firstValues(tiffPages([small, grey(20), small, grey(40)]))).toEqual([20, 40]);
    const [shown, thumbnail] = [await jpeg(20), await jpeg(9)];
    expect(await firstValues(multiPicture([shown, thumbnail], [0x030000, 0x010001]))).toEqual([20]);
  });

  it('has those that are called copies and are no smaller, and none of masks', async () => {
    const copy = (value: number) => ({ ...grey(value), tags: [[254, 1]] as const });
    expect(await firstValues(tiffPages([grey(20), copy(40)]))).toEqual([20, 40]);
    expect(await firstValues(tiffPages([copy(20), copy(40)]))).toEqual([20, 40]);
    const mask = {
      ...grey(9),
      tags: [
        [254, 4],
        [262, 4],
      ] as const,
    };
    expect(await firstValues(tiffPages([grey(20), mask]))).toEqual([20]);
  });

  it('has none of an index whose pictures are gone', async () => {
    const whole = multiPicture([await jpeg(20), await jpeg(40)]);
    const end = whole.lastIndexOf(Buffer.from([0xff, 0xd8, 0xff]));
    expect(await firstValues(whole.subarray(0, end))).toEqual([20]);
  });
});

const raw = { width: 4, height: 2, channels: 1 } as const;
const of = (value: number): Sharp => sharp(new Uint8Array(8).fill(value), { raw });

const encoders: Readonly<Record<string, (value: number) => Promise<Buffer>>> = {
  jpeg,
  png: async (value) => of(value).png().toBuffer(),
  webp: async (value) => of(value).toColourspace('srgb').webp({ lossless: true }).toBuffer(),
  tiff: async (value) => of(value).tiff({ compression: 'none' }).toBuffer(),
  'tiff, lzw': async (value) => of(value).tiff({ compression: 'lzw' }).toBuffer(),
  avif: async (value) => of(value).avif({ lossless: true }).toBuffer(),
  bmp: async (value) => Promise.resolve(bitmap(value)),
  pgm: async (value) => Promise.resolve(p5(value)),
  'plain pgm': async (value) =>
    Promise.resolve(Buffer.from(`P2 4 2 255${` ${value}`.repeat(8)}\n`)),
};
const kinds = Object.keys(encoders);

/** A bitmap of 24 bits of one grey, 4 x 2. */
function bitmap(value: number): Buffer {
  const file = Buffer.alloc(54 + 24, value).fill(0, 0, 54);
  file.write('BM', 'latin1');
  for (const [at, field] of [
    [2, 78],
    [10, 54],
    [14, 40],
    [18, 4],
    [22, 2],
  ] as const) {
    file.writeUInt32LE(field, at);
  }
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  return file;
}

describe('a picture behind the end of another', () => {
  it.each(kinds)('makes a %s a file of several', async (kind) => {
    const [one, two] = [await encoders[kind](20), await encoders[kind](40)];
    const gaps = ['', '\0'.repeat(5000), '\n', 'a note'];
    for (const gap of gaps) {
      const file = Buffer.concat([one, Buffer.from(gap), two]);
      await expect(decodeImage(file, 'x')).rejects.toThrow('it holds 2 pictures: expected one');
      const values = await firstValues(file);
      expect(values.map((value = 0, i) => Math.abs(value - [20, 40][i]) < 3)).toEqual([true, true]);
    }
    expect(await countPictures(Buffer.concat([one, two, one, one]), 'x')).toBe(4);
  });

  it.each(kinds)('counts whatever kind it is of, behind a %s', async (kind) => {
    const first = await encoders[kind](20);
    for (const other of kinds) {
      const file = Buffer.concat([first, Buffer.alloc(3), await encoders[other](40)]);
      expect([other, (await firstValues(file)).length]).toEqual([other, 2]);
    }
  });

  it.each(kinds)('is none of what else is behind a %s', async (kind) => {
    const file = await encoders[kind](20);
    const texts = [
      '\0'.repeat(9000),
      'BM P5 P6 II*\0',
      'ftyp\0\0\0\0',
      '\xff\xd8\xff\xe0',
      '\x89PNG\r\n\x1a\n',
      'RIFF\0\0\0\0WEBP',
    ];
    for (const text of texts) {
      const whole = Buffer.concat([file, Buffer.from(text, 'latin1')]);
      expect(await countPictures(whole, 'x')).toBe(1);
    }
  });

  it('is none of a preview of a camera, nor of a gain map', async () => {
    const full = await sharp({ create: { width: 64, height: 32, channels: 3, background: '#123' } })
      .jpeg()
      .toBuffer();
    const scaled = async (width: number, height: number): Promise<Buffer> =>
      sharp(full).resize(width, height).jpeg().toBuffer();
    expect(await countPictures(Buffer.concat([full, await scaled(32, 16)]), 'x')).toBe(1);
    expect(await countPictures(Buffer.concat([full, await scaled(16, 32)]), 'x')).toBe(1);
    expect(await countPictures(Buffer.concat([full, await scaled(34, 16)]), 'x')).toBe(2);
    const note = Buffer.from('\xff\xe1\0\x14hdrgm:GainMapMin\0\0', 'latin1');
    const map = Buffer.concat([full.subarray(0, 2), note, full.subarray(2)]);
    expect(await countPictures(Buffer.concat([full, map]), 'x')).toBe(1);
    // Behind the preview that an index names there is another.
    const shown = multiPicture([full, await scaled(32, 16)], [0x030000, 0x010001]);
    expect(await countPictures(shown, 'x')).toBe(1);
    expect(await countPictures(Buffer.concat([shown, full]), 'x')).toBe(2);
  });

  it('refuses a file of too many beginnings soon', async () => {
    const begin = Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF', 'latin1');
    const file = Buffer.concat([await jpeg(20), ...Array<Buffer>(5000).fill(begin)]);
    await expect(decodeImage(file, 'x')).rejects.toThrow('too many places');
  });
});

/** A box of an AVIF. */
function box(kind: string, ...body: Buffer[]): Buffer {
  const size = Buffer.alloc(4);
  const content = Buffer.concat(body);
  size.writeUInt32BE(content.length + 8);
  return Buffer.concat([size, Buffer.from(kind, 'latin1'), content]);
}

/** A still picture with a track of so many, of which the file holds no more than libvips needs. */
async function sequence(frames: number): Promise<Buffer> {
  const still = await encoders['avif'](20);
  still.write('avis', 8, 'latin1');
  still.write('msf1', 16, 'latin1');
  const count = Buffer.alloc(12);
  count.writeUInt32BE(frames, 8);
  const handler = box('hdlr', Buffer.alloc(8), Buffer.from('pict'), Buffer.alloc(12));
  const table = box('minf', box('stbl', box('stsz', count)));
  return Buffer.concat([still, box('moov', box('trak', box('mdia', handler, table)))]);
}

describe('an AVIF sequence', () => {
  it('counts its pictures, and says which are not read', async () => {
    const file = await sequence(3);
    await expect(decodeImage(file, 'x')).rejects.toThrow('it holds 3 pictures: expected one');
    const { data } = await decodeImage(file, 'x', { page: 1 });
    expect(Math.abs(data[0] - 20)).toBeLessThan(3);
    await expect(decodeImage(file, 'x', { page: 2 })).rejects.toThrow('of an AVIF sequence');
    expect(await countPictures(await sequence(1), 'x')).toBe(1);
  });
});

describe('an animated PNG', () => {
  it('lays frames over each other as it says', async () => {
    const file = animatedPng([
      grey(100, 4),
      { ...dot(200, 255), x: 1, y: 1, dispose: 2 },
      { ...dot(200, 128), x: 2, blend: 1, dispose: 1 },
      { ...dot(50, 255), x: 3 },
    ]);
    expect(await reds(file, 2)).toEqual([100, 100, 100, 100, 100, 200, 100, 100]);
    expect(await reds(file, 3)).toEqual([100, 100, 150, 100, 100, 100, 100, 100]);
    expect(await reds(file, 4)).toEqual([100, 100, 0, 50, 100, 100, 100, 100]);
  });

  it('has one picture more if its default picture is no frame', async () => {
    const file = animatedPng([grey(20, 4), grey(40, 4)], grey(7, 4));
    expect(await firstValues(file)).toEqual([7, 20, 40]);
  });

  it('refuses frames outside of the picture, and those that are missing', async () => {
    const outside = animatedPng([grey(1, 4), { ...dot(1, 255), x: 4 }]);
    await expect(decodeImage(outside, 'x', { page: 2 })).rejects.toThrow('frame lies outside');
    const cut = animatedPng([grey(1, 4), grey(2, 4)]).subarray(0, -40);
    await expect(decodeImage(cut, 'x', { page: 2 })).rejects.toThrow('damaged or cut off');
  });
});
