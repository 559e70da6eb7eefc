import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { tiff } from '../../../test/helpers/hostile-bytes.ts';
import { type RawPicture, rawPng, tiffPages } from '../../../test/helpers/picture-bytes.ts';
import { ImageError } from '../../errors.ts';
import { decodeImage, type DecodeOptions, readImage } from './image-decoder.ts';

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

const samples = (...data: number[]): RawPicture => ({
  width: data.length,
  height: 1,
  channels: 1,
  data: Uint16Array.from(data),
});

const values = async (file: Buffer, options: DecodeOptions = {}): Promise<number[]> =>
  [...(await decodeImage(file, 'x', options)).data].filter((_, i) => i % 3 === 0);

const codes = async (file: Buffer, sampleBits: number): Promise<(string | undefined)[]> =>
  (await decodeImage(file, 'x', { sampleBits })).warnings?.map(({ message }) => message) ?? [];

const rgba = (first: number, others: number): Sharp => {
  const pixels = Array.from({ length: 8 }, (_, i) => [200, 100, 0, i === 0 ? first : others]);
  const raw = { width: 4, height: 2, channels: 4 } as const;
  return sharp(Uint8Array.from(pixels.flat()), { raw });
};

describe('decodeImage()', () => {
  it('gives plain RGB bytes', async () => {
    expect(await firstPixel(plain('#0a141e').png().toBuffer())).toEqual([10, 20, 30]);
    const { data } = await decodeImage(await plain('#fff').png().toBuffer(), 'test');
    expect(Object.getPrototypeOf(data)).toBe(Uint8Array.prototype);
  });

  it('flattens alpha on black, but takes alpha that is the same everywhere for none', async () => {
    const lossless = { lossless: true, exact: true } as const;
    for (const [first, others, expected] of [
      [128, 255, [100, 50, 0]],
      [0, 255, [0, 0, 0]],
      [0, 0, [200, 100, 0]],
      [128, 128, [200, 100, 0]],
    ] as const) {
      const picture = rgba(first, others);
      expect(await firstPixel(picture.clone().png().toBuffer())).toEqual(expected);
      expect(await firstPixel(picture.clone().webp(lossless).toBuffer())).toEqual(expected);
      expect(await firstPixel(picture.clone().tiff({ compression: 'lzw' }).toBuffer())).toEqual(
        expected,
      );
    }
  });

  it('reads AVIF of 8, 10 and 12 bits, and refuses it cut off', async () => {
    for (const bitdepth of [8, 10, 12] as const) {
      const [r = 0, g = 0, b = 0] = await firstPixel(
        plain('#c86432').avif({ lossless: true, bitdepth }).toBuffer(),
      );
      expect(Math.max(Math.abs(r - 200), Math.abs(g - 100), Math.abs(b - 50))).toBeLessThan(3);
    }
    const avif = await plain('#c86432').avif().toBuffer();
    const cut = decodeImage(avif.subarray(0, avif.length - 5), 'x');
    await expect(cut).rejects.toThrow('AVIF data are damaged or cut off');
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
});

describe('decodeImage() of what is not read', () => {
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
    ['more channels than colours', async () => fiveChannels, /5 channels/],
    ['a GIF', () => plain('#fff').gif().toBuffer(), /a GIF picture: expected PNG, JPEG/],
    [
      'a HEIC',
      async () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
      /such as HEIC/,
    ],
    ['a JPEG 2000', async () => Buffer.from('\0\0\0\x0cjP  \r\n', 'latin1'), /a JPEG 2000 picture/],
    [
      'a JPEG 2000 codestream',
      async () => Buffer.from('ff4fff510029', 'hex'),
      /a JPEG 2000 picture/,
    ],
    ['nothing', async () => Buffer.alloc(0), /it is empty/],
  ])('refuses %s', async (_, encode, message) => {
    const decoded = decodeImage(await encode(), 'dir/x.png');
    await expect(decoded).rejects.toThrow(ImageError);
    await expect(decoded).rejects.toThrow(message);
    await expect(decoded).rejects.toThrow('Cannot read the picture dir/x.png: ');
  });
});

describe('decodeImage() of 16-bit samples', () => {
  const twelve = tiffPages([samples(0, 255, 4095)]);
  const tagged = tiffPages([{ ...samples(0, 255, 4095), tags: [[341, 4095]] }]);
  const significant = rawPng(samples(0, 255, 4095), [['sBIT', Buffer.of(12)]]);

  it('keeps the upper 8 of all bits where nothing is said of them', async () => {
    expect(await values(twelve)).toEqual([0, 0, 15]);
    expect(await values(rawPng(samples(0, 255, 65535)))).toEqual([0, 0, 255]);
  });

  it('keeps the upper 8 of those that the file says are used', async () => {
    expect(await values(tagged)).toEqual([0, 15, 255]);
    expect(await values(significant)).toEqual([0, 15, 255]);
    // Scaled up as the standard asks, and more than the tag says: all bits are used.
    expect(await values(rawPng(samples(0, 65535), [['sBIT', Buffer.of(12)]]))).toEqual([0, 255]);
    const wrong = tiffPages([{ ...samples(0, 65535), tags: [[341, 4095]] }]);
    expect(await values(wrong)).toEqual([0, 255]);
  });

  it('keeps the upper 8 of those that the part uses, whatever the file says', async () => {
    for (const file of [twelve, tagged, significant]) {
      expect(await values(file, { sampleBits: 12 })).toEqual([0, 15, 255]);
      expect(await values(file, { sampleBits: 16 })).toEqual([0, 0, 15]);
      expect(await values(file, { sampleBits: null })).toEqual(await values(file));
    }
  });

  it('refuses what the part could not show, and warns of what is nearly black', async () => {
    const refused = decodeImage(twelve, 'x', { sampleBits: 10 });
    await expect(refused).rejects.toThrow('its samples reach 4095: expected at most 1023');
    await expect(refused).rejects.toMatchObject({ options: ['sampleBits'] });
    expect(await codes(twelve, 12)).toEqual([]);
    expect(await codes(twelve, 16)).toEqual([
      'its samples use 12 of 16 bits, so it is nearly black',
    ]);
    expect(await codes(tagged, 14)).toEqual([
      'its file says that 12 bits are used, and the part 14',
    ]);
  });
});

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
