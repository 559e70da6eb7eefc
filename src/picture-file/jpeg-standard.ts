/**
 * What of a JPEG is against the standard, or of a kind that decoders do not read.
 *
 * @module
 */
import { ImageError } from '../errors.ts';
import type { PictureWarning } from '../image/decoded-image.ts';
import type { JpegFacts } from './jpeg-segments.ts';
import type { SourceFile } from './source-file.ts';

/** What of a JPEG is against the standard though nothing is missing; empty for nothing. */
export function sloppinessOf({ strays, badScans }: JpegFacts): string {
  const bytes = strays.reduce((sum, { start, end }) => sum + end - start, 0);
  return [
    ...(bytes === 0 ? [] : [`${bytes} ${bytes === 1 ? 'byte' : 'bytes'} between its segments`]),
    ...(badScans.length === 0 ? [] : ['a scan header that does not name all coefficients']),
  ].join(', ');
}

/** The warning of a JPEG that was read though it is against the standard. */
export function sloppyJpeg(sloppiness: string): PictureWarning {
  return {
    code: 'sloppy-jpeg',
    message: `its JPEG is written against the standard (${sloppiness}) and was read all the same`,
    remedy: 'Update the firmware of the camera, or look whether the picture is whole.',
  };
}

/** Kinds of JPEG by the marker of their frame that libjpeg may not read. */
const FRAMES: ReadonlyMap<number, string> = new Map([
  [0xc3, 'lossless'],
  [0xc5, 'hierarchical'],
  [0xc6, 'hierarchical'],
  [0xc7, 'hierarchical'],
  [0xc9, 'arithmetic-coded'],
  [0xca, 'arithmetic-coded'],
  [0xcb, 'arithmetic-coded'],
]);

/** Why a JPEG that decoders do not read may yet be whole. */
export function refusalOfJpeg(
  { name }: Pick<SourceFile, 'name'>,
  facts: JpegFacts,
): ImageError | undefined {
  const { frame = 0, precision } = facts;
  const sloppiness = sloppinessOf(facts);
  if (sloppiness !== '') {
    return new ImageError(
      name,
      `its JPEG is damaged, or written against the standard (${sloppiness})`,
      'Copy the file again from its source. If other programs show it whole, read it leniently.',
      { options: ['lenient'] },
    );
  }
  const frameName = FRAMES.get(frame) ?? (precision === 8 ? undefined : `${precision}-bit`);
  if (frameName === undefined) return undefined;
  return new ImageError(
    name,
    `it is a ${frameName} JPEG: expected one of 8 bits, baseline or progressive`,
    'Convert it to PNG.',
  );
}
