import { createHash } from 'node:crypto';
import type { PairBatch } from '../../nn/training-session.ts';
import { shareOut } from '../../pool.ts';
import { CancelledError } from '../../errors.ts';
import { pictureBytes } from '../../training/memory.ts';
import type { Pair, PairSchedule } from '../../training/pairs.ts';
import type { BatchSource } from '../../training/trainer.ts';
import type { TrainingSettings } from '../../training/settings.ts';
import type { TrainingPicture } from './training-data.ts';
import type { PictureRequest, PictureWorkerStart } from './training-messages.ts';
import { threadModule, WorkerThread } from '../threads/worker-thread.ts';

/** How pictures are prepared. */
export interface PictureOptions {
  readonly settings: TrainingSettings;
  readonly schedule: PairSchedule;
  /** Threads that decode and augment. */
  readonly threads: number;
  readonly signal: AbortSignal;
  /** Told of pictures read, and of how many there are. */
  readonly onProgress: (done: number, total: number) => void;
}

/** The pictures of a training, read once and augmented in threads of their own. */
export class TrainingPictures implements BatchSource {
  readonly #threads: readonly WorkerThread<PictureRequest>[];
  readonly #options: PictureOptions;
  readonly #pixels: SharedArrayBuffer;

  private constructor(
    threads: readonly WorkerThread<PictureRequest>[],
    options: PictureOptions,
    pixels: SharedArrayBuffer,
  ) {
    this.#threads = threads;
    this.#options = options;
    this.#pixels = pixels;
  }

  /**
   * Reads all pictures, so that a damaged one is met before anything is trained.
   *
   * @throws {@link ImageError} if one cannot be read; {@link CancelledError} if it is stopped.
   */
  static async open(
    pictures: readonly TrainingPicture[],
    options: PictureOptions,
  ): Promise<TrainingPictures> {
    const { settings, signal, onProgress } = options;
    const { size, augment, pose } = settings;
    const pixels = new SharedArrayBuffer(pictureBytes(size) * pictures.length);
    const data: PictureWorkerStart = {
      pictures,
      size,
      pixels,
      augmentation: { families: augment, pose },
    };
    const module = threadModule('training-worker', import.meta.url);
    const threads = Array.from({ length: options.threads }, () => {
      return new WorkerThread<PictureRequest>({ module, data, task: 'train' });
    });
    const opened = new TrainingPictures(threads, options, pixels);
    let done = 0;
    try {
      await shareOut(threads, pictures.keys(), async (thread, index) => {
        if (signal.aborted) throw new CancelledError('train', `${done} pictures were read`);
        await thread.ask({ call: 'load', index });
        onProgress(++done, pictures.length);
      });
    } catch (error) {
      await opened.close();
      throw error;
    }
    return opened;
  }

  /** Identifies the pictures by their pixels, in their order: SHA-256 in hexadecimal. */
  digest(): string {
    return createHash('sha256').update(new Uint8Array(this.#pixels)).digest('hex');
  }

  /** Prepares the micro-batches of a step, shared out among the threads. */
  async batch(step: number): Promise<readonly PairBatch[]> {
    const pairs = this.#options.schedule.pairsOf(step);
    const { microBatches } = this.#options.settings;
    const size = pairs.length / microBatches;
    const parts = Array.from({ length: microBatches }, (_, i) =>
      pairs.slice(i * size, (i + 1) * size),
    );
    return Promise.all(parts.map((part, i) => this.#prepare(part, step * microBatches + i)));
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }

  #prepare(pairs: readonly Pair[], turn: number): Promise<PairBatch> {
    const thread = this.#threads[turn % this.#threads.length];
    if (thread === undefined) throw new RangeError('no threads');
    return thread.ask<PairBatch>({ call: 'prepare', pairs });
  }
}
