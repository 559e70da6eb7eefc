/**
 * A training from sources of pictures to a model file, as `fewgood train` carries it out: begun, or
 * gone on with as if it had never been stopped.
 *
 * @module
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { InferenceConfig } from '../../nn/inference-graph.ts';
import { createTrainingSession, type TrainingSession } from '../../nn/training-session.ts';
import type { StateDict } from '../../weights/state-dict.ts';
import { PairSchedule } from '../../training/pairs.ts';
import { trainedNetwork, trainingConfig } from '../../training/settings.ts';
import { type TrainedStep, train } from '../../training/trainer.ts';
import { nodeRuntime } from '../runtime/runtime.ts';
import { openTrainingData, type TrainingCategory } from './training-data.ts';
import type { TrainingFolder, TrainingTask } from './training-folder.ts';
import { TrainingPictures } from './training-pictures.ts';

/** A training that can begin: its pictures are known. */
export interface PreparedTraining {
  readonly task: TrainingTask;
  readonly categories: readonly TrainingCategory[];
  readonly schedule: PairSchedule;
  /** Steps in all. */
  readonly steps: number;
  /** SHA-256 of the start weights; null for random ones. */
  readonly startDigest: string | null;
}

/** How it is carried out; nothing of this changes the outcome but `threads`. */
export interface TrainingMeans {
  /** Folder of the run. */
  readonly folder: TrainingFolder;
  /** Threads of the arithmetic. */
  readonly threads?: number | undefined;
  /** Threads that prepare pictures. */
  readonly workers: number;
  readonly checkpointMinutes: number;
  /** Stops after the step under way, with a checkpoint. */
  readonly signal: AbortSignal;
  readonly onProgress: (stage: string, done: number, total: number) => void;
  readonly onStep: (step: TrainedStep) => void;
}

/** What a training came to. */
export interface TrainingOutcome {
  /** Steps done in all. */
  readonly done: number;
  /** Weights after them. */
  readonly state: StateDict;
}

/**
 * Opens the pictures of a training.
 *
 * @param startWeights - Content of the file of start weights, shape [length]; null for random ones.
 * @throws {@link DatasetError} if the pictures cannot be trained on.
 */
export async function prepareTraining(
  task: TrainingTask,
  startWeights: Uint8Array | null,
): Promise<PreparedTraining> {
  const { settings, sources, leaveOut } = task;
  const categories = await openTrainingData(sources, leaveOut);
  const counts = categories.map(({ name, pictures }) => ({ name, count: pictures.length }));
  const schedule = new PairSchedule(counts, settings);
  return {
    task,
    categories,
    schedule,
    steps: Math.max(1, Math.round(settings.epochs * schedule.stepsPerEpoch)),
    startDigest: startWeights === null ? null : bytesToHex(sha256(startWeights)),
  };
}

/** Pairs of the step by which time is estimated. */
const PROBE_PAIRS = 4;

/**
 * Estimates how long a training takes by doing two small steps on grey pictures.
 *
 * @param threads - Of the arithmetic.
 * @returns Seconds; reading the pictures and writing checkpoints apart.
 */
export async function estimateSeconds(
  { task, steps }: PreparedTraining,
  threads: number | undefined,
): Promise<number> {
  const { settings } = task;
  const config = { ...trainingConfig(settings), pairs: PROBE_PAIRS, microBatches: 1 };
  const session = await createTrainingSession(nodeRuntime({ threads }), config, { seed: 0 });
  const length = PROBE_PAIRS * 3 * settings.size ** 2;
  const batch = { query: new Float32Array(length), support: new Float32Array(length) };
  try {
    await session.step([batch], settings.rates); // the first one makes room
    const begun = performance.now();
    await session.step([batch], settings.rates);
    const perPair = (performance.now() - begun) / 1000 / PROBE_PAIRS;
    return perPair * settings.batch * steps;
  } finally {
    await session.release();
  }
}

/**
 * Trains, from the last checkpoint if there is one.
 *
 * @param start - Weights to begin with; what is missing starts afresh.
 * @throws {@link TrainingError} if the training comes to nothing, or the checkpoint is of another.
 */
export async function runTraining(
  prepared: PreparedTraining,
  start: StateDict,
  means: TrainingMeans,
): Promise<TrainingOutcome> {
  const { task, categories, schedule } = prepared;
  const pictures = await TrainingPictures.open(
    categories.flatMap((category) => category.pictures),
    {
      settings: task.settings,
      schedule,
      threads: means.workers,
      signal: means.signal,
      onProgress: (done, total) => means.onProgress('reading', done, total),
    },
  );
  try {
    return await trainOn(pictures, prepared, start, means);
  } finally {
    await pictures.close();
  }
}

async function trainOn(
  pictures: TrainingPictures,
  prepared: PreparedTraining,
  start: StateDict,
  { folder, threads, checkpointMinutes, signal, onStep }: TrainingMeans,
): Promise<TrainingOutcome> {
  const { task, categories, steps } = prepared;
  const { settings } = task;
  const identity = identityOf(prepared, pictures.digest());
  const checkpoint = await folder.readCheckpoint(identity);
  const from = checkpoint?.step ?? 0;
  const spreads = await folder.cutLog(from);
  const session = await createTrainingSession(
    nodeRuntime({ threads }),
    // Where there is one category, no batch mixes any.
    { ...trainingConfig(settings), batches: categories.length > 1 ? settings.batches : 'category' },
    { state: checkpoint?.state ?? start, seed: settings.seed, file: task.start },
  );
  try {
    const keeper = new CheckpointKeeper(folder, {
      session,
      identity,
      network: trainedNetwork(settings),
      checkpointMinutes,
    });
    const done = await train(session, pictures, {
      from,
      steps,
      rates: settings.rates,
      spreads,
      signal,
      onStep: async (step) => {
        await folder.log(step);
        onStep(step);
      },
      onSound: (step) => keeper.keepIfDue(step),
    });
    await keeper.keep(done);
    return { done, state: session.state() };
  } finally {
    await session.release();
  }
}

/** Identifies a training by its settings, the pixels of its pictures and its start weights. */
function identityOf({ task, categories, startDigest }: PreparedTraining, pixels: string): string {
  const counts = categories.map(({ name, pictures }) => [name, pictures.length]);
  const told = JSON.stringify({ settings: task.settings, counts, pixels, start: startDigest });
  return bytesToHex(sha256(new TextEncoder().encode(told)));
}

interface Kept {
  readonly session: TrainingSession;
  readonly network: InferenceConfig;
  readonly identity: string;
  readonly checkpointMinutes: number;
}

/** Writes checkpoints when it is time. */
class CheckpointKeeper {
  readonly #folder: TrainingFolder;
  readonly #of: Kept;
  #last = performance.now();

  constructor(folder: TrainingFolder, of: Kept) {
    this.#folder = folder;
    this.#of = of;
  }

  async keepIfDue(step: number): Promise<void> {
    const minutes = (performance.now() - this.#last) / 60_000;
    if (minutes >= this.#of.checkpointMinutes) await this.keep(step);
  }

  async keep(step: number): Promise<void> {
    const { session, identity, network } = this.#of;
    const state = session.state();
    await this.#folder.writeCheckpoint({ step, training: identity, state, network });
    this.#last = performance.now();
  }
}
