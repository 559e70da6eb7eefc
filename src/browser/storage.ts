/**
 * Parts, models and pictures that a page keeps: in the origin private file system (OPFS), or in IndexedDB where
 * there is none. Each file lies behind its SHA-256, and what comes back is what was stored, or an error.
 *
 * @module
 */
import { StorageError } from '../errors.ts';
import { formatMebibytes, MEBIBYTE } from '../mebibytes.ts';
import { printable } from '../printable.ts';
import { openDatabaseStore } from './database-store.ts';
import type { FileStore, StorageBytes, StorageFolder } from './file-store.ts';
import { sha256Hex } from './hash.ts';
import { openOpfsStore } from './opfs-store.ts';

/** A file that is stored. */
export interface StoredFile {
  readonly name: string;
  /** Of its bytes, in hexadecimal. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** How much room a page has. */
export interface StorageSpace {
  /** Bytes that the page has stored, with what the browser keeps of it. */
  readonly used: number;
  /** Bytes that it may store at most, as the browser says (Chromium names 10 GiB more than are used, whatever there is); Infinity where it does not. */
  readonly quota: number;
  /** Whether the browser keeps it when the disk runs full. */
  readonly isPersistent: boolean;
}

/** How a storage is opened. */
export interface StorageOptions {
  /** Of the application: pages of one origin share what has the same name. `fewgood` by default. */
  readonly name?: string;
  /** Which kind of storage; OPFS where the browser has it by default. */
  readonly kind?: FileStore['kind'];
}

/** Digits of a SHA-256, which stand in front of each file. */
const HASH_LENGTH = 64;

/** How Chromium ends a write beyond the quota, when it does not name it. */
const BROKEN_OFF: readonly string[] = ['AbortError', 'NotReadableError', 'UnknownError'];

const MAKE_ROOM =
  'Remove parts or pictures that are no longer needed, or free some space on the disk.';

/** What a page keeps. */
export class BrowserStorage {
  /** Where it lies. */
  readonly kind: FileStore['kind'];
  readonly #store: FileStore;
  readonly #name: string;

  private constructor(store: FileStore, name: string) {
    this.kind = store.kind;
    this.#store = store;
    this.#name = name;
  }

  /**
   * Opens the storage, or begins one.
   *
   * @throws {@link StorageError} if the browser keeps nothing for this page.
   */
  static async open({ name = 'fewgood', kind }: StorageOptions = {}): Promise<BrowserStorage> {
    const opfs = kind === 'indexeddb' ? undefined : await openOpfsStore(name);
    const store = opfs ?? (kind === 'opfs' ? undefined : await openDatabaseStore(name));
    if (store !== undefined) return new BrowserStorage(store, name);
    throw new StorageError(
      'open the storage of this page',
      'the browser keeps nothing for it: expected a private file system or a database',
      'Leave the private window, or allow the site to store data.',
    );
  }

  /**
   * Stores a file in place of one of the same name.
   *
   * @param bytes - Shape [size].
   * @throws {@link StorageError} if there is no room for it; what was there before is as it was.
   */
  async put(folder: StorageFolder, name: string, bytes: Uint8Array): Promise<StoredFile> {
    const task = `store ${printable(name)}`;
    await this.#assertRoom(task, bytes.length);
    const sha256 = await sha256Hex(bytes);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- never shared between threads
    const pieces = [new TextEncoder().encode(sha256), bytes as StorageBytes];
    await this.#try(task, bytes.length, () => this.#store.write(folder, name, pieces));
    return { name, sha256, size: bytes.length };
  }

  /**
   * Reads a file and checks it by its hash.
   *
   * @returns Shape [size].
   * @throws {@link StorageError} if there is none, or it is not what was stored.
   */
  async get(folder: StorageFolder, name: string): Promise<Uint8Array> {
    const task = `read ${printable(name)} from the storage of this page`;
    const content = await this.#try(task, 0, () => this.#store.read(folder, name));
    if (content === undefined) {
      const fault = `it is not there: expected it among the ${folder}`;
      throw new StorageError(task, fault, 'Import it again from its file.');
    }
    const sha256 = await content.slice(0, HASH_LENGTH).text();
    const bytes = new Uint8Array(await content.slice(HASH_LENGTH).arrayBuffer());
    if ((await sha256Hex(bytes)) === sha256) return bytes;
    throw new StorageError(
      task,
      'it is damaged: its SHA-256 does not match its content',
      'Import it again from its file.',
    );
  }

  /** What is stored, by name. */
  async list(folder: StorageFolder): Promise<readonly StoredFile[]> {
    const task = 'look into the storage of this page';
    const names = await this.#try(task, 0, () => this.#store.names(folder));
    const files: StoredFile[] = [];
    for (const name of names.toSorted()) {
      const content = await this.#try(task, 0, () => this.#store.read(folder, name));
      // Another tab may have removed it.
      if (content === undefined) continue;
      const sha256 = await content.slice(0, HASH_LENGTH).text();
      files.push({ name, sha256, size: content.size - HASH_LENGTH });
    }
    return files;
  }

  /** Removes a file; does nothing if there is none. */
  async remove(folder: StorageFolder, name: string): Promise<void> {
    const task = `remove ${printable(name)}`;
    await this.#try(task, 0, () => this.#store.remove(folder, name));
  }

  /**
   * Changes a file that other tabs may change at the same time, one after another.
   *
   * @param change - Takes what is there, undefined for nothing, and gives what takes its place.
   * @throws {@link StorageError} as {@link get} and {@link put} do.
   */
  async update(
    folder: StorageFolder,
    name: string,
    change: (bytes: Uint8Array | undefined) => Uint8Array | Promise<Uint8Array>,
  ): Promise<StoredFile> {
    const turn = async (): Promise<StoredFile> => {
      const names = await this.#store.names(folder);
      const before = names.includes(name) ? await this.get(folder, name) : undefined;
      return this.put(folder, name, await change(before));
    };
    // Absent from pages that came by plain HTTP, whatever the types say.
    const locks = globalThis.navigator.locks as LockManager | undefined;
    return locks ? locks.request(`${this.#name}/${folder}/${name}`, turn) : turn();
  }

  /** How much room there is. */
  async space(): Promise<StorageSpace> {
    const { usage = 0, quota = Infinity } = await estimate();
    const isPersistent = (await manager()?.persisted?.()) ?? false;
    return { used: usage, quota, isPersistent };
  }

  /** Asks the browser to keep what is stored also when the disk runs full; whether it does. */
  async persist(): Promise<boolean> {
    return (await manager()?.persist?.()) ?? false;
  }

  /** Refused before anything is written: a browser may take minutes to find out that a disk is full. */
  async #assertRoom(task: string, size: number): Promise<void> {
    const { usage = 0, quota = Infinity } = await estimate();
    if (size + HASH_LENGTH > quota - usage) throw await full(task, size);
  }

  async #try<T>(task: string, size: number, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      if (error.name === 'QuotaExceededError') throw await full(task, size, error);
      if (size > 0 && BROKEN_OFF.includes(error.name)) throw brokenOff(task, size, error);
      const fault = `the browser forbids it (${error.name}: ${printable(error.message)})`;
      const remedy = 'Reload the page; if it stays so, allow the site to store data.';
      throw new StorageError(task, fault, remedy, { cause: error });
    }
  }
}

function manager(): StorageManager | undefined {
  return globalThis.navigator?.storage;
}

async function estimate(): Promise<StorageEstimate> {
  return (await manager()?.estimate?.()) ?? {};
}

function brokenOff(task: string, size: number, cause: DOMException): StorageError {
  return new StorageError(
    task,
    `the browser broke off, as it does when the disk or the storage of this page is full (${cause.name}): expected room for ${formatMebibytes(size)}`,
    MAKE_ROOM,
    { facts: { neededBytes: size }, cause },
  );
}

async function full(task: string, size: number, cause?: unknown): Promise<StorageError> {
  const { usage = 0, quota = Infinity } = await estimate();
  const free = Math.max(quota - usage, 0);
  const mebibytes = Math.floor(free / MEBIBYTE);
  const left = Number.isFinite(quota)
    ? `${mebibytes} MiB of ${formatMebibytes(quota)} are left`
    : 'nothing is left';
  return new StorageError(
    task,
    `the storage of this page is full, ${left}: expected ${formatMebibytes(size)}`,
    MAKE_ROOM,
    {
      facts: { freeBytes: Number.isFinite(free) ? free : 0, neededBytes: size },
      ...(cause === undefined ? {} : { cause }),
    },
  );
}
