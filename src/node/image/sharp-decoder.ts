/**
 * Pictures that libvips (sharp) reads: PNG, JPEG, TIFF, WebP and AVIF.
 *
 * @module
 */
import sharp, { type Metadata, type SharpOptions } from 'sharp';
import { ImageError } from '../../errors.ts';
import type { PictureWarning } from '../../image/decoded-image.ts';
import { playTo } from './apng.ts';
import { type JpegFacts, readJpegFacts, repairJpeg } from '../../picture-file/jpeg-segments.ts';
import { refusalOfJpeg, sloppinessOf, sloppyJpeg } from '../../picture-file/jpeg-standard.ts';
import { EXPECTED, SAVE_AGAIN } from '../../picture-file/decodable-kind.ts';
import type { PicturePage } from './picture-pages.ts';
import { type SourceFile, refuseTooLarge } from '../../picture-file/source-file.ts';
import { bitsOfSample } from '../../picture-file/samples.ts';
import { type DecodedSamples, statedByPng } from '../../picture-file/used-bits.ts';
import { refusalOfTiff } from './tiff-check.ts';
import type { TiffDirectory } from './tiff-directory.ts';

// Each file is decoded once; sharp would keep the last ones, up to 50 MiB.
sharp.cache(false);

/** libvips' names of kinds that are not ours. */
const FORMATS: Readonly<Record<string, string>> = { avif: 'heif' };

/** Channels without alpha of the colour spaces that become RGB, under libvips' names. */
const CHANNELS: ReadonlyMap<string, number> = new Map([
  ['b-w', 1],
  ['grey16', 1],
  ['srgb', 3],
  ['rgb', 3],
  ['rgb16', 3],
  ['lab', 3],
  ['cmyk', 4],
]);

/** Spaces of 16-bit samples that stay so until it is known how many of the bits are used. */
const DEEP_SPACES: readonly string[] = ['grey16', 'rgb16'];

/**
 * Decodes one picture of a file.
 *
 * @throws {@link ImageError} if it is too large, or what it is says that it cannot be read.
 * @throws {@link Error} of libvips if it is damaged.
 */
export async function decodeBySharp(
  source: SourceFile,
  picture: PicturePage,
): Promise<DecodedSamples> {
  const { kind } = source;
  if (kind === 'jpeg') return decodeJpeg(source, picture);
  const { page, directory } = picture;
  if (kind === 'png' && page > 0) return decodeFrame(source, picture);
  if (directory !== undefined) return decodeTiff(source, picture, directory);
  const decoded = await decode(source, picture);
  // AVIF of 10 and 12 bits comes scaled to 16.
  if (kind === 'avif') return { ...decoded, statedBits: 16, isCertain: true };
  return { ...decoded, statedBits: statedByPng(picture.bytes, decoded.samples) };
}

/**
 * What the header of a picture says.
 *
 * @throws {@link ImageError} if it is too large, or of a kind that is not read.
 */
export async function readPageHeader(
  source: SourceFile,
  { bytes, page, directory }: PicturePage,
): Promise<Metadata> {
  const refusal = directory && refusalOfTiff(directory);
  if (refusal !== undefined) throw new ImageError(source.name, refusal.fault, refusal.remedy);
  // The limit of sharp is off here: the header alone is read, and refused by us with a remedy.
  const header = await sharp(bytes, { ...pageOption(page), limitInputPixels: false }).metadata();
  refuseTooLarge(source, header);
  refuseUnsupported(source, header);
  return header;
}

/** Whether samples of more than 8 bits are kept until it is known how many of the bits are used. */
export function isDeep({ depth, space }: Pick<Metadata, 'depth' | 'space'>): boolean {
  return depth === 'ushort' && DEEP_SPACES.includes(space);
}

/** What decides how a picture is decoded. */
type SampleHeader = Pick<Metadata, 'depth' | 'space' | 'hasAlpha'>;

/** @param known - What the header says, where it was read already. */
async function decode(
  source: SourceFile,
  picture: PicturePage,
  known?: SampleHeader,
): Promise<DecodedSamples> {
  const header = known ?? (await readPageHeader(source, picture));
  const { space, hasAlpha } = header;
  const input = sharp(picture.bytes, {
    ...pageOption(picture.page),
    // A warning of JPEG tells of damaged data; those of TIFF are about tags that cameras write oddly.
    failOn: source.kind === 'tiff' ? 'error' : 'warning',
    limitInputPixels: source.maxPixels,
    ignoreIcc: space !== 'cmyk',
    autoOrient: true,
  });
  const wide = isDeep(header);
  const { data, info } = await input
    .toColourspace(wide ? space : 'srgb')
    .raw({ depth: wide ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const { buffer, byteOffset, byteLength } = data;
  const values = wide
    ? new Uint16Array(buffer, byteOffset, byteLength / 2)
    : new Uint8Array(buffer, byteOffset, byteLength);
  return { samples: { data: values, width, height, channels, isAlpha: hasAlpha } };
}

function pageOption(page: number): SharpOptions {
  return page === 0 ? {} : { page };
}

/** Frame of an animation; 8 bits, as frames are laid over each other. */
async function decodeFrame(source: SourceFile, picture: PicturePage): Promise<DecodedSamples> {
  await readPageHeader(source, { ...picture, page: 0 });
  const samples = await playTo(picture.bytes, picture.page, async (png) => {
    const input = sharp(png, {
      failOn: 'warning',
      limitInputPixels: source.maxPixels,
      ignoreIcc: true,
    });
    const { data, info } = await input
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height, channels: info.channels };
  });
  return { samples };
}

const UNSPECIFIED = 0;
const ASSOCIATED = 1;

/** A sample beyond the colours is alpha where the file says so, and left out where it does not. */
async function decodeTiff(
  source: SourceFile,
  picture: PicturePage,
  { extraSamples, extraSamplesAt, largest }: TiffDirectory,
): Promise<DecodedSamples> {
  const [meaning = UNSPECIFIED] = extraSamples;
  const isAssociated = meaning === ASSOCIATED && extraSamplesAt !== undefined;
  let { bytes } = picture;
  if (isAssociated) {
    // libvips would divide colours by their alpha. On black they are what the file holds.
    bytes = Uint8Array.from(bytes);
    const [offset, size] = extraSamplesAt;
    bytes.fill(0, offset, offset + size);
  }
  const { samples } = await decode(source, { ...picture, bytes });
  const isLeftOut = samples.isAlpha === true && meaning === UNSPECIFIED;
  const isAlpha = samples.isAlpha === true && !isAssociated && !isLeftOut;
  return {
    samples: { ...samples, isAlpha },
    statedBits: largest === undefined ? undefined : bitsOfSample(largest),
    warnings: isLeftOut ? [SAMPLE_IGNORED] : [],
  };
}

const SAMPLE_IGNORED: PictureWarning = {
  code: 'sample-ignored',
  message: 'a sample beside its colours, of no stated meaning, was left out',
  remedy:
    'Nothing, if it is another band such as near infrared. If it is alpha, have the program say so (ExtraSamples 2).',
};

async function decodeJpeg(source: SourceFile, picture: PicturePage): Promise<DecodedSamples> {
  const facts = readJpegFacts(picture.bytes);
  const sloppiness = sloppinessOf(facts);
  if (sloppiness !== '' && source.lenient) {
    const repaired = { ...picture, bytes: repairJpeg(picture.bytes, facts) };
    return { ...(await decode(source, repaired)), warnings: [sloppyJpeg(sloppiness)] };
  }
  try {
    return await decode(source, picture, plainHeader(source, facts));
  } catch (error) {
    if (error instanceof ImageError) throw error;
    throw refusalOfJpeg(source, facts) ?? error;
  }
}

/** Frames of baseline, extended sequential and progressive JPEG. */
const PLAIN_FRAMES: readonly (number | undefined)[] = [0xc0, 0xc1, 0xc2];
/** Colour spaces by the number of components. */
const PLAIN_SPACES: ReadonlyMap<number, Metadata['space']> = new Map([
  [1, 'b-w'],
  [3, 'srgb'],
]);

/**
 * The header of a usual JPEG, without asking libvips for it (measured: 0.7 ms, of 30 to a verdict); undefined of any
 * other.
 *
 * @throws {@link ImageError} if it is too large.
 */
function plainHeader(
  source: SourceFile,
  { frame, precision, width, height, components }: JpegFacts,
): SampleHeader | undefined {
  const space = PLAIN_SPACES.get(components);
  // A height of 0 stands behind the first scan.
  const isPlain = PLAIN_FRAMES.includes(frame) && precision === 8 && width * height > 0;
  if (!isPlain || space === undefined) return undefined;
  refuseTooLarge(source, { width, height });
  return { depth: 'uchar', space, hasAlpha: false };
}

function refuseUnsupported({ name, kind }: SourceFile, header: Metadata): void {
  const { format, depth, space, channels } = header;
  const refuse = (fault: string, remedy: string): never => {
    throw new ImageError(name, fault, remedy);
  };
  if (format !== (FORMATS[kind] ?? kind)) {
    refuse(`it is ${kind} that reads as ${format}: ${EXPECTED}`, SAVE_AGAIN);
  }
  if (depth !== 'uchar' && depth !== 'ushort') {
    refuse(`its samples are ${depth}: expected 8 or 16 bits`, 'Save it with 8 or 16 bits.');
  }
  if (channels > (CHANNELS.get(space) ?? 0) + Number(header.hasAlpha)) {
    refuse(`it has ${channels} channels (${space}): expected grey, RGB or CMYK`, 'Save it as RGB.');
  }
}
