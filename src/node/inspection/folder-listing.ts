import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { systemCode, systemFault } from '../files/files.ts';
import { hasPictureSuffix } from './pictures.ts';

/** What a watched folder holds now. */
export interface FolderListing {
  /** Names below the folder of what may be pictures, with paths that open them. */
  readonly places: ReadonlyMap<string, string | Buffer>;
  /** The folders that were looked into. */
  readonly folders: readonly (string | Buffer)[];
  /** Names of folders within that were not looked into. */
  readonly subfolders: readonly string[];
  /** Folders within that could not be read, and why. */
  readonly unreadable: ReadonlyMap<string, string>;
  /** Whether there is nothing in it, not even what is left out. */
  readonly isEmpty: boolean;
}

/** Whether what is named so counts as a picture; a name with a dot in front is a writer's own. */
export function isWatchedName(name: string): boolean {
  return !name.startsWith('.') && hasPictureSuffix(name);
}

/**
 * Lists a folder, and those within if it is asked to; links are followed, each folder entered once.
 *
 * @throws What the system said if the folder itself cannot be read.
 */
export async function listFolder(folder: string, recursive: boolean): Promise<FolderListing> {
  const walk = new Walk(recursive);
  await walk.enter(folder, '');
  return walk;
}

class Walk implements FolderListing {
  readonly places = new Map<string, string | Buffer>();
  readonly folders: (string | Buffer)[] = [];
  readonly subfolders: string[] = [];
  readonly unreadable = new Map<string, string>();
  isEmpty = true;
  readonly #recursive: boolean;
  readonly #entered = new Set<string>();

  constructor(recursive: boolean) {
    this.#recursive = recursive;
  }

  async enter(folder: string | Buffer, prefix: string): Promise<void> {
    if (this.#recursive) {
      const { dev, ino } = await stat(folder, { bigint: true });
      if (this.#entered.has(`${dev} ${ino}`)) return;
      this.#entered.add(`${dev} ${ino}`);
    }
    // Names are bytes; one that is no UTF-8 would come out as another name, which opens nothing.
    const entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
    this.folders.push(folder);
    if (entries.length > 0) this.isEmpty = false;
    for (const entry of entries) {
      const own = readableName(entry.name);
      if (own.startsWith('.')) continue;
      const [name, path] = [join(prefix, own), pathBelow(folder, entry.name)];
      const isFolder = await isFolderEntry(entry, path);
      if (isFolder && this.#recursive) await this.#enterBelow(path, name);
      else if (isWatchedName(own)) this.places.set(name, path);
      else if (isFolder) this.subfolders.push(name);
    }
  }

  async #enterBelow(folder: string | Buffer, name: string): Promise<void> {
    try {
      await this.enter(folder, name);
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') this.unreadable.set(name, systemFault(error).fault);
    }
  }
}

async function isFolderEntry(entry: Dirent<Buffer>, path: string | Buffer): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

/** As text; bytes that are no UTF-8 as `\xff`, which is what a person can look for. */
function readableName(name: Buffer): string {
  const text = name.toString();
  if (isText(name, text)) return text;
  const legible = name.toString('latin1');
  return legible.replaceAll(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
}

function pathBelow(folder: string | Buffer, name: Buffer): string | Buffer {
  const text = name.toString();
  if (typeof folder === 'string' && isText(name, text)) return join(folder, text);
  return Buffer.concat([Buffer.from(folder), Buffer.from(sep), name]);
}

function isText(name: Buffer, text: string): boolean {
  return !text.includes('\ufffd') || Buffer.from(text).equals(name);
}
