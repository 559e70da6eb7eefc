import sharp, { type Sharp } from 'sharp';
import {
  animatedPng,
  multiPicture,
  type RawPicture,
  rawPng,
  tiffPages,
  withBadScan,
  withStrayBytes,
} from '../helpers/picture-bytes.ts';
import { bmp, soundPictures, tiff, unusualPictures } from '../helpers/hostile-bytes.ts';

const SIDE = 24;

/** A slope with some noise. */
function picture(channels: 1 | 3 | 4 = 3): Sharp {
  const data = Uint8Array.from(
    { length: SIDE * SIDE * channels },
    (_, i) => i / 9 + ((i * 7919) % 31),
  );
  return sharp(data, { raw: { width: SIDE, height: SIDE, channels } });
}

/** A sound picture of every kind that is read, and of most ways to write it, by name. */
export async function pictureSeeds(): Promise<ReadonlyMap<string, Uint8Array>> {
  const made: Record<string, Sharp> = {
    'alpha.png': picture(4).png(),
    'palette.png': picture().png({ palette: true, colours: 16 }),
    'interlaced.png': picture().png({ progressive: true }),
    'grey.png': picture(1).toColourspace('b-w').png(),
    'progressive.jpg': picture().jpeg({ progressive: true }),
    'grey.jpg': picture(1).toColourspace('b-w').jpeg(),
    'restart.jpg': picture().jpeg({ chromaSubsampling: '4:4:4', optimiseCoding: false }),
    'deflate.tif': picture().tiff({ compression: 'deflate', predictor: 'horizontal' }),
    'none.tif': picture().tiff({ compression: 'none' }),
    'packbits.tif': picture().tiff({ compression: 'packbits' }),
    'jpeg.tif': picture().tiff({ compression: 'jpeg' }),
    'tiles.tif': picture().tiff({ compression: 'lzw', tile: true, tileWidth: 16, tileHeight: 16 }),
    'one-bit.tif': picture(1).toColourspace('b-w').tiff({ compression: 'ccittfax4', bitdepth: 1 }),
    'lossy.webp': picture().webp({ quality: 60 }),
    'alpha.webp': picture(4).webp({ lossless: true }),
    'small.avif': picture().avif({ effort: 0 }),
  };
  const seeds = new Map<string, Uint8Array>([
    ...Object.entries(await soundPictures()).map(
      ([suffix, file]) => [`sound.${suffix}`, file] as const,
    ),
    ...Object.entries(await unusualPictures()),
    ...bitmaps(),
    ...netpbm(),
    ['hand-made.tif', tiff()],
    ...(await ofSeveral()),
    ...deep(),
  ]);
  for (const [name, one] of Object.entries(made)) seeds.set(name, await one.toBuffer());
  return seeds;
}

/** Colours of a bitmap, shape [colours, 4]. */
function palette(colours: number): Buffer {
  return Buffer.from(Array.from({ length: colours }, (_, i) => [i, 255 - i, i * 3, 0]).flat());
}

function bitmaps(): [string, Uint8Array][] {
  const indexed = (bits: number, rows: number): Uint8Array => {
    const colours = 2 ** bits;
    const body = Buffer.concat([palette(colours), Buffer.alloc(rows, 0x12)]);
    return bmp({ bits, offset: 54 + colours * 4, body });
  };
  const runs = Buffer.concat([
    palette(256),
    Buffer.from([8, 1, 0, 0, 0, 3, 1, 2, 3, 0, 0, 2, 1, 1, 4, 9, 0, 1]),
  ]);
  return [
    ['24.bmp', bmp()],
    ['1.bmp', indexed(1, 8 * 4)],
    ['4.bmp', indexed(4, 8 * 4)],
    ['8.bmp', indexed(8, 8 * 8)],
    ['16.bmp', bmp({ bits: 16, body: Buffer.alloc(128, 0x35) })],
    ['32.bmp', bmp({ bits: 32, body: Buffer.alloc(256, 0x77) })],
    ['rle8.bmp', bmp({ bits: 8, compression: 1, offset: 54 + 1024, body: runs })],
  ];
}

/** A frame of one value. */
const frame = (value: number): RawPicture => ({
  width: 8,
  height: 8,
  channels: 4,
  data: new Uint8Array(256).fill(value),
});

/** Files of two pictures, and JPEGs against the standard. */
async function ofSeveral(): Promise<[string, Uint8Array][]> {
  const jpeg = await picture().jpeg().toBuffer();
  return [
    ['two.tif', tiffPages([frame(9), frame(99)])],
    ['two.png', animatedPng([frame(9), { ...frame(99), width: 4, height: 4, x: 2, blend: 1 }])],
    ['two.mpo', multiPicture([jpeg, jpeg])],
    ['scan.jpg', withBadScan(jpeg)],
    ['stray.jpg', withStrayBytes(jpeg)],
    ['mono.bmp', bmp({ bits: 8, body: Buffer.alloc(64, 7) })],
    [
      'alpha.pam',
      Buffer.from(
        `P7\nWIDTH 4\nHEIGHT 2\nDEPTH 2\nMAXVAL 255\nTUPLTYPE GRAYSCALE_ALPHA\nENDHDR\n${'ab'.repeat(8)}`,
      ),
    ],
  ];
}

/** 12 bits in 16. */
function deep(): [string, Uint8Array][] {
  const data = Uint16Array.from({ length: 64 }, (_, i) => i * 65);
  const raw: RawPicture = { width: 8, height: 8, channels: 1, data };
  return [
    ['deep.tif', tiffPages([{ ...raw, tags: [[341, 4095]] }])],
    ['deep.png', rawPng(raw, [['sBIT', Buffer.of(12)]])],
  ];
}

function netpbm(): [string, Uint8Array][] {
  const pixels = Buffer.alloc(64 * 3, 0x41);
  return [
    [
      'grey.pgm',
      Buffer.concat([Buffer.from('P5\n# of a camera\n8 8\n255\n'), pixels.subarray(0, 64)]),
    ],
    ['deep.pgm', Buffer.concat([Buffer.from('P5 8 8 4095\n'), pixels.subarray(0, 128)])],
    ['colour.ppm', Buffer.concat([Buffer.from('P6\n8 8\n255\n'), pixels])],
    ['text.pgm', Buffer.from(`P2 4 2 15\n${'1 5 15 0 '.repeat(2)}`)],
  ];
}
