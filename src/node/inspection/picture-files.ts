import type { PictureFile } from '../../inspection/entry.ts';
import type { WaitingPicture } from '../../inspection/run.ts';
import { decodeImage, type DecodeOptions } from '../image/image-decoder.ts';
import { type PictureContent, readPictureContent } from './picture-content.ts';
import type { PictureInput } from './pictures.ts';

/** A picture whose file was read when it arrived, before another could take its place. */
export interface ArrivedPicture extends PictureInput {
  /** What it held then; none if it could not be read. */
  readonly content?: PictureContent;
  /** Whether its file had been judged before, and was overwritten since. */
  readonly replaced?: boolean;
}

/** How picture files are read. */
export interface PictureFileOptions extends DecodeOptions {
  /** Pictures that were judged before are passed over. */
  readonly judged?: JudgedBefore | undefined;
  /** Told of each that was passed over. */
  readonly onPassedOver?: (path: string) => void;
}

/** What was judged before this run. */
export interface JudgedBefore {
  /** Whether the file of that path was judged as it is. */
  has(path: string, file: PictureFile): boolean;
  /** Whether a file of that path was judged, as it is or otherwise. */
  knows(path: string): boolean;
}

/**
 * Picture files as a source of a run, named by their paths; each is read when its turn comes.
 *
 * @param paths - Paths, or inputs as `expandPictures` and `watchFolder` give them: one with an error fails
 *   as it is read.
 */
export async function* pictureFiles(
  paths: Iterable<string | ArrivedPicture> | AsyncIterable<string | ArrivedPicture>,
  { judged, onPassedOver, ...options }: PictureFileOptions = {},
): AsyncGenerator<WaitingPicture, void> {
  for await (const input of paths) {
    const picture: ArrivedPicture = typeof input === 'string' ? { path: input } : input;
    const { path, error } = picture;
    const replaced = picture.replaced === true || judged?.knows(path) === true;
    let { content } = picture;
    const read = async (): Promise<PictureContent> => {
      if (error !== undefined) throw error;
      return (content ??= await readPictureContent(path, path, options));
    };
    if (judged !== undefined) {
      const file = await read().then(
        (known) => known.file,
        // Its turn tells what is wrong with it.
        () => undefined,
      );
      if (file !== undefined && judged.has(path, file)) {
        onPassedOver?.(path);
        continue;
      }
    }
    yield {
      name: path,
      replaced,
      file: () => content?.file,
      read: async () => decodeImage((await read()).bytes, path, options),
    };
  }
}
