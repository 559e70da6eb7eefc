/**
 * What a training needs of the platform.
 *
 * @module
 */
import type { CancelSignal } from '../cancellation.ts';
import type { AugmentationOptions } from '../image/augmentation.ts';
import type { TrainingConfig } from '../nn/training-graph.ts';
import type { PairBatch, TrainingSession, TrainingStart } from '../nn/training-session.ts';
import type { Pair } from './pairs.ts';
import type { TrainingPicture } from './sources.ts';

/** What a training needs of the platform. */
export interface TrainingPorts {
  /** Loads a network in training. */
  readonly createSession: (
    config: TrainingConfig,
    start: TrainingStart,
  ) => Promise<TrainingSession>;
  /**
   * Reads all pictures, so that a damaged one is met before anything is trained.
   *
   * @throws {@link ImageError} if one cannot be read; {@link CancelledError} if it is stopped.
   */
  readonly openPictures: (
    pictures: readonly TrainingPicture[],
    options: PictureOptions,
  ) => Promise<TrainingPictures>;
  readonly store: TrainingStore;
  /** Milliseconds of any clock. */
  readonly clock: () => number;
}

/** How far a training is in reading its pictures. */
export interface ReadingProgress {
  readonly done: number;
  readonly total: number;
}

/** How pictures are prepared. */
export interface PictureOptions {
  /** Side S of the pictures. */
  readonly size: number;
  /** What may be drawn for a support picture. */
  readonly augmentation: AugmentationOptions;
  readonly onProgress: (progress: ReadingProgress) => void;
  /** Stops the reading. */
  readonly signal: CancelSignal;
}

/** The pictures of a training, read. */
export interface TrainingPictures {
  /** Identifies the pictures by their pixels, in their order: SHA-256 in hexadecimal. */
  digest(): string;
  /** Makes the arrays of a micro-batch, as `preparePairs` does. */
  prepare(pairs: readonly Pair[]): Promise<PairBatch>;
  /** Frees everything. */
  release(): Promise<void>;
}

/** A file of a training by what it holds. */
export type TrainingFile = 'head' | 'log' | 'curve' | 'checkpoint' | 'model';

/** Where a training keeps what it leaves, and what it goes on from. */
export interface TrainingStore {
  /** What messages call a file. */
  nameOf(file: TrainingFile): string;
  /** Reads a whole file, shape [length]; undefined if there is none. */
  read(file: TrainingFile): Promise<Uint8Array | undefined>;
  /** Replaces a file, whole or not at all: text (UTF-8), or bytes of shape [length]. */
  write(file: TrainingFile, content: Uint8Array | string): Promise<void>;
  /** Adds to the end of a file; one that is not there begins empty. */
  append(file: TrainingFile, text: string): Promise<void>;
}
