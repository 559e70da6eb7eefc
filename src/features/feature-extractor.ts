import type { PlanarImage } from '../image/planar.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import type { Runtime } from '../runtime.ts';
import { createBackbone } from './backbone.ts';
import type { ModelInfo } from './model-info.ts';
import type { PatchOptions, PictureFeatures } from './patch-features.ts';
import { PatchSession } from './patch-session.ts';

/** What is wanted of the patch features. */
export interface FeatureOptions extends PatchOptions {
  /** Names of the model's levels. */
  readonly levels: readonly string[];
}

/** Computes patch features of pictures with one model. */
export interface FeatureExtractor {
  /** The model's description. */
  readonly model: ModelInfo;
  /** Names of the levels that `extract` returns, one an entry. */
  readonly levels: readonly string[];
  /**
   * @param image - Shape [S, S, 3], or planes of shape [3, S, S] with values in [0, 1].
   * @returns Patch features, one an entry of `levels`, and those of the coarsest; shape [H · W, D] each.
   */
  extract(image: RgbImage | PlanarImage): Promise<PictureFeatures>;
  /** Frees the session. */
  release(): Promise<void>;
}

/**
 * Loads a model for feature extraction.
 *
 * @param bytes - A model file of `fewgood model import`, shape [length].
 * @param model - What the file says of itself, where it was read already.
 */
export async function createFeatureExtractor(
  runtime: Runtime,
  bytes: Uint8Array,
  options: FeatureOptions,
  model?: ModelInfo,
): Promise<FeatureExtractor> {
  const backbone = await createBackbone(runtime, bytes, options.levels, model);
  const patches = new PatchSession(runtime, options);
  return {
    model: backbone.model,
    levels: options.join === 'apart' ? options.levels : [options.levels.join('+')],
    extract: async (image) => patches.compute(await backbone.run(image, options.levels)),
    release: async () => {
      await backbone.release();
      await patches.release();
    },
  };
}
