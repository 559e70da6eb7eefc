import {
  type FileStore,
  STORAGE_FOLDERS,
  type StorageBytes,
  type StorageFolder,
} from './file-store.ts';

/**
 * Files in an IndexedDB database, for browsers without a private file system.
 *
 * @param name - Of the database.
 * @returns Undefined where the browser has none, as in some private windows.
 */
export async function openDatabaseStore(name: string): Promise<FileStore | undefined> {
  if (typeof indexedDB === 'undefined') return undefined;
  const request = indexedDB.open(name, 1);
  request.addEventListener('upgradeneeded', () => {
    for (const folder of STORAGE_FOLDERS) request.result.createObjectStore(folder);
  });
  try {
    return new DatabaseStore(await resultOf(request));
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

class DatabaseStore implements FileStore {
  readonly kind = 'indexeddb';
  readonly #database: IDBDatabase;

  constructor(database: IDBDatabase) {
    this.#database = database;
    // Another tab with a newer version of the page need not wait for this one.
    database.addEventListener('versionchange', () => database.close());
  }

  async write(folder: StorageFolder, name: string, pieces: readonly StorageBytes[]): Promise<void> {
    const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    await this.#change(folder, (files) => files.put(bytes.buffer, name));
  }

  async read(folder: StorageFolder, name: string): Promise<Blob | undefined> {
    const bytes: unknown = await resultOf(this.#files(folder, 'readonly').get(name));
    return bytes instanceof ArrayBuffer ? new Blob([bytes]) : undefined;
  }

  async remove(folder: StorageFolder, name: string): Promise<void> {
    await this.#change(folder, (files) => files.delete(name));
  }

  async names(folder: StorageFolder): Promise<readonly string[]> {
    return (await resultOf(this.#files(folder, 'readonly').getAllKeys())).map(String);
  }

  /** Waits until a change lies on the disk: a request may succeed, and its transaction fail. */
  #change(folder: StorageFolder, change: (files: IDBObjectStore) => IDBRequest): Promise<void> {
    return new Promise((resolve, reject) => {
      const files = this.#files(folder, 'readwrite');
      const { transaction } = files;
      transaction.addEventListener('complete', () => resolve());
      for (const end of ['abort', 'error'])
        transaction.addEventListener(end, () => reject(transaction.error ?? new Error(end)));
      change(files);
    });
  }

  #files(folder: StorageFolder, mode: IDBTransactionMode): IDBObjectStore {
    return this.#database.transaction(folder, mode).objectStore(folder);
  }
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () =>
      reject(request.error ?? new Error('a request of the database failed')),
    );
  });
}
