import type { Augmentation } from '../image/augmentation.ts';
import type { Runtime } from '../runtime.ts';
import type { SupportPicture } from './part.ts';
import type { PartSettings } from './settings.ts';
import type { LevelVariants } from './support-features.ts';

/** What every step of learning a part goes by. */
export interface Learning {
  /** ONNX Runtime. */
  readonly runtime: Runtime;
  /** Settings of the part. */
  readonly settings: PartSettings;
  /** Names of the levels of the patch features. */
  readonly levels: readonly string[];
  /** What each support picture is augmented with; the first is the plain picture. */
  readonly augmentations: readonly Augmentation[];
}

/** A support picture with what was extracted of it. */
export interface SupportFeatures {
  /** The picture. */
  readonly picture: SupportPicture;
  /** Patch features under every augmentation, one entry a level. */
  readonly levels: readonly LevelVariants[];
  /** Of the coarsest level under every augmentation, rows of length 1. */
  readonly coarse: LevelVariants;
}

/** Told of steps done, and of how many there are. */
export type StepListener = (done: number, total: number) => void;
