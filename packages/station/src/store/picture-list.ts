import { createHash } from 'node:crypto';
import { countPictures, decodeImage, encodeJpeg } from 'fewgood/node';
import type { Picture } from '../api/picture.ts';
import { NotFoundError } from '../errors.ts';
import type { FileStore } from './file-store.ts';
import type { KeyedLocks } from './keyed-locks.ts';
import type { StoreOptions } from './part-list.ts';
import { isShown, pictureType } from './picture-type.ts';
import type { ThumbnailCache } from './thumbnail-cache.ts';

/** A picture as a browser takes it. */
export interface PictureBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/** Where they are kept. */
interface PictureFiles {
  readonly pictures: FileStore;
  readonly overlays: FileStore;
  readonly thumbnails: ThumbnailCache;
}

/** The pictures of a station: those that were sent, and the overlays of those that were judged. */
export class PictureList {
  readonly #options: StoreOptions & { readonly locks: KeyedLocks };
  readonly #pictures: FileStore;
  readonly #overlays: FileStore;
  readonly #thumbnails: ThumbnailCache;

  constructor(
    options: StoreOptions & { readonly locks: KeyedLocks },
    { pictures, overlays, thumbnails }: PictureFiles,
  ) {
    this.#options = options;
    this.#pictures = pictures;
    this.#overlays = overlays;
    this.#thumbnails = thumbnails;
  }

  /**
   * Keeps a picture that a part is to be learned from.
   *
   * @param content - The file, shape [size].
   * @throws {@link ImageError} if it is no picture.
   */
  async add(content: Uint8Array, name: string): Promise<Picture> {
    await countPictures(content, name);
    const sha256 = createHash('sha256').update(content).digest('hex');
    return this.#options.locks.run(sha256, () => this.#keep(sha256, content));
  }

  async #keep(sha256: string, content: Uint8Array): Promise<Picture> {
    await this.#pictures.put(content);
    const picture = {
      sha256,
      type: pictureType(content),
      bytes: content.length,
      storedAt: this.#options.now(),
    };
    await this.#options.database.change((change) =>
      change
        .insertInto('picture')
        .values(picture)
        .onConflict((conflict) => conflict.column('sha256').doNothing())
        .execute(),
    );
    return picture;
  }

  /**
   * A picture as it was sent, or as one that browsers show.
   *
   * @throws {@link NotFoundError} if it is not there.
   */
  async read(sha256: string, isToBeShown = false): Promise<PictureBytes> {
    const content = await this.#pictures.read(sha256);
    if (content === undefined) throw new NotFoundError('the picture', sha256);
    const type = pictureType(content);
    if (!isToBeShown || isShown(type)) return { bytes: content, type };
    const image = await decodeImage(content, sha256);
    return { bytes: new Uint8Array(await encodeJpeg(image)), type: 'image/jpeg' };
  }

  /**
   * A small picture for lists.
   *
   * @throws {@link NotFoundError} if the picture is not there.
   */
  async thumbnail(sha256: string): Promise<PictureBytes> {
    // Who removes the picture waits, so that nothing of it is left; who asks at the same time gets the same one.
    const bytes = await this.#options.locks.run(sha256, () =>
      this.#thumbnails.get(sha256, async () => (await this.read(sha256, true)).bytes),
    );
    return { bytes, type: 'image/webp' };
  }

  /**
   * A picture with its defects marked.
   *
   * @throws {@link NotFoundError} if it is not there.
   */
  async overlay(sha256: string): Promise<PictureBytes> {
    const content = await this.#overlays.read(sha256);
    if (content === undefined) throw new NotFoundError('the overlay', sha256);
    return { bytes: content, type: 'image/jpeg' };
  }
}
