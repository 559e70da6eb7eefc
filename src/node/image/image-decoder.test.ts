import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { tiff } from '../../../test/helpers/hostile-bytes.ts';
import { ImageError } from '../../errors.ts';
import { decodeImage, readImage } from './image-decoder.ts';

const floatTiff = tiff({
  tags: [
    [258, 32],
    [339, 3],
    [278, 2],
    [257, 2],
  ],
});
const fiveChannels = tiff({
  tags: [
    [256, 1],
    [277, 5],
  ],
});

/** A picture of one colour, 4 x 2. */
function plain(background: string, channels: 3 | 4 = 3): Sharp {
  return sharp({ create: { width: 4, height: 2, channels, background } });
}

async function cmyk(colour: string): Promise<Buffer> {
  return plain(colour).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
}

/** Its first pixel, once encoded and decoded. */
async function firstPixel(encoded: Promise<Buffer>): Promise<number[]> {
  const { data, width, height } = await decodeImage(await encoded, 'test');
  expect([width, height, data.length]).toEqual([4, 2, 24]);
  return [...data.subarray(0, 3)];
}

describe('decodeImage()', () => {
  it('gives plain RGB bytes', async () => {
    expect(await firstPixel(plain('#0a141e').png().toBuffer())).toEqual([10, 20, 30]);
    const { data } = await decodeImage(await plain('#fff').png().toBuffer(), 'test');
    expect(Object.getPrototypeOf(data)).toBe(Uint8Array.prototype);
  });

  it('flattens alpha on black', async () => {
    const half = plain('rgba(200, 100, 0, 0.5)', 4).png().toBuffer();
    const [r = 0, g = 0, b] = await firstPixel(half);
    expect([Math.abs(r - 100) <= 1, Math.abs(g - 50) <= 1, b]).toEqual([true, true, 0]);
    expect(await firstPixel(plain('rgba(9, 9, 9, 0)', 4).webp().toBuffer())).toEqual([0, 0, 0]);
  });

  it('leaves the pixels as they are whatever colour profile is attached', async () => {
    const plainPng = await plain('#c86432').png().toBuffer();
    const profiled = sharp(plainPng).withIccProfile('p3', { attach: true });
    const encoded = await profiled.png().toBuffer();
    const stored = await sharp(encoded, { ignoreIcc: true }).raw().toBuffer();
    expect([...stored.subarray(0, 3)]).not.toEqual([200, 100, 50]);
    expect(await firstPixel(Promise.resolve(encoded))).toEqual([...stored.subarray(0, 3)]);
  });

  it('turns CMYK into the colours that it means', async () => {
    const [white, red] = [await firstPixel(cmyk('#fff')), await firstPixel(cmyk('#c02020'))];
    expect(Math.min(...white)).toBeGreaterThan(245);
    const [r = 0, g = 0, b = 0] = red;
    expect(r - Math.max(g, b)).toBeGreaterThan(100);
  });

  it('keeps the upper 8 of 16 bits: what uses 12 of them stays dark', async () => {
    const raw = { width: 4, height: 2, channels: 1 } as const;
    const deep = sharp(Uint16Array.of(0x0fff, 0, 0, 0, 0, 0, 0, 0xffff), { raw });
    const { data } = await decodeImage(await deep.toColourspace('grey16').png().toBuffer(), 'test');
    expect([data[0], data[3], data[23]]).toEqual([0x0f, 0, 0xff]);
  });

  it('takes a picture of just the most pixels, and one more not', async () => {
    const png = await plain('#fff').png().toBuffer();
    const bmp = Uint8Array.from(Buffer.from(`Qk0${'A'.repeat(9)}`, 'base64'));
    await expect(decodeImage(png, 'test', { maxPixels: 8 })).resolves.toHaveProperty('width', 4);
    await expect(decodeImage(png, 'test', { maxPixels: 7 })).rejects.toThrow(
      'it has 0.1 megapixels (4 x 2): expected at most 0.000007',
    );
    await expect(decodeImage(bmp, 'test')).rejects.toThrow('BMP data are damaged');
  });

  it.each([
    ['an animation', () => animation(), /animation of 2 frames/],
    ['samples of 32 bits', async () => floatTiff, /samples are float: expected 8 or 16 bits/],
    ['more channels than colours', async () => fiveChannels, /5 channels/],
    ['a GIF', () => plain('#fff').gif().toBuffer(), /a GIF picture: expected PNG, JPEG/],
    ['an AVIF', () => plain('#fff').avif().toBuffer(), /HEIF or AVIF/],
    ['nothing', async () => Buffer.alloc(0), /it is empty/],
  ])('refuses %s', async (_, encode, message) => {
    const decoded = decodeImage(await encode(), 'dir/x.png');
    await expect(decoded).rejects.toThrow(ImageError);
    await expect(decoded).rejects.toThrow(message);
    await expect(decoded).rejects.toThrow('Cannot read the picture dir/x.png: ');
  });
});

async function animation(): Promise<Buffer> {
  const raw = { width: 4, height: 4, channels: 3, pageHeight: 2 } as const;
  return sharp(new Uint8Array(48).fill(7, 24), { raw }).webp().toBuffer();
}

describe('readImage()', () => {
  it('decodes by content, not by suffix', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fewgood-decode-'));
    const path = join(folder, 'picture.bmp');
    await writeFile(path, await plain('#0a141e').png().toBuffer());
    expect((await readImage(path)).data[2]).toBe(30);
    await expect(readImage(folder)).rejects.toMatchObject({
      code: 'IMAGE_UNREADABLE',
      message: `Cannot read the picture ${folder}: it is a folder: expected a file`,
      remedy: 'Name a file.',
    });
    await rm(folder, { recursive: true });
  });
});
