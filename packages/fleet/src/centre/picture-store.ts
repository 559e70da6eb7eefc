import type { Centre } from './centre.ts';
import { readObject } from './read-object.ts';

/**
 * Pictures of jobs that wait, by the id of the job: what belongs to one job alone can go with it, whatever else is
 * submitted at that moment.
 */
export class PictureStore {
  readonly #centre: Centre;

  constructor(centre: Centre) {
    this.#centre = centre;
  }

  /**
   * Keeps the picture of a job; one that is there already stays.
   *
   * @param bytes - Its file, shape [size].
   */
  async put(job: string, bytes: Uint8Array): Promise<void> {
    const { pictures } = this.#centre;
    const there = await pictures.info(job);
    if (there !== null && !there.deleted && there.size === bytes.length) return;
    await pictures.putBlob({ name: job }, bytes);
  }

  /** The file, shape [size]; undefined where there is none. */
  async read(job: string): Promise<Uint8Array | undefined> {
    return readObject(this.#centre.pictures, job);
  }

  /** Takes a picture away; nothing happens where there is none. */
  async remove(job: string): Promise<void> {
    const { pictures, manager } = this.#centre;
    const { success } = await pictures.delete(job);
    if (!success) return;
    // What NATS leaves to tell watchers of would be a few hundred bytes a picture, for ever.
    const { bucket, streamInfo } = await pictures.status();
    const encoded = Buffer.from(job).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
    await manager.streams.purge(streamInfo.config.name, { filter: `$O.${bucket}.M.${encoded}` });
  }

  /** Bytes of all that wait. */
  async size(): Promise<number> {
    return (await this.#centre.pictures.status()).size;
  }
}
