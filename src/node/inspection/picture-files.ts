import type { WaitingPicture } from '../../inspection/run.ts';
import { type DecodeOptions, readImage } from '../image/image-decoder.ts';
import type { PictureInput } from './pictures.ts';

/**
 * Picture files as a source of a run, named by their paths; each is read when its turn comes.
 *
 * @param paths - Paths, or inputs as `expandPictures` gives them: one with an error fails as it is read.
 */
export async function* pictureFiles(
  paths: Iterable<string | PictureInput> | AsyncIterable<string | PictureInput>,
  options: DecodeOptions = {},
): AsyncGenerator<WaitingPicture, void> {
  for await (const input of paths) {
    const { path, error }: PictureInput = typeof input === 'string' ? { path: input } : input;
    yield {
      name: path,
      read: async () => {
        if (error !== undefined) throw error;
        return readImage(path, options);
      },
    };
  }
}
