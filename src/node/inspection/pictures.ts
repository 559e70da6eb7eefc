/**
 * What the words of a command line mean: files, folders, patterns and lists become pictures.
 *
 * Nothing here throws for a bad input. It becomes an entry with an error, so it is named in the
 * output and the rest of a batch goes on.
 *
 * @module
 */
import { realpath, readdir } from 'node:fs/promises';
import { extname, isAbsolute, join, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { type FewgoodError, ImageError, NoPicturesError } from '../../errors.ts';
import { printable } from '../../printable.ts';
import { isFolder, isThere, systemFault } from '../files/files.ts';
import { compareNaturally } from '../files/natural-order.ts';

/** A picture to read, or what is wrong with an input. */
export interface PictureInput {
  /** As given, or below the folder as given. */
  readonly path: string;
  /** Why there is nothing to read at `path`. */
  readonly error?: FewgoodError;
}

/** How inputs are expanded. */
export interface ExpandOptions {
  /** The list that the input `-` stands for: paths separated by newlines, or by NUL characters. */
  readonly stdin?: AsyncIterable<string | Uint8Array>;
  /** Whether folders within folders count; true by default. */
  readonly recursive?: boolean;
}

const SUFFIXES: readonly string[] = ['.png', '.jpg', '.jpeg', '.tif', '.tiff', '.webp', '.bmp'];

/** Whether a file name ends as a picture's does, in capitals or not. */
export function hasPictureSuffix(path: string): boolean {
  return SUFFIXES.includes(extname(path).toLowerCase());
}

/**
 * Expands inputs to pictures, in the order of the inputs.
 *
 * - A file is kept whatever its suffix, and even if it is missing: reading it tells what is wrong.
 * - A folder gives the files with a picture's suffix below it, in natural order (2 before 10).
 *   Names that start with a dot are left out; links are followed, each folder entered once.
 * - A pattern (`parts/*.png`, quoted) gives what it matches of these; a file of that very name wins.
 * - `-` gives the paths listed by `stdin`, which may be files or folders.
 * - A folder or pattern without pictures, and a folder within that is named like a picture, gives an
 *   entry with an error.
 *
 * A file reached twice, also by a link, is kept where it came first.
 */
export async function expandPictures(
  inputs: readonly string[],
  { stdin, recursive = true }: ExpandOptions = {},
): Promise<PictureInput[]> {
  const pictures = await gather(new Set(inputs), (input) =>
    input === '-' ? expandList(stdin, recursive) : expandInput(input, recursive),
  );
  return withoutRepeats(pictures);
}

async function expandList(
  stdin: ExpandOptions['stdin'],
  recursive: boolean,
): Promise<PictureInput[]> {
  const paths = await readList(stdin);
  if (paths.length === 0) {
    const fault = 'the list on standard input is empty';
    return [noPictures('-', fault, 'Pipe in one path a line.')];
  }
  return gather(paths, (path) => expandPath(path, recursive));
}

async function readList(stdin: ExpandOptions['stdin'] = none()): Promise<string[]> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stdin) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  }
  // Only a list separated by NUL can hold names with newlines (find -print0).
  const separator = text.includes('\0') ? '\0' : /\r?\n/;
  return text.split(separator).filter((path) => path !== '');
}

async function* none(): AsyncGenerator<string> {
  // No list was given: an empty one.
}

/** Expands one word of a command line: a path, or else a pattern. */
async function expandInput(input: string, recursive: boolean): Promise<PictureInput[]> {
  const isPath = !isDynamicPattern(input) || (await isThere(input));
  return isPath ? expandPath(input, recursive) : expandPattern(input);
}

async function expandPath(path: string, recursive: boolean): Promise<PictureInput[]> {
  if (!(await isFolder(path))) return [{ path }];
  const pictures = await walk(path, { recursive, entered: new Set() });
  return pictures.length > 0
    ? pictures
    : [noPictures(path, `it is a folder without pictures: ${EXPECTED}`, 'Name another folder.')];
}

async function expandPattern(pattern: string): Promise<PictureInput[]> {
  const portable = process.platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern;
  const matches = await glob(portable, {
    onlyFiles: false,
    expandDirectories: false,
    absolute: isAbsolute(pattern),
  });
  const pictures = matches
    .toSorted(compareNaturally)
    // A match that ends in a slash is a folder.
    .filter((match) => hasPictureSuffix(match.replace(/\/$/, '')))
    .map((match) =>
      match.endsWith('/') ? folderNamedLikeAPicture(match.slice(0, -1)) : { path: match },
    );
  if (pictures.length > 0) return pictures;
  const fault = 'there is no file of that name, and no picture matches it as a pattern';
  return [noPictures(pattern, fault, 'Check the spelling and the current folder.')];
}

interface Walk {
  readonly recursive: boolean;
  /** Real paths of the folders entered, so that links cannot lead in circles. */
  readonly entered: Set<string>;
}

async function walk(folder: string, state: Walk): Promise<PictureInput[]> {
  try {
    const real = await realpath(folder);
    if (state.entered.has(real)) return [];
    state.entered.add(real);
    const names = (await readdir(folder)).filter((name) => !name.startsWith('.'));
    return await gather(names.toSorted(compareNaturally), (name) =>
      visit(join(folder, name), state),
    );
  } catch (cause) {
    const { fault, remedy } = systemFault(cause);
    return [noPictures(folder, fault, remedy)];
  }
}

/** What one path within a folder gives. */
async function visit(path: string, state: Walk): Promise<PictureInput[]> {
  const isPicture = hasPictureSuffix(path);
  if (!(await isFolder(path))) return isPicture ? [{ path }] : [];
  if (isPicture) return [folderNamedLikeAPicture(path)];
  return state.recursive ? walk(path, state) : [];
}

/** What `expand` makes of each item, one after the other, in order. */
async function gather<T>(
  items: Iterable<T>,
  expand: (item: T) => Promise<PictureInput[]>,
): Promise<PictureInput[]> {
  const batches: PictureInput[][] = [];
  for (const item of items) batches.push(await expand(item));
  return batches.flat();
}

async function withoutRepeats(pictures: readonly PictureInput[]): Promise<PictureInput[]> {
  const paths = new Set<string>();
  const unique: PictureInput[] = [];
  for (const entry of pictures) {
    const real = await realpath(entry.path).catch(() => resolve(entry.path));
    if (paths.has(real)) continue;
    paths.add(real);
    unique.push(entry);
  }
  return unique;
}

const EXPECTED = `expected files that end in ${SUFFIXES.join(', ')}`;

function folderNamedLikeAPicture(path: string): PictureInput {
  const fault = 'it is a folder, not a picture';
  const remedy = 'Rename it, or name it as an input itself.';
  return { path, error: new ImageError(printable(path), fault, remedy) };
}

function noPictures(path: string, fault: string, remedy: string): PictureInput {
  return { path, error: new NoPicturesError(printable(path), fault, remedy) };
}
