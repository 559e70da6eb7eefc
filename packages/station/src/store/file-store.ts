import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Files that are kept by the SHA-256 of their bytes: what has a name has that content, whole. */
export class FileStore {
  readonly #folder: string;
  readonly #pending: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#pending = join(folder, 'pending');
  }

  /** Another thread's folder, which its owner has opened. */
  static share(folder: string): FileStore {
    return new FileStore(folder);
  }

  /** Makes the folder, and takes away what a process that was ended had not put in place. */
  static async open(folder: string): Promise<FileStore> {
    const store = new FileStore(folder);
    await rm(store.#pending, { recursive: true, force: true });
    await mkdir(store.#pending, { recursive: true });
    return store;
  }

  /**
   * Keeps a file. When this is done it is on disk, whatever becomes of the machine.
   *
   * @param bytes - The file, shape [size].
   * @returns Its hash, by which it is read.
   */
  async put(bytes: Uint8Array): Promise<string> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const path = this.pathOf(sha256);
    if ((await sizeOf(path)) === bytes.length) return sha256;
    const pending = join(this.#pending, randomUUID());
    const file = await open(pending, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await mkdir(dirname(path), { recursive: true });
    await rename(pending, path);
    await syncFolder(dirname(path));
    await syncFolder(this.#folder);
    return sha256;
  }

  /** Where the file of a hash is. */
  pathOf(sha256: string): string {
    return join(this.#folder, sha256.slice(0, 2), sha256);
  }

  /** The bytes, shape [size]; undefined where there is no such file. */
  async read(sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      return new Uint8Array(await readFile(this.pathOf(sha256)));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Takes a file away; nothing happens where there is none. */
  async remove(sha256: string): Promise<void> {
    await rm(this.pathOf(sha256), { force: true });
  }

  /** The hashes of all files. */
  async *hashes(): AsyncGenerator<string> {
    for (const shard of (await readdir(this.#folder)).toSorted()) {
      if (shard.length !== 2) continue;
      yield* (await readdir(join(this.#folder, shard))).toSorted();
    }
  }

  /** Bytes that may still be written. */
  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#folder);
    return bavail * bsize;
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** A new name is on disk once its folder is; Windows has no such thing, and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
