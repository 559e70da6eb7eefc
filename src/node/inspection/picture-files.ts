import type { PictureFile } from '../../inspection/entry.ts';
import type { WaitingPicture } from '../../inspection/run.ts';
import { countPictures, decodeImage, type DecodeOptions } from '../image/image-decoder.ts';
import { type PictureContent, readPictureContent } from './picture-content.ts';
import type { PictureInput } from './pictures.ts';

/** A picture whose file was read when it arrived, before another could take its place. */
export interface ArrivedPicture extends PictureInput {
  /** What it held then; none if it could not be read. */
  readonly content?: Pick<PictureContent, 'bytes' | 'file'>;
  /** Whether its file had been judged before, and was overwritten since. */
  readonly replaced?: boolean;
}

/** How picture files are read. */
export interface PictureFileOptions extends Omit<DecodeOptions, 'page'> {
  /**
   * What becomes of a file of several pictures: it is refused (`one`), its first picture is read
   * (`first`), or each, named by its number behind a `#` (`all`); `one` by default.
   */
  readonly pages?: 'one' | 'first' | 'all' | undefined;
  /** Pictures that were judged before are passed over. */
  readonly judged?: JudgedBefore | undefined;
  /** Told of each that was passed over. */
  readonly onPassedOver?: (path: string) => void;
}

/** What was judged before this run. */
export interface JudgedBefore {
  /** Whether the file of that path was judged as it is; a picture of several in a file has its number behind it. */
  has(path: string, file: PictureFile): boolean;
  /** Whether a file of that path was judged, as it is or otherwise. */
  knows(path: string): boolean;
}

/** A picture in a file. */
export interface FilePicture extends WaitingPicture {
  /** Path of the file. */
  readonly path: string;
  /** Which picture of the file, from 1; undefined for the only one. */
  readonly page: number | undefined;
  /** What is known to be wrong with it before it is read. */
  readonly error: PictureInput['error'];
}

/**
 * Picture files as a source of a run, named by their paths; each is read when its turn comes.
 *
 * @param paths - Paths, or inputs as `expandPictures` and `watchFolder` give them: one with an error fails
 *   as it is read.
 */
export async function* pictureFiles(
  paths: Iterable<string | ArrivedPicture> | AsyncIterable<string | ArrivedPicture>,
  { judged, onPassedOver, pages = 'one', ...options }: PictureFileOptions = {},
): AsyncGenerator<FilePicture, void> {
  for await (const input of paths) {
    const picture: ArrivedPicture = typeof input === 'string' ? { path: input } : input;
    const { path, error } = picture;
    let { content } = picture;
    const read = async (): Promise<Pick<PictureContent, 'bytes' | 'file'>> => {
      if (error !== undefined) throw error;
      const ofFile = pages === 'one' ? options : { ...options, page: 1 };
      return (content ??= await readPictureContent(path, path, ofFile));
    };
    for (const { name, page } of await pagesOf(path, pages, read)) {
      if (judged !== undefined && (await wasJudged(judged, name, read))) {
        onPassedOver?.(name);
        continue;
      }
      const replaced = picture.replaced === true || judged?.knows(name) === true;
      yield {
        name,
        path,
        page,
        error,
        replaced,
        file: () => content?.file,
        read: async () => decodeImage((await read()).bytes, path, { ...options, page }),
      };
    }
  }
}

/** Whether a picture was judged as its file is; of one that cannot be read, its turn tells what is wrong with it. */
async function wasJudged(
  judged: JudgedBefore,
  name: string,
  read: () => Promise<Pick<PictureContent, 'bytes' | 'file'>>,
): Promise<boolean> {
  return read().then(
    ({ file }) => judged.has(name, file),
    () => false,
  );
}

/** The pictures of a file that are judged; of one that cannot be read one, whose reading tells why. */
async function pagesOf(
  path: string,
  pages: PictureFileOptions['pages'],
  read: () => Promise<Pick<PictureContent, 'bytes' | 'file'>>,
): Promise<Pick<FilePicture, 'name' | 'page'>[]> {
  if (pages === 'one') return [{ name: path, page: undefined }];
  const count = pages === 'all' ? await countIn(path, read) : 1;
  if (count === 1) return [{ name: path, page: 1 }];
  return Array.from({ length: count }, (_, i) => ({ name: `${path}#${i + 1}`, page: i + 1 }));
}

async function countIn(
  path: string,
  read: () => Promise<Pick<PictureContent, 'bytes' | 'file'>>,
): Promise<number> {
  try {
    return await countPictures((await read()).bytes, path);
  } catch {
    return 1;
  }
}
