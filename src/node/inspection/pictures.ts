/**
 * What the words of a command line mean: files, folders, patterns and lists become pictures.
 *
 * Nothing here throws for a bad input. It becomes an entry with an error, so it is named in the
 * output and the rest of a batch goes on.
 *
 * @module
 */
import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { FewgoodError, NoPicturesError } from '../../errors.ts';
import { hasPictureSuffix } from '../../picture-suffix.ts';
import { printable } from '../../printable.ts';
import { isByProduct } from '../files/by-products.ts';
import { isFolder, isThere } from '../files/files.ts';
import { ignoreRules } from '../files/ignore-rules.ts';
import { compareNaturally } from '../files/natural-order.ts';
import { isOutputFolder } from '../files/output-folders.ts';
import { classifyFile } from '../image/classify-file.ts';
import {
  folderNamedLikeAPicture,
  notUtf8,
  type PassedOver,
  type PassReason,
  walkPictures,
} from '../image/walk-pictures.ts';
import { readPathList } from './path-list.ts';

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
  /** Whether a list may name folders, which are walked then; false by default. */
  readonly listFolders?: boolean;
  /**
   * Patterns of what is left out: one without a slash is about names at any depth, one with a slash
   * about paths from the input or the current folder on.
   */
  readonly ignore?: readonly string[];
  /** Told of all that is not taken for a picture. */
  readonly onPassOver?: (passed: PassedOver) => void;
}

/**
 * Expands inputs to pictures, in the order of the inputs.
 *
 * - A file is kept whatever it is, and even if it is missing: reading it tells what is wrong.
 * - A folder gives the pictures below it, in natural order (2 before 10), known by their content or
 *   their name. By-products of storage and hidden files are passed over; links are followed, each folder
 *   entered once.
 * - A pattern (`parts/*.png`, quoted) gives what it matches of these; a file of that very name wins.
 * - `-` gives the paths listed by `stdin` (UTF-8 or UTF-16); a folder among them is an error, unless
 *   `listFolders` has it walked.
 * - A folder or pattern without pictures, a folder within that is named like a picture, and a picture
 *   whose name is no UTF-8 give an entry with an error.
 * - Overlays, maps and figures of fewgood's own are no pictures, wherever they lie.
 *
 * A file reached twice, also by a link, is kept where it came first.
 */
export async function expandPictures(
  inputs: readonly string[],
  options: ExpandOptions = {},
): Promise<PictureInput[]> {
  const expansion = new Expansion(options);
  const pictures = await gather(new Set(inputs), (input) =>
    input === '-' ? expansion.list() : expansion.word(input),
  );
  const unique = await withoutRepeats(pictures);
  // What a shell made of *.png may hold overlays, and goes on without them.
  return unique.length > 0 ? unique : inputs.slice(0, 1).map(onlyOwnOutputs);
}

class Expansion {
  readonly #options: ExpandOptions;
  readonly #isIgnored: (path: string, input?: string) => boolean;

  constructor(options: ExpandOptions) {
    this.#options = options;
    this.#isIgnored = ignoreRules(options.ignore ?? []);
  }

  /** Expands the list on standard input. */
  async list(): Promise<PictureInput[]> {
    try {
      const { stdin, listFolders = false } = this.#options;
      return await gather(await readPathList(stdin), async (path) =>
        !listFolders && (await isFolder(path)) ? [folderInAList(path)] : this.#path(path),
      );
    } catch (error) {
      if (error instanceof FewgoodError) return [{ path: '-', error }];
      throw error;
    }
  }

  /** Expands one word of a command line: a path, or else a pattern. */
  async word(input: string): Promise<PictureInput[]> {
    const isPath = !isDynamicPattern(input) || (await isThere(input));
    return isPath ? this.#path(input) : this.#pattern(input);
  }

  async #path(path: string): Promise<PictureInput[]> {
    if (await isFolder(path)) return this.#folder(path);
    if (this.#isIgnored(path)) return this.#pass(path, 'ignored');
    return this.#file(path);
  }

  /** A file that somebody names is one to read, unless fewgood made it. */
  async #file(path: string): Promise<PictureInput[]> {
    // Node makes of a name that is no UTF-8 one that does not exist.
    if (path.includes('\ufffd') && !(await isThere(path))) return [{ path, error: notUtf8(path) }];
    const isOwn = (await classifyFile(path)) === 'own-output';
    return isOwn ? this.#pass(path, 'own-output') : [{ path }];
  }

  async #folder(path: string): Promise<PictureInput[]> {
    if (await isOutputFolder(path)) return [outputFolder(path)];
    const pictures: PictureInput[] = [];
    let passed = 0;
    const walk = walkPictures(path, {
      recursive: this.#options.recursive ?? true,
      isIgnored: (one) => this.#isIgnored(one, path),
    });
    for await (const entry of walk) {
      if (entry.kind === 'picture') pictures.push({ path: entry.path });
      if (entry.kind === 'fault') pictures.push({ path: entry.path, error: entry.error });
      if (entry.kind !== 'passed') continue;
      passed++;
      this.#pass(entry.path, entry.reason);
    }
    return pictures.length > 0 ? pictures : [withoutPictures(path, passed)];
  }

  async #pattern(pattern: string): Promise<PictureInput[]> {
    const portable = process.platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern;
    const matches = await glob(portable, {
      onlyFiles: false,
      expandDirectories: false,
      absolute: isAbsolute(pattern),
    });
    const pictures = await gather(matches.toSorted(compareNaturally), (match) =>
      this.#match(match, portable),
    );
    if (pictures.length > 0) return pictures;
    const fault = 'there is no file of that name, and no picture matches it as a pattern';
    return [noPictures(pattern, fault, 'Check the spelling and the current folder.')];
  }

  async #match(match: string, pattern: string): Promise<PictureInput[]> {
    // A match that ends in a slash is a folder, of which the pattern matches what it holds, or not.
    const path = match.replace(/\/$/, '');
    const steps = stepsOf(path, pattern);
    if (steps.some((step) => this.#isIgnored(step))) return this.#pass(match, 'ignored');
    if (steps.some((step) => isByProduct(lastOf(step)))) return this.#pass(match, 'by-product');
    if (match !== path) {
      if (!hasPictureSuffix(path)) return [];
      return [{ path, error: folderNamedLikeAPicture(path) }];
    }
    if ((await classifyFile(path)) === 'other') return this.#pass(path, 'no-picture');
    return this.#file(path);
  }

  #pass(path: string, reason: PassReason): [] {
    this.#options.onPassOver?.({ path, reason });
    return [];
  }
}

/** A path and the folders above it that the pattern does not name in so many words. */
function stepsOf(path: string, pattern: string): string[] {
  const words = new Set(pattern.split('/'));
  const steps: string[] = [];
  for (let step = path; !words.has(lastOf(step)); step = dirname(step)) {
    steps.push(step);
    if (!step.includes('/')) break;
  }
  return steps;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
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

function withoutPictures(path: string, passed: number): PictureInput {
  const fault = `it is a folder without pictures${passed > 0 ? `, with ${passed} other files or folders` : ''}`;
  return noPictures(path, `${fault}: expected pictures`, 'Name another folder.');
}

function outputFolder(path: string): PictureInput {
  const fault = 'it is a folder of outputs of fewgood: expected pictures of parts';
  return noPictures(path, fault, 'Name the folder that the pictures come from.');
}

function onlyOwnOutputs(path: string): PictureInput {
  const fault = 'all that is named is left out or made by fewgood: expected pictures of parts';
  return noPictures(path, fault, 'Name the pictures that the camera made.');
}

function folderInAList(path: string): PictureInput {
  const fault = 'it is a folder in a list: expected a file';
  const remedy = 'List the files that it holds, or have the folders of lists walked.';
  const error = new NoPicturesError(printable(path), fault, remedy, { options: ['recursive'] });
  return { path, error };
}

function noPictures(path: string, fault: string, remedy: string): PictureInput {
  return { path, error: new NoPicturesError(printable(path), fault, remedy) };
}
