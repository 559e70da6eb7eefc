/**
 * The folder of a run: its head, its finished cells, and in the end its result.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { readdir, realpath, rm } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { supportSetToList } from '../../datasets/support-set.ts';
import { RunFolderError } from '../../errors.ts';
import { printable } from '../../printable.ts';
import { cellKey } from '../../evaluation/results/cell-key.ts';
import type {
  EvaluationCell,
  EvaluationResult,
} from '../../evaluation/results/evaluation-result.ts';
import { decodeCell, encodeCell } from '../../evaluation/results/result-file.ts';
import type { CellOutcome } from '../../evaluation/run/engine.ts';
import {
  decodeHead,
  differenceOf,
  encodeHead,
  joinProvenance,
  type NamedSupportSet,
  RUN_FORMAT,
  type RunHead,
} from '../../evaluation/run/run-head.ts';
import { ensureFolder, readFileBytes, readFileText, writeFileAtomic } from '../files/files.ts';
import { lockFolder } from '../files/folder-lock.ts';
import { ensureOutputFolder, isOutputFolder } from '../files/output-folders.ts';
import { jsonFile, PLAIN_NUMBERS, textFile } from '../files/output-kinds.ts';

const HEAD = 'run.json';
const CELL = '.json';
const LIST = textFile('a list of pictures', '.txt');

/** A run on disk. Whatever is killed at whatever moment, the cells that are here are whole. */
export class RunFolder {
  readonly path: string;
  /** Gives the folder back to other processes. */
  readonly close: () => Promise<void>;
  readonly #head: RunHead;
  readonly #pictures: ReadonlyMap<string, string>;

  private constructor(
    path: string,
    head: RunHead,
    pictures: ReadonlyMap<string, string>,
    unlock: () => Promise<void>,
  ) {
    this.path = path;
    this.close = unlock;
    this.#head = head;
    this.#pictures = pictures;
  }

  /**
   * Begins a run, or goes on with the same one, and holds its folder until it is closed.
   *
   * @param pictures - What identifies the pictures of each cell, by its key.
   * @throws {@link RunFolderError} if the folder holds another run, or another process is at work there.
   */
  static async open(
    path: string,
    head: RunHead,
    pictures: ReadonlyMap<string, string>,
  ): Promise<RunFolder> {
    const file = join(path, HEAD);
    await ensureOutputFolder(path, existsSync(file));
    const unlock = await lockFolder(path);
    try {
      return await RunFolder.#begin(path, head, pictures, unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  static async #begin(
    path: string,
    head: RunHead,
    pictures: ReadonlyMap<string, string>,
    unlock: () => Promise<void>,
  ): Promise<RunFolder> {
    await ensureFolder(join(path, 'cells'));
    await ensureFolder(join(path, 'examples'));
    const file = join(path, HEAD);
    const text = encodeHead(existsSync(file) ? await resume(file, head) : head);
    await writeFileAtomic(file, text, jsonFile(RUN_FORMAT));
    // As it was written, so that going on gives the same bytes as never stopping.
    const folder = new RunFolder(path, decodeHead(text, printable(file)), pictures, unlock);
    await folder.#writeSupportSets();
    return folder;
  }

  /** Folder for what is deleted in the end. */
  get cache(): string {
    return join(this.path, 'cache');
  }

  /** Reads the finished cells; those whose pictures were replaced since are counted alone. */
  async cells(): Promise<{ current: EvaluationCell[]; outdated: number }> {
    const folder = join(this.path, 'cells');
    const names = (await readdir(folder)).filter((name) => name.endsWith(CELL));
    const stored = await Promise.all(
      names.map(async (name) => {
        const file = join(folder, name);
        return decodeCell(await readFileText(file), printable(file));
      }),
    );
    const current = stored
      .filter(({ cell, pictures }) => this.#pictures.get(cellKey(cell)) === pictures)
      .map(({ cell }) => cell);
    return { current, outdated: stored.length - current.length };
  }

  /** Keeps a finished cell; the maps go first, so that a cell that is here has them. */
  async save({ cell, examples }: CellOutcome): Promise<void> {
    if (examples !== null)
      await writeFileAtomic(this.#exampleFile(cell), bytesOf(examples), PLAIN_NUMBERS);
    const key = cellKey(cell);
    const pictures = this.#pictures.get(key);
    if (pictures === undefined) throw new Error(`the cell ${key} is not of this run`);
    const file = join(this.path, 'cells', key + CELL);
    await writeFileAtomic(file, encodeCell({ pictures, cell }), jsonFile());
  }

  /** The maps that the report shows of a cell, shape [n · S · S]; undefined if it has none. */
  async examples(cell: EvaluationCell): Promise<Float32Array | undefined> {
    const file = this.#exampleFile(cell);
    if (!existsSync(file)) return undefined;
    const bytes = Uint8Array.from(await readFileBytes(file));
    return new Float32Array(bytes.buffer);
  }

  /** The run as far as it is. */
  async result(): Promise<EvaluationResult> {
    const { current } = await this.cells();
    return { ...this.#head.result, cells: current };
  }

  /** Deletes what is of no more use. */
  async tidy(): Promise<void> {
    await rm(this.cache, { recursive: true, force: true });
  }

  /** A list for each K and seed, which `--support` reads. */
  async #writeSupportSets(): Promise<void> {
    const folder = join(this.path, 'support');
    await ensureFolder(folder);
    const { supportSets } = this.#head;
    for (const name of new Set(supportSets.map(nameOf))) {
      const list = listOf(supportSets.filter((set) => nameOf(set) === name));
      await writeFileAtomic(join(folder, `${name}.txt`), list, LIST);
    }
  }

  #exampleFile(cell: EvaluationCell): string {
    return join(this.path, 'examples', `${cellKey(cell)}.f32`);
  }
}

/**
 * Checks that outputs would not come between the pictures of a data set: a folder within is new, empty or
 * that of a run.
 *
 * @param roots - Folders of the data.
 * @throws {@link RunFolderError} if it is the folder of the data, or holds other files among them.
 */
export async function assertOwnFolder(path: string, roots: readonly string[]): Promise<void> {
  const real = await realpath(path).catch(() => undefined);
  if (real === undefined) return;
  for (const root of roots) {
    const realRoot = await realpath(root).catch(() => undefined);
    if (realRoot === undefined) continue;
    const way = relative(realRoot, real);
    const isRoot = way === '';
    const isWithin = !isAbsolute(way) && way.split(sep)[0] !== '..';
    if (!isWithin || (!isRoot && (await isFree(path)))) continue;
    throw new RunFolderError(
      `run in ${printable(path)}`,
      `it ${isRoot ? 'is the folder of the data' : 'holds other files, and lies among the data'}: expected a folder of its own`,
      'Name a folder that is not there yet.',
      { options: ['out'] },
    );
  }
}

/** Whether a folder may become that of a run, or is that of one. */
async function isFree(path: string): Promise<boolean> {
  const names = await readdir(path);
  return names.length === 0 || names.includes(HEAD) || isOutputFolder(path);
}

async function resume(file: string, head: RunHead): Promise<RunHead> {
  const before = decodeHead(await readFileText(file), printable(file));
  const difference = differenceOf(before, head);
  if (difference !== undefined) {
    throw new RunFolderError(
      `go on with the run ${printable(file)}`,
      `not the same ${difference}`,
      `Name another folder, or run again what it began with: ${before.result.provenance.command}`,
      { options: ['out'] },
    );
  }
  const provenance = joinProvenance(before.result.provenance, head.result.provenance);
  return { ...before, result: { ...before.result, provenance } };
}

function nameOf({ shots, seed }: NamedSupportSet): string {
  return `k${shots}.s${seed}`;
}

function listOf(sets: readonly NamedSupportSet[]): string {
  return sets
    .map(({ category, shots, seed, paths }) =>
      supportSetToList(
        paths.map((path) => ({ path })),
        `${category}: K = ${shots}, seed ${seed}`,
      ),
    )
    .join('');
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
