import sharp from 'sharp';
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
    const small = { ...grey(9), tags: [[254, 1]] as const };
    expect(await firstValues(tiffPages([small, grey(20), small, grey(40)]))).toEqual([20, 40]);
    const [shown, thumbnail] = [await jpeg(20), await jpeg(9)];
    expect(await firstValues(multiPicture([shown, thumbnail], [0x030000, 0x010001]))).toEqual([20]);
  });

  it('has none of an index whose pictures are gone', async () => {
    const whole = multiPicture([await jpeg(20), await jpeg(40)]);
    const end = whole.lastIndexOf(Buffer.from([0xff, 0xd8, 0xff]));
    expect(await firstValues(whole.subarray(0, end))).toEqual([20]);
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
