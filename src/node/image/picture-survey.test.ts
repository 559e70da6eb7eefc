import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { bmp } from '../../../test/helpers/hostile-bytes.ts';
import { type RawPicture, rawPng, tiffPages } from '../../../test/helpers/picture-bytes.ts';
import { surveyPicture, usedSampleBits } from './picture-survey.ts';

const deep = (...data: number[]): RawPicture => ({
  width: data.length,
  height: 1,
  channels: 1,
  data: Uint16Array.from(data),
});

const readingBytes = async (bytes: Uint8Array): Promise<number> => {
  const survey = await surveyPicture(bytes, 'x');
  return (survey.readingBytes - 2 * bytes.length - 32 * 2 ** 20) / (400 * 300);
};

const isDeep = async (bytes: Uint8Array): Promise<boolean> =>
  (await surveyPicture(bytes, 'x')).isDeep;

describe('surveyPicture()', () => {
  const picture = sharp({ create: { width: 400, height: 300, channels: 3, background: '#345' } });

  it('knows bytes a pixel: the picture, the one before, and what its codec takes', async () => {
    expect(await readingBytes(await picture.clone().png().toBuffer())).toBe(6);
    expect(await readingBytes(await picture.clone().ensureAlpha().png().toBuffer())).toBe(8);
    expect(await readingBytes(await picture.clone().png({ progressive: true }).toBuffer())).toBe(9);
    expect(await readingBytes(await picture.clone().jpeg().toBuffer())).toBe(6);
    const progressive = await picture.clone().jpeg({ progressive: true }).toBuffer();
    expect(await readingBytes(progressive)).toBe(12);
    const turned = await picture.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await readingBytes(turned)).toBe(9);
    expect(await readingBytes(await picture.clone().webp().toBuffer())).toBe(13);
    expect(await readingBytes(await picture.clone().avif({ effort: 0 }).toBuffer())).toBe(27);
    const rgb16 = await picture.clone().toColourspace('rgb16').png().toBuffer();
    expect(await readingBytes(rgb16)).toBe(12);
  });

  it('knows which pictures have more than 8 bits', async () => {
    expect(await isDeep(rawPng(deep(1, 2)))).toBe(true);
    expect(await isDeep(bmp())).toBe(false);
    expect(await isDeep(Buffer.from('P5 1 1 65535\nab'))).toBe(true);
    // The largest of these says how many bits are used.
    expect(await isDeep(Buffer.from('P5 1 1 4095\nab'))).toBe(false);
  });

  it('refuses what reading would refuse', async () => {
    const two = tiffPages([deep(1), deep(2)]);
    await expect(surveyPicture(two, 'x')).rejects.toThrow('it holds 2 pictures');
    await expect(surveyPicture(bmp(), 'x', { maxPixels: 63 })).rejects.toThrow('megapixels');
    await expect(surveyPicture(bmp().subarray(0, 20), 'x')).rejects.toThrow('damaged');
  });
});

describe('usedSampleBits()', () => {
  it('goes by what the file says, or else by the largest sample', async () => {
    expect(await usedSampleBits(tiffPages([deep(5, 1000)]), 'x')).toBe(10);
    expect(await usedSampleBits(tiffPages([{ ...deep(5, 1000), tags: [[341, 4095]] }]), 'x')).toBe(
      12,
    );
    expect(await usedSampleBits(tiffPages([{ ...deep(5, 5000), tags: [[341, 4095]] }]), 'x')).toBe(
      14,
    );
  });
});
