/**
 * What lies in a folder: its pictures, known by their content, and what is passed over, so that nothing
 * is left out without a word.
 *
 * @module
 */
import type { Dirent } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type FewgoodError, ImageError, NoPicturesError } from '../../errors.ts';
import { hasPictureSuffix } from '../../picture-suffix.ts';
import { printable } from '../../printable.ts';
import { isByProduct } from '../files/by-products.ts';
import { decodeFileName, NOT_UTF8 } from '../files/file-names.ts';
import { isFolder, systemFault } from '../files/files.ts';
import { compareNaturally } from '../files/natural-order.ts';
import { isOutputFolder } from '../files/output-folders.ts';
import { classifyFile } from './classify-file.ts';

/** Why something is passed over. */
export type PassReason = 'no-picture' | 'by-product' | 'own-output' | 'ignored' | 'subfolder';

/** Something that is not taken for a picture; a folder ends in a slash. */
export interface PassedOver {
  readonly path: string;
  readonly reason: PassReason;
}

/** What a folder holds at one path. */
export type WalkEntry =
  | { readonly kind: 'picture' | 'folder'; readonly path: string }
  | { readonly kind: 'fault'; readonly path: string; readonly error: FewgoodError }
  | ({ readonly kind: 'passed' } & PassedOver);

/** What of a folder counts. */
export interface WalkRules {
  /** Whether folders within count. */
  readonly recursive: boolean;
  /** Whether a path is to be left out; a folder with all that it holds. */
  readonly isIgnored: (path: string) => boolean;
  /** Whether a folder is one of outputs though it is not marked. */
  readonly isOutput?: (path: string) => boolean;
}

/** Files that are looked at together: on a network disk most of the time is waiting. */
const AT_ONCE = 16;

/**
 * Walks a folder in natural order (2 before 10). Links are followed, each folder is entered once. A
 * folder that is named like a picture, one that cannot be read, and a picture whose name is no UTF-8 are
 * faults; each folder that is entered comes before what it holds.
 *
 * @param folder - By the name that it has in the paths.
 */
export function walkPictures(folder: string, rules: WalkRules): AsyncGenerator<WalkEntry, void> {
  return walk(folder, { ...rules, entered: new Set() });
}

interface Walk extends WalkRules {
  /** Real paths of the folders entered, so that links cannot lead in circles. */
  readonly entered: Set<string>;
}

async function* walk(folder: string, state: Walk): AsyncGenerator<WalkEntry, void> {
  let entries: Dirent<Buffer>[];
  try {
    const real = await realpath(folder);
    if (state.entered.has(real)) return;
    state.entered.add(real);
    entries = await readdir(folder, { encoding: 'buffer', withFileTypes: true });
  } catch (cause) {
    const { fault, remedy } = systemFault(cause);
    yield faultOf(folder, new NoPicturesError(printable(folder), fault, remedy, { cause }));
    return;
  }
  yield { kind: 'folder', path: folder };
  const named = entries
    .map((entry) => ({ entry, ...decodeFileName(entry.name) }))
    .toSorted((a, b) => compareNaturally(a.text, b.text));
  for (let start = 0; start < named.length; start += AT_ONCE) {
    const some = named.slice(start, start + AT_ONCE);
    for (const item of await Promise.all(some.map((one) => look(folder, one, state)))) {
      if (item.kind === 'folder') yield* walk(item.path, state);
      else yield item;
    }
  }
}

interface NamedEntry {
  readonly entry: Dirent<Buffer>;
  readonly text: string;
  readonly isUtf8: boolean;
}

/** What one entry of a folder is. */
async function look(folder: string, item: NamedEntry, rules: WalkRules): Promise<WalkEntry> {
  const { entry, text } = item;
  const path = join(folder, text);
  const isDirectory = entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(path)));
  const passed = isDirectory ? `${path}/` : path;
  if (rules.isIgnored(path)) return passOver(passed, 'ignored');
  if (isByProduct(text)) return passOver(passed, 'by-product');
  return isDirectory ? lookAtFolder(path, item, rules) : lookAtFile(folder, item);
}

async function lookAtFolder(
  path: string,
  { text, isUtf8 }: NamedEntry,
  { recursive, isOutput }: WalkRules,
): Promise<WalkEntry> {
  if (!isUtf8) return faultOf(path, notUtf8(path));
  if (isOutput?.(path) || (await isOutputFolder(path))) return passOver(`${path}/`, 'own-output');
  if (hasPictureSuffix(text)) return faultOf(path, folderNamedLikeAPicture(path));
  return recursive ? { kind: 'folder', path } : passOver(`${path}/`, 'subfolder');
}

async function lookAtFile(folder: string, { entry, text, isUtf8 }: NamedEntry): Promise<WalkEntry> {
  const path = join(folder, text);
  // By its bytes, since its text may be the name of no file.
  const file = isUtf8 ? path : Buffer.concat([Buffer.from(`${folder}/`), entry.name]);
  const kind = await classifyFile(file);
  if (kind !== 'picture') return passOver(path, kind === 'other' ? 'no-picture' : kind);
  return isUtf8 ? { kind, path } : faultOf(path, notUtf8(path));
}

function passOver(path: string, reason: PassReason): WalkEntry {
  return { kind: 'passed', path, reason };
}

function faultOf(path: string, error: FewgoodError): WalkEntry {
  return { kind: 'fault', path, error };
}

/** The error about a picture or folder whose name is no UTF-8. */
export function notUtf8(path: string): ImageError {
  return new ImageError(printable(path), NOT_UTF8.fault, NOT_UTF8.remedy);
}

/** The error about a folder where a picture is expected. */
export function folderNamedLikeAPicture(path: string): ImageError {
  const fault = 'it is a folder, not a picture';
  return new ImageError(printable(path), fault, 'Rename it, or name it as an input itself.');
}
