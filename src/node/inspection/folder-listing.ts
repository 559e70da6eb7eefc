import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { hasPictureSuffix } from '../../picture-suffix.ts';
import { isByProduct } from '../files/by-products.ts';
import { decodeFileName } from '../files/file-names.ts';
import { isFolder, systemCode, systemFault } from '../files/files.ts';
import { isOutputFolder } from '../files/output-folders.ts';
import type { PassedOver, PassReason } from '../image/walk-pictures.ts';

/** What a watched folder holds now. */
export interface FolderListing {
  /** Names below the folder of files that may be pictures, with paths that open them. */
  readonly places: ReadonlyMap<string, string | Buffer>;
  /** The folders that were looked into. */
  readonly folders: readonly (string | Buffer)[];
  /** Names of folders within that were not looked into though they may hold pictures. */
  readonly subfolders: readonly string[];
  /** What else was left out. */
  readonly passed: readonly PassedOver[];
  /** Folders within that could not be read, and why. */
  readonly unreadable: ReadonlyMap<string, string>;
  /** Whether there is nothing in it, not even what is left out. */
  readonly isEmpty: boolean;
}

/** Which files of a folder are looked at. */
export interface ListingRules {
  /** Whether folders within count. */
  readonly recursive: boolean;
  /** Whether a name below the folder is to be left out; a folder with all that it holds. */
  readonly isIgnored: (name: string) => boolean;
}

/** Names under which programs write or download a file that gets another name when it is whole. */
const IN_THE_MAKING = /(?:\.(?:part|partial|filepart|tmp|temp|crdownload|download|writing)|~)$/i;

/** Whether a file of that name may be a picture; by-products and files in the making are none. */
export function isWatchedName(name: string): boolean {
  return !isByProduct(name) && !IN_THE_MAKING.test(name);
}

/**
 * Lists a folder, and those within if it is asked to; links are followed, each folder entered once.
 *
 * @throws What the system said if the folder itself cannot be read.
 */
export async function listFolder(folder: string, rules: ListingRules): Promise<FolderListing> {
  const walk = new Walk(rules);
  await walk.enter(folder, '');
  return walk;
}

class Walk implements FolderListing {
  readonly places = new Map<string, string | Buffer>();
  readonly folders: (string | Buffer)[] = [];
  readonly subfolders: string[] = [];
  readonly passed: PassedOver[] = [];
  readonly unreadable = new Map<string, string>();
  isEmpty = true;
  readonly #rules: ListingRules;
  readonly #entered = new Set<string>();

  constructor(rules: ListingRules) {
    this.#rules = rules;
  }

  async enter(folder: string | Buffer, prefix: string): Promise<void> {
    if (this.#rules.recursive) {
      const { dev, ino } = await stat(folder, { bigint: true });
      if (this.#entered.has(`${dev} ${ino}`)) return;
      this.#entered.add(`${dev} ${ino}`);
    }
    const entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
    this.folders.push(folder);
    if (entries.length > 0) this.isEmpty = false;
    for (const entry of entries) await this.#visit(folder, prefix, entry);
  }

  async #visit(folder: string | Buffer, prefix: string, entry: Dirent<Buffer>): Promise<void> {
    const { text, isUtf8 } = decodeFileName(entry.name);
    const name = join(prefix, text);
    const path =
      isUtf8 && typeof folder === 'string'
        ? join(folder, text)
        : // By its bytes, since its text may be the name of no file.
          Buffer.concat([Buffer.from(folder), Buffer.from(sep), entry.name]);
    if (this.#rules.isIgnored(name)) this.#pass(name, 'ignored');
    else if (!isWatchedName(text)) this.#pass(name, 'by-product');
    else if (await isDirectory(entry, path)) await this.#visitFolder(path, name);
    else this.places.set(name, path);
  }

  async #visitFolder(path: string | Buffer, name: string): Promise<void> {
    if (typeof path === 'string' && (await isOutputFolder(path))) {
      this.#pass(`${name}${sep}`, 'own-output');
    } else if (!this.#rules.recursive) {
      // One that is named like a picture is named as what it is where its picture is expected.
      if (hasPictureSuffix(name)) this.places.set(name, path);
      else this.subfolders.push(name);
    } else {
      try {
        await this.enter(path, name);
      } catch (error) {
        if (systemCode(error) !== 'ENOENT') this.unreadable.set(name, systemFault(error).fault);
      }
    }
  }

  #pass(path: string, reason: PassReason): void {
    this.passed.push({ path, reason });
  }
}

async function isDirectory(entry: Dirent<Buffer>, path: string | Buffer): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return typeof path === 'string' && (await isFolder(path));
}
