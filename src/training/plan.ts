import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { StateDict } from '../weights/state-dict.ts';
import { PairSchedule } from './pairs.ts';
import type { TrainingSettings } from './settings.ts';
import {
  type OpenDataset,
  openSources,
  type TrainingCategory,
  type TrainingSources,
} from './sources.ts';

/** What is trained, on what, from what. */
export interface TrainingTask extends TrainingSources {
  readonly settings: TrainingSettings;
  /** File of the start weights, or `none` for random ones. */
  readonly start: string;
}

/** Weights that a training begins with. */
export interface StartWeights {
  /** File that they are from, or `none` for random ones. */
  readonly path: string;
  /** Content of the file, shape [length]; null for random ones. */
  readonly bytes: Uint8Array | null;
  /** Arrays by torchvision's keys; what is missing starts afresh. */
  readonly state: StateDict;
}

/** All that decides what a training comes to. */
export interface TrainingPlan {
  readonly task: TrainingTask;
  readonly categories: readonly TrainingCategory[];
  readonly schedule: PairSchedule;
  /** Steps in all. */
  readonly steps: number;
  /** Weights to begin with; what is missing starts afresh. */
  readonly start: StateDict;
  /** SHA-256 of the start weights; null for random ones. */
  readonly startDigest: string | null;
}

/**
 * Opens the pictures of a training, and counts its steps.
 *
 * @throws {@link DatasetError} if a folder has no known layout.
 * @throws {@link CategoryError} if a category has fewer than two pictures.
 * @throws {@link TrainingError} if there is no category.
 * @throws {@link ArgumentRangeError} if a rendered source is not written as it should be.
 */
export async function planTraining(
  task: TrainingTask,
  { bytes, state }: StartWeights,
  openDataset: OpenDataset,
): Promise<TrainingPlan> {
  const { settings } = task;
  const categories = await openSources(task, openDataset);
  const counts = categories.map(({ name, pictures }) => ({ name, count: pictures.length }));
  const schedule = new PairSchedule(counts, settings);
  return {
    task,
    categories,
    schedule,
    steps: Math.max(1, Math.round(settings.epochs * schedule.stepsPerEpoch)),
    start: state,
    startDigest: bytes === null ? null : bytesToHex(sha256(bytes)),
  };
}

/**
 * Identifies a training by its settings, the pixels of its pictures and its start weights.
 *
 * @param pixels - SHA-256 of all pictures in their order, in hexadecimal.
 * @returns SHA-256 in hexadecimal; checkpoints carry it.
 */
export function trainingIdentity(
  { task, categories, startDigest }: Pick<TrainingPlan, 'task' | 'categories' | 'startDigest'>,
  pixels: string,
): string {
  const counts = categories.map(({ name, pictures }) => [name, pictures.length]);
  const content = JSON.stringify({ settings: task.settings, counts, pixels, start: startDigest });
  return bytesToHex(sha256(utf8ToBytes(content)));
}
