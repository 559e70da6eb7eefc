import sharp, { type Sharp } from 'sharp';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { HarnessPage } from '../../studies/browser/harness-page.ts';
import { decodeImage } from '../../src/node/image/image-decoder.ts';
import { renderPart } from '../../src/synthetic/index.ts';
import { byteArray, readFixture } from '../helpers/fixture.ts';
import { describeInChromium } from './use-harness.ts';

const [WIDTH, HEIGHT] = [203, 157];

/** A drawn part with noise, cut so that blocks of 8 and 16 are cut off. */
function picture(): Sharp {
  const { data, width, height } = renderPart({ kind: 'gear', seed: 3, size: 256 }).image;
  return sharp(data, { raw: { width, height, channels: 3 } }).extract({
    left: 10,
    top: 20,
    width: WIDTH,
    height: HEIGHT,
  });
}

/** Decodes a file in the page; the pixels, shape [height, width, 3]. */
async function decodeThere(harness: HarnessPage, bytes: Uint8Array) {
  harness.files.set('/picture', bytes);
  const size = await harness.page.evaluate(() => fewgoodPage.decode('/picture', '/pixels'));
  return { ...size, data: harness.file('/pixels') };
}

function largestDifference(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] ?? NaN))), 0);
}

const JPEGS: Readonly<Record<string, () => Sharp>> = {
  'quality 92, 4:4:4': () => picture().jpeg({ quality: 92, chromaSubsampling: '4:4:4' }),
  'quality 75, 4:2:0': () => picture().jpeg({ quality: 75, chromaSubsampling: '4:2:0' }),
  'quality 30, 4:2:0': () => picture().jpeg({ quality: 30, chromaSubsampling: '4:2:0' }),
  progressive: () => picture().jpeg({ quality: 85, progressive: true }),
  grey: () => picture().greyscale().jpeg({ quality: 90 }),
  'with a colour profile (P3)': () => picture().withIccProfile('p3').jpeg({ quality: 92 }),
  ...Object.fromEntries(
    [2, 3, 4, 5, 6, 7, 8].map((orientation) => [
      `turned by EXIF, orientation ${orientation}`,
      () =>
        picture().withMetadata({ orientation }).jpeg({ quality: 92, chromaSubsampling: '4:4:4' }),
    ]),
  ),
};

/** Levels by which pixels of a JPEG may differ: a step of rounding of the colours. */
const JPEG_TOLERANCE = 2;

describeInChromium('decodePicture() in Chromium', (harness) => {
  it.each(Object.keys(JPEGS))('gives the pixels that Node gives, of a JPEG %s', async (name) => {
    const bytes = new Uint8Array((await JPEGS[name]?.().toBuffer()) ?? []);
    const [here, there] = [await decodeImage(bytes, name), await decodeThere(harness(), bytes)];
    expect([there.width, there.height]).toEqual([here.width, here.height]);
    expect(largestDifference(here.data, there.data)).toBeLessThanOrEqual(JPEG_TOLERANCE);
  });

  it('gives the pixels that Node gives, of WebP without loss', async () => {
    const bytes = new Uint8Array(await picture().webp({ lossless: true }).toBuffer());
    const [here, there] = [await decodeImage(bytes, 'a'), await decodeThere(harness(), bytes)];
    expect(largestDifference(here.data, there.data)).toBe(0);
  });

  it('gives the pixels that Node gives, of every PNG, BMP and PNM of the fixtures', async () => {
    const { cases } = readFixture(
      'pictures/decode',
      z.object({ cases: z.array(z.object({ name: z.string(), file: byteArray })) }),
    );
    let count = 0;
    for (const { name, file } of cases) {
      if (!/^(?:\x89P|BM|P\d)/.test(String.fromCharCode(...file.data.subarray(0, 2)))) continue;
      const here = await decodeImage(file.data, name).catch(() => undefined);
      if (here === undefined) continue;
      const there = await decodeThere(harness(), file.data);
      expect([name, there.width, there.height]).toEqual([name, here.width, here.height]);
      expect(largestDifference(here.data, there.data), `of ${name}`).toBe(0);
      count++;
    }
    expect(count).toBeGreaterThan(20);
  });

  it.each<[string, RegExp, () => Promise<Uint8Array>]>([
    ['a JPEG that is cut off', /damaged or cut off \(it has no end\)/, () => cut('jpeg')],
    ['a PNG that is cut off', /damaged or cut off \(it ends before/, () => cut('png')],
    ['a WebP that is cut off', /damaged or cut off \(it is shorter/, () => cut('webp')],
    ['an AVIF that is cut off', /damaged or cut off/, () => cut('avif')],
    ['CMYK', /CMYK/, () => picture().toColourspace('cmyk').jpeg().toBuffer()],
    ['a WebP with transparency', /transparent pixels/, transparentWebp],
    ['a TIFF', /TIFF picture, which browsers do not read/, () => picture().tiff().toBuffer()],
    ['an empty file', /it is empty/, () => Promise.resolve(new Uint8Array())],
  ])('refuses %s', async (_, message, make) => {
    harness().files.set('/picture', new Uint8Array(await make()));
    const refused = harness().page.evaluate(() => fewgoodPage.decode('/picture'));
    await expect(refused).rejects.toThrow(message);
  });
});

async function cut(kind: 'jpeg' | 'png' | 'webp' | 'avif'): Promise<Uint8Array> {
  const bytes = await picture().toFormat(kind).toBuffer();
  return bytes.subarray(0, Math.floor(bytes.length * 0.7));
}

function transparentWebp(): Promise<Buffer> {
  return picture().ensureAlpha(0.5).webp({ lossless: true }).toBuffer();
}
