/**
 * What is known of pictures before they are read for good: how much memory that takes, and how many bits
 * of their samples are used.
 *
 * @module
 */
import type { Metadata } from 'sharp';
import { MEBIBYTE } from '../../mebibytes.ts';
import { readBmpHeader } from '../../picture-file/bmp-header.ts';
import { choosePage, type DecodeOptions, decodeSamples, toSource } from './image-decoder.ts';
import { readNetpbmHeader } from '../../picture-file/netpbm.ts';
import { pagesOf, type PicturePage } from './picture-pages.ts';
import { damaged, type SourceFile, refuseTooLarge } from '../../picture-file/source-file.ts';
import { bitsOfSample, largestSample } from '../../picture-file/samples.ts';
import { isDeep, readPageHeader } from './sharp-decoder.ts';

/** What the header of a picture tells. */
export interface PictureSurvey {
  /** Bytes that reading and decoding pictures like it, one after another, takes at its peak (measured). */
  readonly readingBytes: number;
  /** Whether its samples have more than 8 bits, of which some may not be used. */
  readonly isDeep: boolean;
}

/** RGB of 8 bits, bytes a pixel. */
const RGB = 3;
/** Bytes a pixel that codecs take beside their output (measured at 24 megapixels). */
const CODEC: Readonly<Record<string, number>> = { webp: 7, avif: 21 };
/** Of a progressive JPEG: coefficients of three planes, 16 bits each. */
const COEFFICIENTS = 6;
/** Of an animation: a frame, the canvas and the canvas before, RGBA. */
const FRAME = 12;
/** Threads and buffers of libvips (measured). */
const FIXED = 32 * MEBIBYTE;

/**
 * Reads the header of a picture.
 *
 * @param bytes - The whole file, shape [size].
 * @throws {@link ImageError} if it is of another kind, too large, or its header is damaged.
 */
export async function surveyPicture(
  bytes: Uint8Array,
  name: string,
  options: DecodeOptions = {},
): Promise<PictureSurvey> {
  const source = toSource(bytes, name, options);
  try {
    const page = choosePage(source, await pagesOf(bytes, source.kind), options.page);
    const {
      pixels,
      held,
      working,
      isDeep: hasMore,
    } = await surveyPage({ ...source, kind: page.kind }, page);
    // The file and the picture read before may still wait to be freed (measured).
    const readingBytes = 2 * (bytes.length + pixels * held) + pixels * working + FIXED;
    return { readingBytes, isDeep: hasMore };
  } catch (error) {
    throw damaged(source, error);
  }
}

interface PageSurvey {
  readonly pixels: number;
  /** Bytes a pixel of the decoded picture. */
  readonly held: number;
  /** Bytes a pixel that decoding takes besides. */
  readonly working: number;
  readonly isDeep: boolean;
}

async function surveyPage(source: SourceFile, page: PicturePage): Promise<PageSurvey> {
  if (source.kind === 'bmp') {
    const header = readBmpHeader(page.bytes);
    refuseTooLarge(source, header);
    return { pixels: header.width * header.height, held: RGB, working: 1, isDeep: false };
  }
  if (source.kind === 'pnm') {
    const header = readNetpbmHeader(page.bytes);
    refuseTooLarge(source, header);
    const { width, height, channels, largest } = header;
    const working = channels * (largest > 255 ? 2 : 1);
    return { pixels: width * height, held: RGB, working, isDeep: largest === 65535 };
  }
  const header = await readPageHeader(source, page);
  const pixels = header.width * header.height;
  const isFrame = source.kind === 'png' && page.page > 0;
  const { held, working } = bytesOfHeader(source, header);
  return {
    pixels,
    held,
    working: working + (isFrame ? FRAME : 0),
    isDeep: source.kind !== 'avif' && isDeep(header),
  };
}

function bytesOfHeader(
  { kind }: SourceFile,
  header: Metadata,
): Pick<PageSurvey, 'held' | 'working'> {
  const { channels, space, hasAlpha, isProgressive, orientation = 1 } = header;
  const colours = RGB + (hasAlpha ? 1 : 0);
  const decoded = isDeep(header) ? channels * 2 : colours;
  // Grey of 16 bits is narrower than RGB, which then has memory of its own.
  const made = decoded < RGB ? RGB : 0;
  // What does not come row by row is laid down whole before it is turned or put together.
  const isLaidDown = orientation > 1 || (kind === 'png' && isProgressive) || space === 'cmyk';
  const coefficients = kind === 'jpeg' && isProgressive ? COEFFICIENTS : 0;
  const working = made + (isLaidDown ? decoded : 0) + coefficients + (CODEC[kind] ?? 0);
  return { held: decoded, working };
}

/**
 * Decodes a picture of more than 8 bits to see how many of them are used.
 *
 * @param bytes - The whole file, shape [size].
 * @returns What its file says, or the bits of a camera whose largest sample this picture shows.
 * @throws {@link ImageError} if it cannot be decoded.
 */
export async function usedSampleBits(
  bytes: Uint8Array,
  name: string,
  options: DecodeOptions = {},
): Promise<number> {
  const source = toSource(bytes, name, options);
  try {
    const page = choosePage(source, await pagesOf(bytes, source.kind), options.page);
    const { samples, statedBits } = await decodeSamples({ ...source, kind: page.kind }, page);
    const largest = largestSample(samples);
    const isStated = statedBits !== undefined && largest < 2 ** statedBits;
    return isStated ? statedBits : bitsOfSample(largest);
  } catch (error) {
    throw damaged(source, error);
  }
}
