import type { FileStore, StorageBytes, StorageFolder } from './file-store.ts';

/**
 * Files in the origin private file system.
 *
 * @param name - Folder of the application.
 * @returns Undefined where the browser has none that can be written here, as in some private windows.
 */
export async function openOpfsStore(name: string): Promise<FileStore | undefined> {
  const storage = globalThis.navigator?.storage;
  const canWrite =
    typeof FileSystemFileHandle !== 'undefined' &&
    'createWritable' in FileSystemFileHandle.prototype;
  if (!canWrite || typeof storage?.getDirectory !== 'function') return undefined;
  try {
    const root = await storage.getDirectory();
    return new OpfsStore(await root.getDirectoryHandle(name, { create: true }));
  } catch (error) {
    // A browser that forbids it has a database, or says there why not.
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

class OpfsStore implements FileStore {
  readonly kind = 'opfs';
  readonly #home: FileSystemDirectoryHandle;

  constructor(home: FileSystemDirectoryHandle) {
    this.#home = home;
  }

  async write(folder: StorageFolder, name: string, pieces: readonly StorageBytes[]): Promise<void> {
    const handle = await (await this.#folder(folder)).getFileHandle(fileOf(name), { create: true });
    // Written beside the file, which it takes the place of when it is closed.
    const file = await handle.createWritable();
    try {
      // Not as a blob, of which browsers may have room for few.
      for (const piece of pieces) await file.write(piece);
      await file.close();
    } catch (error) {
      await file.abort().catch(() => undefined);
      if ((await handle.getFile()).size === 0) await this.remove(folder, name);
      throw error;
    }
  }

  async read(folder: StorageFolder, name: string): Promise<Blob | undefined> {
    try {
      const handle = await (await this.#folder(folder)).getFileHandle(fileOf(name));
      return await handle.getFile();
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async remove(folder: StorageFolder, name: string): Promise<void> {
    try {
      await (await this.#folder(folder)).removeEntry(fileOf(name));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  async names(folder: StorageFolder): Promise<readonly string[]> {
    const names: string[] = [];
    for await (const file of (await this.#folder(folder)).keys()) names.push(nameOf(file));
    return names;
  }

  #folder(folder: StorageFolder): Promise<FileSystemDirectoryHandle> {
    return this.#home.getDirectoryHandle(folder, { create: true });
  }
}

/** Names of parts may hold what names of files may not. */
function fileOf(name: string): string {
  return `${encodeURIComponent(name)}.fewgood`;
}

function nameOf(file: string): string {
  return decodeURIComponent(file.replace(/\.fewgood$/, ''));
}

function isMissing(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}
