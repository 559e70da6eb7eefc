/** Bytes of damaged, oversized and misnamed pictures, made by hand where no encoder would. */
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

const WIDTH = 64;
const HEIGHT = 48;

/** Noise on a slope: it compresses badly, so every kind of file is long enough to be cut. */
function pixels(): Uint8Array {
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let i = 0; i < data.length; i++) data[i] = (i / 40 + ((i * 7919) % 61)) & 255;
  return data;
}

function picture(): Sharp {
  return sharp(pixels(), { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
}

/** A sound picture of 64 x 48 pixels of each kind that sharp writes. */
export async function soundPictures(): Promise<Record<'png' | 'jpg' | 'tif' | 'webp', Buffer>> {
  const [png, jpg, tif, webp] = await Promise.all([
    picture().png().toBuffer(),
    picture().jpeg().toBuffer(),
    picture().tiff({ compression: 'lzw' }).toBuffer(),
    picture().webp({ lossless: true }).toBuffer(),
  ]);
  return { png, jpg, tif, webp };
}

/** Sound pictures that few programs write. */
export async function unusualPictures(): Promise<Record<string, Buffer>> {
  const deep = sharp(
    Uint16Array.from(pixels().subarray(0, WIDTH * HEIGHT), (v) => v * 257),
    {
      raw: { width: WIDTH, height: HEIGHT, channels: 1 },
    },
  );
  return {
    'cmyk.jpg': await picture().toColourspace('cmyk').jpeg().toBuffer(),
    'grey-16-bit.png': await deep.toColourspace('grey16').png().toBuffer(),
    'orientation-9.jpg': withExifOrientation(await picture().jpeg().toBuffer(), 9),
  };
}

/** Two frames of 64 x 24 pixels. */
export async function animations(): Promise<{ gif: Buffer; webp: Buffer }> {
  const raw = { width: WIDTH, height: HEIGHT, channels: 3, pageHeight: HEIGHT / 2 } as const;
  return {
    gif: await sharp(pixels(), { raw }).gif().toBuffer(),
    webp: await sharp(pixels(), { raw }).webp().toBuffer(),
  };
}

/** A JPEG with an EXIF block that says `orientation`, which may be none that EXIF knows. */
function withExifOrientation(jpeg: Buffer, orientation: number): Buffer {
  const block = Buffer.alloc(26);
  block.write('MM\0*\0\0\0\x08\0\x01', 'latin1');
  block.writeUInt16BE(0x0112, 10);
  block.writeUInt16BE(3, 12);
  block.writeUInt32BE(1, 14);
  block.writeUInt16BE(orientation, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), block]);
  const marker = Buffer.from([0xff, 0xe1, 0, body.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), marker, body, jpeg.subarray(2)]);
}

/** A PNG whose header claims a size and whose data are `packed`, right or not. */
export function pngClaiming(
  width: number,
  height: number,
  { bits = 8, packed = deflateSync(Buffer.alloc(100)) } = {},
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = bits;
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', packed),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A valid 1-bit PNG of 20000 x 20000 black pixels: 50 kB that would become 1.2 GB. */
export function pngBomb(): Buffer {
  const rows = Buffer.alloc((20000 / 8 + 1) * 20000);
  return pngClaiming(20000, 20000, { bits: 1, packed: deflateSync(rows, { level: 1 }) });
}

/** A PNG with a colour profile of 64 MiB, packed to 64 kB. */
export function pngWithHugeProfile(png: Buffer): Buffer {
  const profile = Buffer.concat([
    Buffer.from('big\0\0', 'latin1'),
    deflateSync(Buffer.alloc(2 ** 26)),
  ]);
  return Buffer.concat([png.subarray(0, 33), pngChunk('iCCP', profile), png.subarray(33)]);
}

/** Flips one bit in the middle, so that the checksum of a chunk is wrong. */
export function withFlippedBit(file: Buffer): Buffer {
  const damaged = Buffer.from(file);
  const middle = file.length >> 1;
  damaged[middle] = file.readUInt8(middle) ^ 1;
  return damaged;
}

/** A chunk of a PNG. */
export function pngChunk(kind: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), body]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}

/** A BMP; a field that is not given is that of a sound one of 8 x 8 pixels of 24 bits. */
export function bmp({
  width = 8,
  height = 8,
  bits = 24,
  compression = 0,
  colours = 0,
  offset = 54,
  body = Buffer.alloc(8 * 8 * 3, 128),
} = {}): Buffer {
  const header = Buffer.alloc(54);
  header.write('BM', 'latin1');
  header.writeUInt32LE(offset, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(bits, 28);
  header.writeUInt32LE(compression, 30);
  header.writeUInt32LE(colours, 46);
  return Buffer.concat([header, body]);
}

/** Tags of a TIFF directory: number and value, each a 32-bit integer. */
type Tags = readonly (readonly [tag: number, value: number])[];

const GREY_TIFF: Tags = [
  [256, 8],
  [257, 8],
  [258, 8],
  [259, 1],
  [262, 1],
  [273, 8],
  [277, 1],
  [278, 8],
  [279, 64],
];

/** A directory of a TIFF, of each tag its last value as one LONG; without a next one. */
export function tiffDirectory(tags: Tags): Buffer {
  const all = [...new Map(tags)].toSorted(([a], [b]) => a - b);
  const directory = Buffer.alloc(2 + all.length * 12 + 4);
  directory.writeUInt16LE(all.length);
  for (const [i, [tag, value]] of all.entries()) {
    directory.writeUInt16LE(tag, 2 + i * 12);
    directory.writeUInt16LE(4, 4 + i * 12);
    directory.writeUInt32LE(1, 6 + i * 12);
    directory.writeUInt32LE(value, 10 + i * 12);
  }
  return directory;
}

/** An 8 x 8 grey TIFF with `tags` in place of its own, and the offset of a next directory. */
export function tiff({ tags = [] as Tags, next = 0 } = {}): Buffer {
  const directory = tiffDirectory([...GREY_TIFF, ...tags]);
  directory.writeUInt32LE(next, directory.length - 4);
  return Buffer.concat([tiffHeader(72), Buffer.alloc(64, 128), directory]);
}

/** The 8 bytes in front of a TIFF, which say where its first directory stands. */
export function tiffHeader(directory: number): Buffer {
  const header = Buffer.from('II*\0\0\0\0\0', 'latin1');
  header.writeUInt32LE(directory, 4);
  return header;
}
