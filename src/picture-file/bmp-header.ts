/**
 * Headers of Windows bitmaps (BMP): everything that can be known before pixels are allocated.
 *
 * Source: Microsoft, "Bitmap Storage" (wingdi.h).
 *
 * @module
 */

/** What the first bytes of a BMP file say. */
export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  /** Whether the first row of the file is the top one. */
  readonly topDown: boolean;
  /** Bits a pixel. */
  readonly bits: number;
  /** Whether the pixels are run-length encoded (RLE4, RLE8). */
  readonly runs: boolean;
  /** Offset of the pixels in the file. */
  readonly pixels: number;
  /** R, G, B of each colour index, shape [colours, 3]; empty if pixels hold colours themselves. */
  readonly palette: Uint8Array;
  /** Bits of R, G, B and alpha in a pixel of 16 or 32 bits; 0 for no alpha. */
  readonly masks: readonly [r: number, g: number, b: number, a: number];
}

/** The fields as they stand in the file. */
interface Fields {
  readonly headerSize: number;
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly compression: number;
  readonly colours: number;
}

const RAW = 0;
const RLE8 = 1;
const RLE4 = 2;
const BIT_FIELDS = 3;
const ALPHA_BIT_FIELDS = 6;

/** Bits a pixel that each compression allows. */
const DEPTHS: ReadonlyMap<number, readonly number[]> = new Map([
  [RAW, [1, 4, 8, 16, 24, 32]],
  [RLE8, [8]],
  [RLE4, [4]],
  [BIT_FIELDS, [16, 32]],
  [ALPHA_BIT_FIELDS, [16, 32]],
]);

const FILE_HEADER = 14;
const OS2_HEADER = 12;
const OS2_HEADER_2 = 64;
const INFO_HEADER = 40;
/** With Windows 3, its two extensions by Adobe, Windows 4 and Windows 5. */
const HEADER_SIZES: readonly number[] = [OS2_HEADER, INFO_HEADER, 52, 56, OS2_HEADER_2, 108, 124];

/**
 * Reads the header of a BMP file.
 *
 * @param bytes - The whole file, shape [size].
 * @throws {@link Error} if it is damaged or of a kind that is not supported.
 */
export function readBmpHeader(bytes: Uint8Array): BmpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields = readFields(view);
  assertSupported(fields);
  const pixels = view.getUint32(10, true);
  const colours = FILE_HEADER + fields.headerSize + bytesOfMasks(fields);
  if (pixels < colours || pixels > bytes.length) throw new Error('its pixels are missing');
  return {
    width: fields.width,
    height: Math.abs(fields.height),
    topDown: fields.height < 0,
    bits: fields.bits,
    runs: fields.compression === RLE4 || fields.compression === RLE8,
    pixels,
    palette: isMono(fields, pixels - colours, bytes.length - pixels)
      ? GREY_RAMP
      : readPalette(bytes.subarray(colours, pixels), fields),
    masks: readMasks(view, fields),
  };
}

function readFields(view: DataView): Fields {
  const size = view.byteLength;
  const headerSize = size < FILE_HEADER + OS2_HEADER ? 0 : view.getUint32(FILE_HEADER, true);
  if (!HEADER_SIZES.includes(headerSize) || size < FILE_HEADER + headerSize) {
    throw new Error('its header is cut off or of an unknown kind');
  }
  if (headerSize === OS2_HEADER) {
    return {
      headerSize,
      width: view.getUint16(18, true),
      height: view.getUint16(20, true),
      bits: view.getUint16(24, true),
      compression: RAW,
      colours: 0,
    };
  }
  return {
    headerSize,
    width: view.getInt32(18, true),
    height: view.getInt32(22, true),
    bits: view.getUint16(28, true),
    compression: view.getUint32(30, true),
    colours: view.getUint32(46, true),
  };
}

function assertSupported({ headerSize, width, height, bits, compression }: Fields): void {
  const isKnown = DEPTHS.get(compression)?.includes(bits) ?? false;
  // OS/2 gives compression 3 another meaning (Huffman).
  if (!isKnown || (headerSize === OS2_HEADER_2 && compression === BIT_FIELDS)) {
    throw new Error(`its compression ${compression} with ${bits} bits a pixel is not supported`);
  }
  if (width <= 0 || height === 0) throw new Error(`its size is ${width} x ${height} pixels`);
}

/** Bytes of colour masks behind the header; the longer headers hold them themselves. */
function bytesOfMasks({ headerSize, compression }: Fields): number {
  if (headerSize !== INFO_HEADER) return 0;
  return { [BIT_FIELDS]: 12, [ALPHA_BIT_FIELDS]: 16 }[compression] ?? 0;
}

/** Each index as a grey of its own. */
const GREY_RAMP: Uint8Array = Uint8Array.from({ length: 256 * 3 }, (_, i) => Math.floor(i / 3));
const PALETTE_BYTES = 256 * 4;

/**
 * Whether 8-bit pixels are greys themselves, as cameras of the format Mono8 write them: there is no
 * palette in front of them, nor room for one that `pixels` forgets.
 *
 * @param gap - Bytes between header and pixels.
 * @param rest - Bytes from the first pixel to the end of the file.
 */
function isMono(fields: Fields, gap: number, rest: number): boolean {
  const { bits, compression, width, height, colours } = fields;
  if (bits !== 8 || compression !== RAW || gap > 0 || ![0, 256].includes(colours)) return false;
  return rest - Math.ceil(width / 4) * 4 * Math.abs(height) < PALETTE_BYTES;
}

function readPalette(table: Uint8Array, { headerSize, bits, colours }: Fields): Uint8Array {
  if (bits > 8) return new Uint8Array(0);
  const entry = headerSize === OS2_HEADER ? 3 : 4;
  const entries = colours === 0 ? 2 ** bits : Math.min(colours, 2 ** bits);
  const present = Math.min(entries, Math.floor(table.length / entry));
  if (present === 0) throw new Error('it has no palette, which tells what its pixels mean');
  const palette = new Uint8Array(present * 3);
  for (let i = 0; i < present; i++) {
    const [b = 0, g = 0, r = 0] = table.subarray(i * entry);
    palette.set([r, g, b], i * 3);
  }
  return palette;
}

function readMasks(view: DataView, { headerSize, bits, compression }: Fields): BmpHeader['masks'] {
  if (compression !== BIT_FIELDS && compression !== ALPHA_BIT_FIELDS) {
    return bits === 16 ? [0x7c00, 0x03e0, 0x001f, 0] : [0xff0000, 0xff00, 0xff, 0];
  }
  const maskAt = (i: number): number => view.getUint32(FILE_HEADER + INFO_HEADER + i * 4, true);
  const hasAlpha = headerSize >= 56 || compression === ALPHA_BIT_FIELDS;
  return [maskAt(0), maskAt(1), maskAt(2), hasAlpha ? maskAt(3) : 0];
}
