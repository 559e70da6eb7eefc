import type { TiffDirectory } from './tiff-directory.ts';

/** Why a picture is not read, in words, and what to do about it. */
export interface Refusal {
  readonly fault: string;
  readonly remedy: string;
}

/** Compressions that the packaged libtiff reads. */
const COMPRESSIONS: readonly number[] = [1, 2, 3, 4, 5, 7, 8, 32773, 32946, 50001];

/** Names of those that it does not read. */
const COMPRESSION_NAMES: ReadonlyMap<number, string> = new Map([
  [6, 'JPEG of the old style'],
  [32766, 'NeXT'],
  [32809, 'ThunderScan'],
  [33003, 'JPEG 2000'],
  [33005, 'JPEG 2000'],
  [34661, 'JBIG'],
  [34676, 'SGILog'],
  [34677, 'SGILog'],
  [34712, 'JPEG 2000'],
  [34887, 'LERC'],
  [34892, 'lossy JPEG of DNG'],
  [34925, 'LZMA'],
  [50000, 'ZSTD'],
  [50002, 'JPEG XL'],
  [52546, 'JPEG XL'],
]);

/** Photometric interpretations that are read: grey, RGB, palette, CMYK, YCbCr of JPEG, CIE Lab. */
const PHOTOMETRIC: readonly number[] = [0, 1, 2, 3, 5, 6, 8];
const YCBCR = 6;
const JPEG = 7;

const PHOTOMETRIC_NAMES: ReadonlyMap<number, string> = new Map([
  [4, 'a mask'],
  [9, 'ICC Lab'],
  [10, 'ITU Lab'],
  [32803, 'raw data of a colour filter (Bayer)'],
  [32844, 'LogL'],
  [32845, 'LogLuv'],
  [34892, 'linear raw data'],
]);

const UNSIGNED: readonly number[] = [1, 4];
const FORMAT_NAMES: readonly string[] = [
  '',
  '',
  'signed integers',
  'floating-point numbers',
  '',
  'complex numbers',
  'complex numbers',
];

/** Why libvips would not read a TIFF, or not as what it is; undefined if nothing stands against it. */
export function refusalOfTiff(directory: TiffDirectory): Refusal | undefined {
  const { compression, photometric } = directory;
  if (!COMPRESSIONS.includes(compression)) {
    const name = COMPRESSION_NAMES.get(compression) ?? `compression ${compression}`;
    return {
      fault: `it is a TIFF packed by ${name}: expected one that is not packed, or by LZW or Deflate`,
      remedy: 'Save it without compression, or with LZW: tiffcp -c lzw in.tif out.tif.',
    };
  }
  const samples = refusalOfSamples(directory);
  if (samples !== undefined) return samples;
  const isYcbcr = photometric === YCBCR && compression !== JPEG;
  if (PHOTOMETRIC.includes(photometric) && !isYcbcr) return undefined;
  const name = isYcbcr ? 'YCbCr without JPEG' : PHOTOMETRIC_NAMES.get(photometric);
  return {
    fault: `it is a TIFF of ${name ?? `photometric interpretation ${photometric}`}: expected grey, RGB or CMYK`,
    remedy: 'Convert it to RGB in the program of the camera, and save it as PNG.',
  };
}

function refusalOfSamples({ bits, sampleFormat, samples }: TiffDirectory): Refusal | undefined {
  const [depth = 1] = bits;
  if (!UNSIGNED.includes(sampleFormat)) {
    const kind = FORMAT_NAMES[sampleFormat] ?? `of sample format ${sampleFormat}`;
    return {
      fault: `its samples are ${kind} of ${depth} bits, of which no file says what is black and white: expected whole numbers of 8 or 16 bits`,
      remedy:
        'Scale black to 0 and white to 65535, the same for all pictures, and save with 16 bits.',
    };
  }
  if (bits.some((other) => other !== depth)) return packed(bits.join(', '));
  if (depth === 8 || depth === 16) return undefined;
  // Black and white, and palettes, may have less than a byte a pixel.
  if ([1, 2, 4].includes(depth) && samples === 1) return undefined;
  return packed(`${depth}`);
}

function packed(bits: string): Refusal {
  return {
    fault: `it is a TIFF whose samples have ${bits} bits: expected 8 or 16`,
    remedy:
      'Have the camera write 16 bits a sample (unpacked, such as Mono16), or convert it to PNG.',
  };
}
