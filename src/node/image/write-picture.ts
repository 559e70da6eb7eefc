import type { RgbImage } from '../../image/rgb-image.ts';
import { writeFileAtomic } from '../files/files.ts';
import { encodePng } from './image-encoder.ts';
import { markPng, outputMarkOf, type OutputPicture } from './output-mark.ts';

/**
 * Writes a picture of fewgood's own as PNG, marked as such; it replaces none but its like.
 *
 * @param image - Shape [height, width, 3].
 * @throws {@link FileError} if it cannot be written, or another file has the name.
 */
export async function writePicture(
  path: string,
  image: RgbImage,
  picture: OutputPicture,
): Promise<void> {
  await writeFileAtomic(path, markPng(await encodePng(image), picture), {
    name: `a ${picture} that fewgood made`,
    isOne: (head) => outputMarkOf(head) === picture,
  });
}
