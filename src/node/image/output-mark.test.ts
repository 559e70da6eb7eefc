import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { rgbImage } from '../../image/rgb-image.ts';
import { decodeImage } from './image-decoder.ts';
import { encodeJpeg, encodePng } from './image-encoder.ts';
import { isOwnOutput, markPng, outputMarkOf } from './output-mark.ts';

const image = rgbImage(new Uint8Array(48).fill(77), 4, 4);

describe('markPng()', () => {
  it('leaves the pixels as they are, for readers that check every checksum', async () => {
    const marked = markPng(await encodePng(image), 'overlay');
    expect(outputMarkOf(marked)).toBe('overlay');
    expect(isOwnOutput(marked.subarray(0, 100))).toBe(true);
    expect((await decodeImage(marked, 'marked')).data).toEqual(image.data);
    const { comments } = await sharp(marked).metadata();
    expect(comments).toEqual([{ keyword: 'Software', text: 'fewgood overlay' }]);
  });

  it('tells a drawing of a part from a picture about one', async () => {
    const marked = markPng(await encodePng(image), 'drawing');
    expect([outputMarkOf(marked), isOwnOutput(marked)]).toEqual(['drawing', false]);
  });
});

describe('isOwnOutput()', () => {
  it('is false for other files, cut off ones too', async () => {
    const png = await encodePng(image);
    const marked = markPng(png, 'map');
    for (const head of [png, await encodeJpeg(image), new Uint8Array(), marked.subarray(0, 50)]) {
      expect(isOwnOutput(head)).toBe(false);
    }
    for (let size = 0; size < marked.length; size++) outputMarkOf(marked.subarray(0, size));
  });
});
