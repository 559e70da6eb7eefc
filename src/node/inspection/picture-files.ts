import type { FewgoodError } from '../../errors.ts';
import type { WaitingPicture } from '../../inspection/run.ts';
import {
  countPictures,
  type DecodeOptions,
  readImage,
  readPictureBytes,
} from '../image/image-decoder.ts';
import type { PictureInput } from './pictures.ts';

/** How picture files are read. */
export interface PictureFileOptions extends Omit<DecodeOptions, 'page'> {
  /**
   * What becomes of a file of several pictures: it is refused (`one`), its first picture is read
   * (`first`), or each, named by its number behind a `#` (`all`); `one` by default.
   */
  readonly pages?: 'one' | 'first' | 'all' | undefined;
}

/** A picture in a file. */
export interface FilePicture extends WaitingPicture {
  /** Path of the file. */
  readonly file: string;
  /** Which picture of the file, from 1; undefined for the only one. */
  readonly page: number | undefined;
  /** What is known to be wrong with it before it is read. */
  readonly error: FewgoodError | undefined;
}

/**
 * Picture files as a source of a run, named by their paths; each is read when its turn comes.
 *
 * @param paths - Paths, or inputs as `expandPictures` gives them: one with an error fails as it is read.
 */
export async function* pictureFiles(
  paths: Iterable<string | PictureInput> | AsyncIterable<string | PictureInput>,
  { pages = 'one', ...options }: PictureFileOptions = {},
): AsyncGenerator<FilePicture, void> {
  for await (const input of paths) {
    const { path, error }: PictureInput = typeof input === 'string' ? { path: input } : input;
    const count = error === undefined && pages === 'all' ? await countIn(path, options) : 1;
    if (count === 1) {
      const page = pages === 'one' ? undefined : 1;
      yield pictureOf({ name: path, file: path, page, error }, options);
      continue;
    }
    for (let page = 1; page <= count; page++) {
      yield pictureOf({ name: `${path}#${page}`, file: path, page, error }, options);
    }
  }
}

function pictureOf(picture: Omit<FilePicture, 'read'>, options: DecodeOptions): FilePicture {
  const { file, page, error } = picture;
  return {
    ...picture,
    read: async () => {
      if (error !== undefined) throw error;
      return readImage(file, { ...options, page });
    },
  };
}

/** Pictures in a file; of one that cannot be read 1, whose reading tells why. */
async function countIn(path: string, options: DecodeOptions): Promise<number> {
  try {
    return await countPictures(await readPictureBytes(path, { ...options, page: 1 }), path);
  } catch {
    return 1;
  }
}
