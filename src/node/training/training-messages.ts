/**
 * What a training and the threads that prepare its pictures say to each other.
 *
 * @module
 */
import type { AugmentationOptions } from '../../image/augmentation.ts';
import type { Pair } from '../../training/pairs.ts';
import type { TrainingPicture } from '../../training/sources.ts';

/** What a thread is started with. */
export interface PictureWorkerStart {
  /** All pictures of the training, by index. */
  readonly pictures: readonly TrainingPicture[];
  /** Side S of the pictures. */
  readonly size: number;
  /** Their pixels, shape [pictures, S, S, 3]; shared by all threads. */
  readonly pixels: SharedArrayBuffer;
  /** What may be drawn for a support picture. */
  readonly augmentation: AugmentationOptions;
}

/** What a thread is asked for. */
export type PictureRequest =
  | { readonly call: 'load'; readonly index: number }
  | { readonly call: 'prepare'; readonly pairs: readonly Pair[] };
