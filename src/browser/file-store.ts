/**
 * Where bytes lie in a browser, by folder and name. What is stored, and whether it is what was stored, is the
 * business of `BrowserStorage`.
 *
 * @module
 */

/** Folders of the storage. */
export const STORAGE_FOLDERS = ['parts', 'models', 'pictures'] as const;

/** A folder of the storage. */
export type StorageFolder = (typeof STORAGE_FOLDERS)[number];

/** Bytes in memory that threads do not share, which browsers store. */
export type StorageBytes = Uint8Array<ArrayBuffer>;

/** A way to keep files. */
export interface FileStore {
  /** Of the origin's private file system, or of a database. */
  readonly kind: 'opfs' | 'indexeddb';
  /** Puts a file in place of another, whole or not at all; it is made of pieces, shape [size] each. */
  write(folder: StorageFolder, name: string, pieces: readonly StorageBytes[]): Promise<void>;
  /** Undefined if there is none. */
  read(folder: StorageFolder, name: string): Promise<Blob | undefined>;
  /** Does nothing if there is none. */
  remove(folder: StorageFolder, name: string): Promise<void>;
  /** Names, in any order. */
  names(folder: StorageFolder): Promise<readonly string[]>;
}
