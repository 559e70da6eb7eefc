import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { FileError, ImageError } from '../../errors.ts';
import type { PictureFile } from '../../inspection/entry.ts';
import { printable } from '../../printable.ts';
import { readFileContent } from '../files/files.ts';
import { type DecodeOptions, maxFileBytes } from '../image/image-decoder.ts';

/** The file of a picture with all that it holds. */
export interface PictureContent {
  /** Shape [size]. */
  readonly bytes: Uint8Array;
  /** What records say of it. */
  readonly file: PictureFile;
  /** What the system said of it before it was read, and after. */
  readonly stats: readonly [before: BigIntStats, after: BigIntStats];
}

/**
 * Reads the file of a picture, and what its record says of it.
 *
 * @param path - As bytes where the name is no UTF-8.
 * @param name - What errors call it.
 * @throws {@link ImageError} if it is missing, forbidden, too large or not a file.
 */
export async function readPictureContent(
  path: string | Buffer,
  name: string,
  options: DecodeOptions = {},
): Promise<PictureContent> {
  try {
    const { bytes, before, after } = await readFileContent(path, maxFileBytes(options));
    const modified = new Date(Number(before.mtimeMs)).toISOString();
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { bytes, file: { modified, bytes: bytes.length, sha256 }, stats: [before, after] };
  } catch (cause) {
    if (!(cause instanceof FileError)) throw cause;
    throw new ImageError(printable(name), cause.fault, cause.remedy, { cause });
  }
}
