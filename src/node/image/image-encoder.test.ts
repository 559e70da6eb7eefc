import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ArgumentRangeError } from '../../errors.ts';
import { rgbImage } from '../../image/rgb-image.ts';
import { decodeImage } from './image-decoder.ts';
import { encodeJpeg, encodePng } from './image-encoder.ts';

const bytes = Uint8Array.from({ length: 5 * 3 * 3 }, (_, i) => (i * 83) & 255);
const image = rgbImage(bytes, 5, 3);

describe('encodePng()', () => {
  it('keeps every pixel, and gives the same bytes again', async () => {
    const png = await encodePng(image);
    expect(await decodeImage(png, 'test')).toEqual(image);
    expect(await encodePng(image)).toEqual(png);
  });
});

describe('encodeJpeg()', () => {
  it('comes close to the image, with colour at full resolution', async () => {
    const stripes = rgbImage(
      Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => (i % 6 === 0 ? 255 : 0)),
      16,
      16,
    );
    const jpeg = await encodeJpeg(stripes, 100);
    expect(await sharp(jpeg).metadata()).toMatchObject({
      format: 'jpeg',
      chromaSubsampling: '4:4:4',
    });
    const { data } = await decodeImage(jpeg, 'test');
    const error = data.map((value, i) => Math.abs(value - (stripes.data[i] ?? 0)));
    expect(Math.max(...error)).toBeLessThan(8);
    expect((await encodeJpeg(stripes, 20)).length).toBeLessThan(jpeg.length);
  });

  it('shows the same pixels whatever the effort', async () => {
    const [small, quick] = await Promise.all(
      (['small', 'quick'] as const).map((effort) => encodeJpeg(image, 80, effort)),
    );
    expect(await decodeImage(quick, 'test')).toEqual(await decodeImage(small, 'test'));
    expect(small.length).toBeLessThan(quick.length);
  });

  it.each([0, 101, 1.5, Number.NaN])('refuses quality %s', async (quality) => {
    await expect(encodeJpeg(image, quality)).rejects.toThrow(ArgumentRangeError);
  });
});
