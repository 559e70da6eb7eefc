import { createHash } from 'node:crypto';
import { assertNotCancelled } from '../../cancellation.ts';
import type { PairBatch } from '../../nn/training-session.ts';
import { shareOut } from '../../pool.ts';
import { pictureBytes } from '../../training/memory.ts';
import type { Pair } from '../../training/pairs.ts';
import type { PictureOptions, TrainingPictures } from '../../training/ports.ts';
import type { TrainingPicture } from '../../training/sources.ts';
import { threadModule, WorkerThread } from '../threads/worker-thread.ts';
import type { PictureRequest, PictureWorkerStart } from './training-messages.ts';

/** The pictures of a training, read once and augmented in threads of their own. */
export class WorkerPictures implements TrainingPictures {
  readonly #threads: readonly WorkerThread<PictureRequest>[];
  /** Shape [pictures, S, S, 3]; shared by all threads. */
  readonly #pixels: SharedArrayBuffer;
  #turn = 0;

  private constructor(threads: readonly WorkerThread<PictureRequest>[], pixels: SharedArrayBuffer) {
    this.#threads = threads;
    this.#pixels = pixels;
  }

  /**
   * Reads all pictures, so that a damaged one is met before anything is trained.
   *
   * @param workers - Threads that decode and augment.
   * @throws {@link ImageError} if one cannot be read; {@link CancelledError} if it is stopped.
   */
  static async open(
    pictures: readonly TrainingPicture[],
    { size, augmentation, onProgress, signal }: PictureOptions,
    workers: number,
  ): Promise<WorkerPictures> {
    const pixels = new SharedArrayBuffer(pictureBytes(size) * pictures.length);
    const data: PictureWorkerStart = { pictures, size, pixels, augmentation };
    const module = threadModule('training-worker', import.meta.url);
    const threads = Array.from({ length: workers }, () => {
      return new WorkerThread<PictureRequest>({ module, data, task: 'train' });
    });
    const opened = new WorkerPictures(threads, pixels);
    let done = 0;
    try {
      await shareOut(threads, pictures.keys(), async (thread, index) => {
        assertNotCancelled(
          signal,
          'read what to train on',
          `${done} of ${pictures.length} pictures`,
        );
        await thread.ask({ call: 'load', index });
        onProgress({ done: ++done, total: pictures.length });
      });
    } catch (error) {
      await opened.release();
      throw error;
    }
    return opened;
  }

  digest(): string {
    return createHash('sha256').update(new Uint8Array(this.#pixels)).digest('hex');
  }

  /** The threads take turns: which of them prepares a batch changes nothing of it. */
  prepare(pairs: readonly Pair[]): Promise<PairBatch> {
    const thread = this.#threads[this.#turn++ % this.#threads.length];
    if (thread === undefined) throw new RangeError('no threads');
    return thread.ask<PairBatch>({ call: 'prepare', pairs });
  }

  async release(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }
}
