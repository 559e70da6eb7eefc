import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { kindOfPicture } from '../../picture-file/decodable-kind.ts';
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

  it.each<[string, string, RegExp]>([
    ['QOI', 'qoif\0\0\0\x08', /a QOI picture/],
    ['PCX', '\x0a\x05\x01\x08\0\0\0\0', /a PCX picture/],
    ['SGI', '\x01\xda\x01\x01\0\x03\0\x10', /an SGI picture/],
    ['ICO', '\0\0\x01\0\x02\0\x10\x10', /an icon/],
    ['Canon raw', '\0\0\0\x18ftypcrx \0\0\0\x01', /a raw picture of a camera/],
    ['DICOM', `${'\0'.repeat(128)}DICM`, /a DICOM picture/],
  ])('knows a picture of %s, which reading names', (_, text, words) => {
    const head = Buffer.from(text, 'latin1');
    expect(isPictureHead(head)).toBe(true);
    expect(() => kindOfPicture(head, 'x')).toThrow(words);
  });

  it.each([
    '',
    '\n\n good',
    '\0\0\x01\xba',
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
