import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type Wholeness, wholenessOf } from './wholeness.ts';

const [width, height] = [40, 30];
const noise = Buffer.from(
  Array.from({ length: width * height * 3 }, (_, i) => 1 + ((i * 7919) % 251)),
);
const picture = sharp(noise, { raw: { width, height, channels: 3 } });

async function of(bytes: Uint8Array): Promise<Wholeness> {
  const buffer = Buffer.from(bytes);
  return wholenessOf({
    size: buffer.length,
    read: async (start, length) => Promise.resolve(buffer.subarray(start, start + length)),
  });
}

/** A bitmap of 24 bits, its rows of full words. */
function bmp(pixels: Uint8Array = noise): Buffer {
  const head = Buffer.alloc(54);
  head.write('BM', 0, 'latin1');
  head.writeUInt32LE(54, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(width, 18);
  head.writeInt32LE(-height, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(24, 28);
  return Buffer.concat([head, pixels]);
}

/** A file made of its full size first. */
function preallocated(bytes: Uint8Array, written: number): Buffer {
  const buffer = Buffer.alloc(bytes.length);
  buffer.set(bytes.subarray(0, written));
  return buffer;
}

const formats: [name: string, bytes: Buffer][] = [
  ['PNG', await picture.png().toBuffer()],
  ['JPEG', await picture.jpeg().toBuffer()],
  ['WebP', await picture.webp({ lossless: true }).toBuffer()],
  ['TIFF in strips', await picture.tiff({ compression: 'none' }).toBuffer()],
  ['TIFF, LZW', await picture.tiff({ compression: 'lzw' }).toBuffer()],
  ['TIFF in tiles', await picture.tiff({ tile: true, tileWidth: 16, tileHeight: 16 }).toBuffer()],
  ['BigTIFF', await picture.tiff({ bigtiff: true, compression: 'lzw' }).toBuffer()],
  ['BMP', bmp()],
  ['PGM', Buffer.concat([Buffer.from('P5 # a comment\n40 90\n255\n'), noise])],
  ['PPM', Buffer.concat([Buffer.from('P6\n40 30 255\n'), noise])],
  ['PGM of 16 bits', Buffer.concat([Buffer.from('P5 40 45 4095\n'), noise])],
];

describe('wholenessOf()', () => {
  it.each(formats)('tells a whole %s', async (_, bytes) => {
    expect(await of(bytes)).toBe('whole');
  });

  it.each(formats)('tells a cut-off %s', async (_, bytes) => {
    expect(await of(bytes.subarray(0, bytes.length - 100))).toBe('part');
    expect(await of(bytes.subarray(0, bytes.length >> 1))).toBe('part');
  });

  it.each(formats)('tells a preallocated %s whose bytes have not come', async (name, bytes) => {
    // A TIFF whose directory comes last names none yet.
    const expected = /PNG|JPEG/.test(name)
      ? /^part$/
      : /TIFF/.test(name)
        ? /part|zeros/
        : /^zeros$/;
    expect(await of(preallocated(bytes, bytes.length >> 1))).toMatch(expected);
  });

  it.each(formats)('tells a %s whose header is written last', async (_, bytes) => {
    expect(await of(Buffer.alloc(bytes.length))).toBe('part');
    expect(await of(Buffer.concat([Buffer.alloc(16), bytes.subarray(16)]))).toBe('part');
  });

  it('finds the end mark before padding, and not in a preallocated file', async () => {
    for (const [, bytes] of formats.slice(0, 2)) {
      expect(await of(Buffer.concat([bytes, Buffer.alloc(100_000)]))).toBe('whole');
      expect(await of(Buffer.concat([bytes.subarray(0, -20), Buffer.alloc(100_000)]))).toBe('part');
    }
  });

  it.each(formats)(
    'ends, and finds no whole %s, where it was cut since its size was told',
    async (_, bytes) => {
      const cut = Buffer.concat([bytes.subarray(0, bytes.length >> 1)]);
      const read = async (start: number, length: number): Promise<Buffer> =>
        Promise.resolve(cut.subarray(start, start + length));
      // More than a window shorter, so that nothing is there to be read at its former end.
      expect(await wholenessOf({ size: bytes.length + 2 ** 16, read })).not.toBe('whole');
    },
  );

  it('does not read a directory for long that claims more entries than there can be', async () => {
    const file = Buffer.alloc(2 ** 22, 1);
    file.write('II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0', 'latin1');
    file.writeBigUInt64LE(2n ** 40n, 16);
    let reads = 0;
    const read = async (start: number, length: number): Promise<Buffer> => {
      reads++;
      return Promise.resolve(file.subarray(start, start + length));
    };
    expect(await wholenessOf({ size: file.length, read })).toBe('part');
    expect(reads).toBeLessThan(100);
  });

  it('does not know other files, nor bitmaps whose length is not that of their pixels', async () => {
    expect(await of(Buffer.from('x'))).toBe('unknown');
    expect(await of(Buffer.alloc(0))).toBe('part');
    const runs = bmp();
    runs.writeUInt32LE(1, 30);
    expect(await of(runs)).toBe('unknown');
    expect(await of(Buffer.from('BM'))).toBe('part');
  });

  it('tells a TIFF whose directory is not there yet', async () => {
    expect(await of(Buffer.from('II*\0\0\0\0\0'))).toBe('part');
    expect(await of(Buffer.from('MM\0*\0\0\xff\xff', 'latin1'))).toBe('part');
  });
});
