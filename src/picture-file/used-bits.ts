/**
 * How many bits of 16-bit samples are used, and the picture of 8 bits that is made of them.
 *
 * @module
 */
import { ImageError } from '../errors.ts';
import type { DecodedImage, PictureWarning } from '../image/decoded-image.ts';
import { readPngFacts } from './png-chunks.ts';
import { areUnscaled, bitsOfSample, largestSample, type Samples, toRgbImage } from './samples.ts';
import type { SourceFile } from './source-file.ts';

/** What a decoder made of a picture. */
export interface DecodedSamples {
  readonly samples: Samples;
  /** Of 16-bit samples, the bits that the file says are used; undefined if it does not say. */
  readonly statedBits?: number | undefined;
  /** Whether the kind of file leaves no doubt about it. */
  readonly isCertain?: boolean;
  /** What is doubtful. */
  readonly warnings?: readonly PictureWarning[];
}

/**
 * Makes the picture that is judged of decoded samples.
 *
 * @param sampleBits - Those of the part; null or undefined for what the file says.
 * @returns Shape [height, width, 3].
 * @throws {@link ImageError} if samples are above what the part uses.
 */
export function toDecodedImage(
  source: Pick<SourceFile, 'name'>,
  decoded: DecodedSamples,
  sampleBits: number | null | undefined,
): DecodedImage {
  const { bits, warnings } = usedBits(source, decoded, sampleBits ?? undefined);
  const all = [...(decoded.warnings ?? []), ...warnings];
  const image = toRgbImage(decoded.samples, bits);
  return all.length === 0 ? image : { ...image, warnings: all };
}

/** The used bits by the chunk sBIT of a PNG, shape [size], if samples are not scaled up to 16 bits, as they ought to be. */
export function statedByPng(bytes: Uint8Array, samples: Samples): number | undefined {
  if (!(samples.data instanceof Uint16Array)) return undefined;
  const { significantBits = 16 } = readPngFacts(bytes);
  const isUsed = significantBits >= 8 && significantBits < 16;
  return isUsed && areUnscaled(samples, significantBits) ? significantBits : undefined;
}

/** How many bits of 16-bit samples are used, and what is doubtful about it. */
function usedBits(
  { name }: Pick<SourceFile, 'name'>,
  { samples, statedBits, isCertain = false }: DecodedSamples,
  wanted: number | undefined,
): { bits: number; warnings: readonly PictureWarning[] } {
  if (!(samples.data instanceof Uint16Array)) return { bits: 8, warnings: [] };
  if (isCertain) return { bits: statedBits ?? 16, warnings: [] };
  const largest = largestSample(samples);
  // A file that says less than it holds is wrong about it.
  const own = statedBits !== undefined && largest < 2 ** statedBits ? statedBits : undefined;
  if (wanted === undefined) return { bits: own ?? 16, warnings: [] };
  if (largest >= 2 ** wanted) {
    throw new ImageError(
      name,
      `its samples reach ${largest}: expected at most ${2 ** wanted - 1}, as the part uses ${wanted} bits`,
      'Set the camera as for the support pictures, or enrol the part again with more bits.',
      { facts: { largest, sampleBits: wanted }, options: ['sampleBits'] },
    );
  }
  return { bits: wanted, warnings: doubtsOf(largest, own, wanted) };
}

/** Samples that use so much less than they may are next to black, 15 of 255. */
const BLACK_BITS = 4;

function doubtsOf(
  largest: number,
  own: number | undefined,
  wanted: number,
): readonly PictureWarning[] {
  const used = bitsOfSample(largest);
  const isOther = own !== undefined && own !== wanted;
  if (!isOther && used > wanted - BLACK_BITS) return [];
  const fault = isOther
    ? `its file says that ${own} bits are used, and the part ${wanted}`
    : `its samples use ${used} of ${wanted} bits, so it is nearly black`;
  return [
    {
      code: 'sample-bits',
      message: fault,
      remedy:
        'Give it light; or, if the camera writes fewer bits than the part was learned with, enrol the part again.',
    },
  ];
}
