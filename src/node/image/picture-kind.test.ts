import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { isPictureHead } from './picture-kind.ts';

const encoder = new TextEncoder();

describe('isPictureHead()', () => {
  it.each(['png', 'jpeg', 'tiff', 'webp', 'avif', 'gif'] as const)(
    'knows a %s as libvips writes it',
    async (format) => {
      const picture = sharp({ create: { width: 9, height: 9, channels: 3, background: '#777' } });
      expect(isPictureHead(await picture.toFormat(format).toBuffer())).toBe(true);
    },
  );

  it.each(['P5 4 4 255\n', 'P6\n# camera 3\n4 4', 'P7\nWIDTH 4', 'Pf\n4 4', '8BPS\0'])(
    'knows %j',
    (text) => expect(isPictureHead(encoder.encode(text))).toBe(true),
  );

  it('knows a BMP and a DICOM file', () => {
    const bmp = Uint8Array.of(66, 77, ...new Uint8Array(12), 40, 0, 0, 0);
    const dicom = Uint8Array.of(...new Uint8Array(128), ...encoder.encode('DICM'));
    expect([bmp, dicom].map(isPictureHead)).toEqual([true, true]);
  });

  it.each([
    '',
    'BM',
    'BMW parts\nof 2024, all',
    'P6',
    'P5 parts',
    '%PDF-1.7',
    '<svg',
    'PK\x03\x04',
  ])('takes %j for none', (text) => expect(isPictureHead(encoder.encode(text))).toBe(false));

  it('takes a video for none', () => {
    expect(isPictureHead(encoder.encode(['\0\0\0\x18ftyp', 'mp42'].join('')))).toBe(false);
  });
});
