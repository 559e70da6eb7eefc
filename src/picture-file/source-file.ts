import { ImageError } from '../errors.ts';
import type { Size } from '../image/rgb-image.ts';
import { printable } from '../printable.ts';
import { SAVE_AGAIN } from './decodable-kind.ts';
import type { PictureKind } from './picture-signatures.ts';

/** A file whose pictures are decoded. */
export interface SourceFile {
  /** What errors call it, printable. */
  readonly name: string;
  readonly kind: PictureKind;
  /** Pictures of more pixels are refused. */
  readonly maxPixels: number;
  /** Whether JPEGs against the standard are read. */
  readonly lenient: boolean;
}

/** @throws {@link ImageError} if a picture has too many pixels. */
export function refuseTooLarge({ name, maxPixels }: SourceFile, { width, height }: Size): void {
  if (width * height <= maxPixels) return;
  const megapixels = Math.ceil((width * height) / 1e5) / 10;
  throw new ImageError(
    name,
    `it has ${megapixels} megapixels (${width} x ${height}): expected at most ${maxPixels / 1e6}`,
    'Scale it down, or raise the limit of pixels.',
    { facts: { width, height, maxPixels }, options: ['maxPixels'] },
  );
}

/** Wraps what a decoder said about the data; errors of our own pass through. */
export function damaged({ name, kind }: SourceFile, error: unknown): ImageError {
  if (error instanceof ImageError) return error;
  const [line = ''] = (error instanceof Error ? error.message : String(error)).trim().split('\n');
  const reason = printable(line).replace(/:$/, '');
  return new ImageError(
    name,
    `its ${kind.toUpperCase()} data are damaged or cut off (${reason})`,
    SAVE_AGAIN,
    { cause: error },
  );
}
