/**
 * A run from folders of pictures to a folder of results, as `fewgood evaluate` and `ablate` carry it
 * out.
 *
 * @module
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { availableParallelism } from 'node:os';
import type { DatasetProblem } from '../../datasets/problem.ts';
import { DatasetError } from '../../errors.ts';
import { assertNotCancelled } from '../../cancellation.ts';
import { readModelInfo } from '../../features/model-info.ts';
import { cellKey, inOrder } from '../../evaluation/results/cell-key.ts';
import type {
  EvaluationCell,
  EvaluationResult,
} from '../../evaluation/results/evaluation-result.ts';
import { picturesOfCells } from '../../evaluation/run/cell-pictures.ts';
import { type Contender, describeContender } from '../../evaluation/run/contender.ts';
import type { CellOutcome } from '../../evaluation/run/engine.ts';
import { evaluate } from '../../evaluation/run/evaluate.ts';
import type { MemoryPlan } from '../../evaluation/run/memory-plan.ts';
import {
  describeCategory,
  type EvaluationPlan,
  planCategories,
} from '../../evaluation/run/plan.ts';
import { figuresOf, nameSupportSets, type RunHead } from '../../evaluation/run/run-head.ts';
import type { SupportRule } from '../../evaluation/run/support-rule.ts';
import { assertNamed, type LookRequest, withLooks } from './category-looks.ts';
import { writeOutputs } from './evaluation-outputs.ts';
import { decodeOutcome, EvaluationShare } from './evaluation-share.ts';
import type { PassedOver } from '../image/walk-pictures.ts';
import { FolderMapFiles } from './map-files.ts';
import type { FoundModel } from '../runtime/model-lookup.ts';
import type { DatasetDecoding } from '../datasets/dataset-files.ts';
import { checkDatasets, type DatasetRequest, openDatasets } from '../datasets/open-datasets.ts';
import { readProvenance } from './provenance.ts';
import { assertOwnFolder, RunFolder } from './run-folder.ts';
import { nodeRuntime } from '../runtime/runtime.ts';
import { WorkerEngine } from './worker-engine.ts';

/** Data, contenders, support sets and folder of a run. */
export interface RunRequest extends DatasetRequest {
  /** How pictures are read. */
  readonly decoding?: DatasetDecoding | undefined;
  readonly contenders: readonly Contender[];
  /** Model files of their backbones. */
  readonly models: readonly FoundModel[];
  /** Ascending. */
  readonly shots: readonly number[];
  /** Ascending. */
  readonly seeds: readonly number[];
  readonly support: SupportRule;
  /** What of the pictures is looked at; all of them by default. */
  readonly looks?: LookRequest | undefined;
  /** `auto` finds where the part lies in each support set, and looks there alone; nothing is found by default. */
  readonly foreground?: 'auto' | undefined;
  /** Folder of the run. */
  readonly out: string;
  /** Most threads; the cores that are available by default. */
  readonly workers?: number | undefined;
  /** Bytes. */
  readonly memoryLimit: number;
  /** Command line, from the command's name on. */
  readonly words: readonly string[];
}

/** Callbacks of a run, and the signal that stops it. */
export interface RunListener {
  /** Told of what is no picture of the data sets, before the problems. */
  readonly onPassOver: (passed: PassedOver) => void;
  readonly onProblems: (problems: readonly DatasetProblem[]) => void;
  readonly onProgress: (stage: string, done: number, total: number) => void;
  readonly onMemory: (plan: MemoryPlan) => void;
  /** Told of cells that an earlier start has finished, and of those whose pictures were replaced since. */
  readonly onResume: (cells: number, outdated: number) => void;
  readonly onCell: (cell: EvaluationCell) => void;
  /** Stops the run. */
  readonly signal: AbortSignal;
}

/**
 * Has shares computed elsewhere; each cell comes back as text. What has come when it fails, or is stopped, is kept.
 */
export type ElsewhereCompute = (
  shares: readonly EvaluationShare[],
  about: {
    /** Model files that the shares need. */
    readonly models: readonly FoundModel[];
    readonly onCell: (text: string) => Promise<void>;
    readonly signal: AbortSignal;
  },
) => Promise<void>;

/** A finished run. */
export interface FinishedRun {
  readonly result: EvaluationResult;
  /** SHA-256 of all figures: the same whenever the same was computed, timings aside. */
  readonly figures: string;
}

/**
 * Runs an evaluation, or finishes it: cells that are in the folder already are not computed again, unless a
 * picture that they are made of was replaced.
 *
 * @param elsewhere - Computes them on other machines; on this one by default.
 * @throws {@link DatasetError} if something is wrong with the pictures.
 * @throws {@link CategoryError} if a category is unknown, there twice, or none can be tested.
 * @throws {@link RunFolderError} if the folder holds another run or files of somebody else's among the
 * data, or another process is at work there.
 */
export async function runEvaluation(
  request: RunRequest,
  listener: RunListener,
  elsewhere?: ElsewhereCompute,
): Promise<FinishedRun> {
  const { head, plan, pictures, readingBytes } = await prepare(request, listener);
  const folder = await RunFolder.open(request.out, head, pictures);
  try {
    await computeCells(folder, plan, { request, readingBytes, listener, elsewhere });
    const result = await writeOutputs(folder, plan, request.decoding ?? {});
    return { result, figures: hashOf(result) };
  } finally {
    await folder.close();
  }
}

interface CellOptions extends Pick<PreparedRun, 'readingBytes'> {
  readonly request: RunRequest;
  readonly listener: RunListener;
  readonly elsewhere: ElsewhereCompute | undefined;
}

/** Computes the cells that are not in the folder yet. */
async function computeCells(
  folder: RunFolder,
  plan: EvaluationPlan,
  { request, readingBytes, listener, elsewhere }: CellOptions,
): Promise<void> {
  const { current, outdated } = await folder.cells();
  const done = new Set(current.map(cellKey));
  if (done.size + outdated > 0) listener.onResume(done.size, outdated);
  const onOutcome = async (outcome: CellOutcome): Promise<void> => {
    await folder.save(outcome);
    listener.onCell(outcome.cell);
  };
  if (elsewhere !== undefined) {
    const { decoding = {}, models } = request;
    const shares = EvaluationShare.of(plan, { done, decoding, readingBytes });
    const onCell = async (text: string): Promise<void> => onOutcome(decodeOutcome(text));
    await elsewhere(shares, { models, onCell, signal: listener.signal });
    return;
  }
  const modelFiles = request.models.map(({ bytes }) => bytes);
  const setup = { contenders: plan.contenders, models: plan.models, modelFiles };
  const { cache } = folder;
  const { signal, onMemory } = listener;
  try {
    await evaluate(plan, {
      createEngine: async () =>
        new WorkerEngine({ setup, cache, decoding: request.decoding ?? {}, signal }),
      cores: request.workers ?? availableParallelism(),
      memoryLimit: request.memoryLimit,
      readingBytes,
      mapFiles: new FolderMapFiles(cache),
      done,
      onMemory,
      onCell: onOutcome,
      onProgress: (progress) => listener.onProgress('evaluating', progress.done, progress.total),
      signal,
    });
  } finally {
    await folder.tidy();
  }
}

/** A run before its first cell. */
interface PreparedRun {
  readonly head: RunHead;
  readonly plan: EvaluationPlan;
  /** What identifies the pictures of each cell, by its key. */
  readonly pictures: ReadonlyMap<string, string>;
  /** Bytes that reading the largest picture takes. */
  readonly readingBytes: number;
}

/** Everything that can be refused is refused here, before anything runs. */
async function prepare(request: RunRequest, listener: RunListener): Promise<PreparedRun> {
  const { contenders, shots, seeds } = request;
  const models = request.models.map(({ bytes, path }) => readModelInfo(bytes, path));
  const methods = contenders.map((contender) => describeContender(contender, models));
  await assertOwnFolder(request.out, request.roots);
  const { out: output } = request;
  const { onPassOver } = listener;
  const { info, located, names } = await openDatasets({ ...request, output, onPassOver });
  const { looks, decoding = {}, foreground } = request;
  if (looks) assertNamed(looks, names);
  const planned = planCategories(located, request);
  const onProgress = (done: number, total: number): void => {
    assertNotCancelled(listener.signal, 'check the pictures', `${done} of ${total}`);
    listener.onProgress('checking', done, total);
  };
  const checked = await checkDatasets(located, decoding, onProgress);
  const { problems, hashes, readingBytes } = checked;
  listener.onProblems(problems);
  refuse(problems, info.name);
  const categories = looks ? await withLooks(planned, looks, decoding) : planned;
  const runtime = `${nodeRuntime().name}, 1 thread an engine`;
  const result = {
    provenance: await readProvenance(request.words, runtime),
    dataset: info,
    methods,
    categories: categories.map(describeCategory),
    shots,
    seeds,
    ...(foreground && { foreground }),
  };
  const head = { result, supportSets: nameSupportSets(categories) };
  const plan = { contenders, models, categories, shots, seeds, foreground };
  return { head, plan, pictures: picturesOfCells(plan, hashes), readingBytes };
}

function refuse(problems: readonly DatasetProblem[], name: string): void {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (errors === 0) return;
  throw new DatasetError(
    name,
    `${errors} of its files are wrong, as listed above`,
    'Repair or remove them, or name sound categories.',
    { options: ['categories'] },
  );
}

function hashOf(result: EvaluationResult): string {
  const { methods, categories, shots, seeds } = result;
  const figures = { methods, categories, shots, seeds, cells: figuresOf(inOrder(result)) };
  return bytesToHex(sha256(new TextEncoder().encode(JSON.stringify(figures))));
}
