import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../node/image/image-decoder.ts';
import { decodePicture } from './picture-decoder.ts';
import { orientationOf } from './orientation.ts';

describe('decodePicture() of a PNG that EXIF turns', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'gives what Node gives by orientation %i',
    async (orientation) => {
      const data = Uint8Array.from({ length: 5 * 3 * 3 }, (_, i) => (i * 29) % 256);
      const file = new Uint8Array(
        await sharp(data, { raw: { width: 5, height: 3, channels: 3 } })
          .withMetadata({ orientation })
          .png()
          .toBuffer(),
      );
      const wanted = await decodeImage(file, 'a.png');
      expect(wanted.width).toBe(orientation > 4 ? 3 : 5);
      expect(await decodePicture(file, 'a.png')).toEqual(wanted);
    },
  );
});

describe('orientationOf()', () => {
  it('is 1 where nothing can be read', () => {
    expect(orientationOf(new Uint8Array())).toBe(1);
    expect(orientationOf(Uint8Array.of(0x49, 0x49, 42, 0, 255, 255, 0, 0, 0))).toBe(1);
  });
});
