import type { NamedImage } from 'fewgood';
import { decodeImage } from 'fewgood/node';
import type { NamedPicture } from '../api/picture.ts';
import { NotFoundError } from '../errors.ts';
import type { FileStore } from '../store/file-store.ts';

/**
 * Reads and decodes pictures that are kept.
 *
 * @throws {@link NotFoundError} if one is not there.
 */
export async function readPictures(
  wanted: readonly NamedPicture[],
  pictures: FileStore,
): Promise<NamedImage[]> {
  const images: NamedImage[] = [];
  for (const picture of wanted) images.push(await readPicture(picture, pictures));
  return images;
}

/**
 * Reads and decodes a picture that is kept.
 *
 * @throws {@link NotFoundError} if it is not there.
 */
export async function readPicture(
  { sha256, name }: NamedPicture,
  pictures: FileStore,
): Promise<NamedImage> {
  const bytes = await pictures.read(sha256);
  if (bytes === undefined) throw new NotFoundError('the picture', sha256);
  return { name, image: await decodeImage(bytes, name) };
}
