import type { Centre } from '../centre/centre.ts';
import { readObject } from '../centre/read-object.ts';
import { hashOf } from '../parts/part-files.ts';
import { storedCellsSchema, type StoredShare, storedShareSchema } from './share-job.ts';

/** Milliseconds for which what is there is sure to stay: it is put anew before the store forgets it. */
const FRESH = 86_400_000;

/** What evaluations need at workers, and what comes back; all of it is forgotten after some days. */
export class ShareStore {
  readonly #centre: Centre;

  constructor(centre: Centre) {
    this.#centre = centre;
  }

  /** Keeps a picture or a mask, shape [size]; its hash. */
  async putData(bytes: Uint8Array): Promise<string> {
    const sha256 = hashOf(bytes);
    const name = `data-${sha256}`;
    const there = await this.#centre.evaluations.info(name);
    const isFresh =
      there !== null && !there.deleted && Date.now() - Date.parse(there.mtime) < FRESH;
    if (!isFresh) await this.#centre.evaluations.putBlob({ name }, bytes);
    return sha256;
  }

  /** Shape [size]; undefined where there is none. */
  async readData(sha256: string): Promise<Uint8Array | undefined> {
    return readObject(this.#centre.evaluations, `data-${sha256}`);
  }

  async putShare(id: string, share: StoredShare): Promise<void> {
    await this.#putText(`share-${id}`, JSON.stringify(share));
  }

  async readShare(id: string): Promise<StoredShare | undefined> {
    const text = await this.#readText(`share-${id}`);
    return text === undefined ? undefined : storedShareSchema.parse(JSON.parse(text));
  }

  async putCells(id: string, cells: readonly string[]): Promise<void> {
    await this.#putText(`cells-${id}`, JSON.stringify(cells));
  }

  /** Whether the cells of a share are there. */
  async hasCells(id: string): Promise<boolean> {
    const there = await this.#centre.evaluations.info(`cells-${id}`);
    return there !== null && !there.deleted;
  }

  async readCells(id: string): Promise<string[] | undefined> {
    const text = await this.#readText(`cells-${id}`);
    return text === undefined ? undefined : storedCellsSchema.parse(JSON.parse(text));
  }

  /** Takes away what a share needed, and what came of it. */
  async remove(id: string): Promise<void> {
    await this.#centre.evaluations.delete(`share-${id}`);
    await this.#centre.evaluations.delete(`cells-${id}`);
  }

  async #putText(name: string, text: string): Promise<void> {
    await this.#centre.evaluations.putBlob({ name }, new TextEncoder().encode(text));
  }

  async #readText(name: string): Promise<string | undefined> {
    const bytes = await readObject(this.#centre.evaluations, name);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  }
}
