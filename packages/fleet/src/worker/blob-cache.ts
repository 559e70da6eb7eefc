import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a file comes from that is not here yet, and how it is known to be the one. */
export interface BlobOrigin {
  /** Gives its bytes, shape [size]. */
  readonly fetch: () => Promise<Uint8Array>;
  /** Whether it is, byte by byte. */
  readonly isWhole: (bytes: Uint8Array) => boolean;
}

/** Part files and models by their hashes, on this machine's disk; several workers may share it. */
export class BlobCache {
  readonly #folder: string;

  /** @param folder - It is made, and may be removed at any time. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A file, shape [size]; one that is damaged is fetched again. */
  async read(name: string, { fetch, isWhole }: BlobOrigin): Promise<Uint8Array> {
    const path = join(this.#folder, name);
    const kept = await readFile(path).catch(() => undefined);
    if (kept !== undefined && isWhole(kept)) return kept;
    const bytes = await fetch();
    // A full disk is no reason not to judge.
    await this.#keep(path, bytes).catch(() => undefined);
    return bytes;
  }

  /** Whole or not at all: another worker, or the next start, finds no half of it. */
  async #keep(path: string, bytes: Uint8Array): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const pending = `${path}.${randomUUID()}`;
    try {
      await writeFile(pending, bytes);
      await rename(pending, path);
    } catch (error) {
      await rm(pending, { force: true });
      throw error;
    }
  }
}
