import { array, assert, asyncProperty, nat } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../node/image/image-decoder.ts';

/** Values of a picture by the text of its header and bytes behind it. */
async function read(header: string, body: readonly number[] = []): Promise<string> {
  const file = Buffer.concat([Buffer.from(header, 'latin1'), Buffer.from(body)]);
  const { data, width, height } = await decodeImage(file, 'x.pgm');
  return `${width}x${height}: ${[...data].join(' ')}`;
}

describe('decodeImage() of Netpbm', () => {
  it.each([
    [
      'P1, without blanks between pixels',
      'P1\n# made by hand\n3 1\n010',
      [],
      '3x1: 255 255 255 0 0 0 255 255 255',
    ],
    ['P2', 'P2 2 1 10 0 5', [], '2x1: 0 0 0 128 128 128'],
    ['P3', 'P3\n1 1\n255\n1 2 3\n', [], '1x1: 1 2 3'],
    [
      'P4, rows padded to bytes',
      'P4 2 2\n',
      [0x40, 0x80],
      '2x2: 255 255 255 0 0 0 0 0 0 255 255 255',
    ],
    ['P5', 'P5 2 1 255\n', [10, 32], '2x1: 10 10 10 32 32 32'],
    ['P5 of 12 bits', 'P5 2 1 4095\n', [0x0f, 0xff, 0x01, 0x00], '2x1: 255 255 255 16 16 16'],
    ['P5 of 16 bits', 'P5 1 1 65535\n', [0x80, 0xff], '1x1: 128 128 128'],
    ['P6', 'P6 1 1 255\n', [1, 2, 3], '1x1: 1 2 3'],
    [
      'P7, RGB',
      'P7\nWIDTH 1\nHEIGHT 1\nDEPTH 3\nMAXVAL 255\nTUPLTYPE RGB\nENDHDR\n',
      [1, 2, 3],
      '1x1: 1 2 3',
    ],
    [
      'P7, alpha',
      'P7\nWIDTH 2\nHEIGHT 1\nDEPTH 2\nMAXVAL 255\nTUPLTYPE GRAYSCALE_ALPHA\nENDHDR\n',
      [200, 255, 200, 0],
      '2x1: 200 200 200 0 0 0',
    ],
  ])('reads %s', async (_, header, body, expected) => {
    expect(await read(header, body)).toBe(expected);
  });

  it('takes 16 bits of which 12 are used as the part says', async () => {
    const file = Buffer.from('P5 1 1 65535\n\x0f\xff', 'latin1');
    expect((await decodeImage(file, 'x', { sampleBits: 12 })).data[0]).toBe(255);
    const certain = Buffer.from('P5 1 1 4095\n\x0f\xff', 'latin1');
    expect((await decodeImage(certain, 'x', { sampleBits: 16 })).data[0]).toBe(255);
  });
});

describe('decodeImage() of Netpbm that is damaged', () => {
  it.each([
    ['cut off', 'P5 4 4 255\n', [1, 2, 3], /ends after 14 of 27 bytes/],
    ['a plain one cut off', 'P2 2 2 255\n1 2 3', [], /a number is missing/],
    ['a sample above the largest', 'P5 1 1 100\n', [101], /101, above the largest of 100/],
    ['a large sample of text', 'P2 1 1 255\n256', [], /256, above/],
    ['no size', 'P5 0 4 255\n', [], /0 x 4/],
    ['a largest sample of 0', 'P5 1 1 0\n', [1], /at most 0/],
    [
      'CMYK',
      'P7\nWIDTH 1\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE CMYK\nENDHDR\n',
      [1, 2, 3, 4],
      /pixels are CMYK/,
    ],
    ['an endless header', 'P7\nWIDTH 1\nHEIGHT 1', [], /header is cut off/],
  ])('refuses %s', async (_, header, body, message) => {
    await expect(read(header, body)).rejects.toThrow(message);
    await expect(read(header, body)).rejects.toThrow('its PNM data are damaged or cut off');
  });

  it('allocates nothing for a size that the file cannot hold', async () => {
    for (const header of ['P5 9999 9999 255\n', 'P2 9999 9999 255\n1 ', 'P6 9999 9999 65535\n']) {
      await expect(read(header)).rejects.toThrow(/ends after/);
    }
  });
});

describe('plain and raw Netpbm', () => {
  it('are read alike', async () => {
    const samples = array(nat(255), { minLength: 6, maxLength: 6 });
    await assert(
      asyncProperty(samples, async (six) => {
        const plain = await read(`P3 2 1 255 ${six.join(' ')}`);
        expect(await read('P6 2 1 255\n', six)).toBe(plain);
      }),
    );
  });
});
