import { availableParallelism } from 'node:os';
import { ResultError } from '../../errors.ts';
import type { ModelInfo } from '../../features/model-info.ts';
import { cellKey } from '../../evaluation/results/cell-key.ts';
import { decodeCell, encodeCell } from '../../evaluation/results/result-file.ts';
import type { CellOutcome } from '../../evaluation/run/engine.ts';
import { evaluate } from '../../evaluation/run/evaluate.ts';
import { MissingCells } from '../../evaluation/run/missing-cells.ts';
import type { EvaluationPlan, PlannedCategory, PlannedPicture } from '../../evaluation/run/plan.ts';
import type { DatasetDecoding } from '../datasets/dataset-files.ts';
import { packageVersion } from '../files/package-version.ts';
import { FolderMapFiles } from './map-files.ts';
import { WorkerEngine } from './worker-engine.ts';

/** Changes whenever older readers would misread a share. */
const FORMAT = 'fewgood-share/1';

/** All that decides the figures of some cells, as plain data. */
interface ShareBody {
  readonly format: string;
  /** Of this package: another one may compute other figures. */
  readonly version: string;
  /** Of one category. */
  readonly plan: EvaluationPlan;
  /** Keys of the cells that are wanted. */
  readonly cells: readonly string[];
  readonly decoding: DatasetDecoding;
  /** Bytes that reading the largest picture takes. */
  readonly readingBytes: number;
}

/** How a share is computed. */
export interface ShareOptions {
  /** Where a file of {@link EvaluationShare.files} is on this machine. */
  readonly fileOf: (file: string) => string;
  /** Model files of {@link EvaluationShare.models}, in their order, shape [length] each. */
  readonly modelFiles: readonly Uint8Array[];
  /** Folder for maps that memory does not suffice for. */
  readonly cache: string;
  /** Most threads; the cores that are available by default. */
  readonly workers?: number | undefined;
  /** Bytes. */
  readonly memoryLimit: number;
  /** Given each cell as it is done, as text. */
  readonly onCell: (text: string) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Cells of one category of an evaluation, which another machine may compute: maps of test pictures are computed once for
 * all of them. It travels as text; what its files hold travels by itself.
 */
export class EvaluationShare {
  readonly text: string;
  readonly #body: ShareBody;

  private constructor(text: string, body: ShareBody) {
    this.text = text;
    this.#body = body;
  }

  /**
   * Reads a share.
   *
   * @throws {@link ResultError} if it is of another version of this package, or none.
   */
  static read(text: string): EvaluationShare {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its format tells
    const body = JSON.parse(text, fromText) as ShareBody;
    const own = packageVersion();
    if (body.format === FORMAT && body.version === own) return new EvaluationShare(text, body);
    const found = body.format === FORMAT ? `fewgood ${body.version}` : 'another format';
    throw new ResultError('share of an evaluation', `it is of ${found}: expected ${own}`);
  }

  /** The cells of a run that are not done, a share a category. */
  static of(
    plan: EvaluationPlan,
    about: Pick<ShareBody, 'decoding' | 'readingBytes'> & { readonly done: ReadonlySet<string> },
  ): EvaluationShare[] {
    const { done, decoding, readingBytes } = about;
    const missing = new MissingCells(plan, done);
    return plan.categories.flatMap((category) => {
      const cells = missing.of(category, plan.contenders).map(({ address }) => cellKey(address));
      if (cells.length === 0) return [];
      const body: ShareBody = {
        format: FORMAT,
        version: packageVersion(),
        plan: { ...plan, categories: [category] },
        cells,
        decoding,
        readingBytes,
      };
      return new EvaluationShare(JSON.stringify(body, toText), body);
    });
  }

  /** The category that its cells are of. */
  get category(): string {
    return this.#body.plan.categories.map(({ name }) => name).join(', ');
  }

  /** How many cells are wanted. */
  get cells(): number {
    return this.#body.cells.length;
  }

  /** The models that it needs. */
  get models(): readonly ModelInfo[] {
    return this.#body.plan.models;
  }

  /** Pictures and masks, as paths of the machine that planned it. */
  get files(): readonly string[] {
    const pictures = this.#body.plan.categories.flatMap(({ tests, supportSets }) => [
      ...tests,
      ...supportSets.flatMap((set) => set.pictures),
    ]);
    return [...new Set(pictures.flatMap(({ file, masks }) => [file, ...masks]))];
  }

  /**
   * Computes its cells, bit for bit as the machine would that planned it.
   *
   * @throws {@link CancelledError} if the signal says so; what is done was given to `onCell`.
   */
  async compute(options: ShareOptions): Promise<void> {
    const { fileOf, modelFiles, cache, onCell, memoryLimit, signal } = options;
    const { cells, decoding, readingBytes } = this.#body;
    const plan = located(this.#body.plan, fileOf);
    const setup = { contenders: plan.contenders, models: plan.models, modelFiles };
    const wanted = new Set(cells);
    const all = plan.categories.flatMap((category) =>
      new MissingCells(plan, new Set()).of(category, plan.contenders),
    );
    const keys = all.map(({ address }) => cellKey(address));
    await evaluate(plan, {
      createEngine: async () => new WorkerEngine({ setup, cache, decoding, signal }),
      cores: options.workers ?? availableParallelism(),
      memoryLimit,
      readingBytes,
      mapFiles: new FolderMapFiles(cache),
      done: new Set(keys.filter((key) => !wanted.has(key))),
      onCell: async (outcome) => onCell(encodeOutcome(outcome)),
      signal,
    });
  }
}

/** Under which JSON has bytes, as those of a mask. */
const BYTES = 'base64 bytes';

function toText(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? { [BYTES]: Buffer.from(value).toString('base64') } : value;
}

function fromText(_key: string, value: unknown): unknown {
  const isBytes = typeof value === 'object' && value !== null && BYTES in value;
  return isBytes ? Uint8Array.from(Buffer.from(String(value[BYTES]), 'base64')) : value;
}

/** The plan with its files where they are here. */
function located(plan: EvaluationPlan, fileOf: (file: string) => string): EvaluationPlan {
  const picture = (one: PlannedPicture): PlannedPicture => ({
    ...one,
    file: fileOf(one.file),
    masks: one.masks.map(fileOf),
  });
  const categories = plan.categories.map((category): PlannedCategory => ({
    ...category,
    tests: category.tests.map(picture),
    supportSets: category.supportSets.map((set) => ({
      ...set,
      pictures: set.pictures.map(picture),
    })),
  }));
  return { ...plan, categories };
}

/** In place of what identifies the pictures of a cell: whoever planned the share knows it. */
const UNKNOWN_PICTURES = '0'.repeat(64);

interface StoredOutcome {
  /** As {@link encodeCell} writes it. */
  readonly cell: string;
  /** Little-endian float32 numbers, base64. */
  readonly examples: string | null;
}

function encodeOutcome({ cell, examples }: CellOutcome): string {
  const stored: StoredOutcome = {
    cell: encodeCell({ pictures: UNKNOWN_PICTURES, cell }),
    examples: examples === null ? null : toBuffer(examples).toString('base64'),
  };
  return JSON.stringify(stored);
}

/**
 * Reads a cell that another machine computed.
 *
 * @throws {@link ResultError} if it is none.
 */
export function decodeOutcome(text: string): CellOutcome {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its cell is checked, its maps are numbers
  const stored = JSON.parse(text) as StoredOutcome;
  const { cell } = decodeCell(stored.cell, 'cell of another machine');
  if (stored.examples === null) return { cell, examples: null };
  const bytes = Uint8Array.from(Buffer.from(stored.examples, 'base64'));
  return { cell, examples: new Float32Array(bytes.buffer) };
}

function toBuffer({ buffer, byteOffset, byteLength }: Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
