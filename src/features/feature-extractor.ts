import type { PlanarImage } from '../image/planar.ts';
import type { RgbImage, Size } from '../image/rgb-image.ts';
import type { Runtime } from '../runtime.ts';
import { createBackbone } from './backbone.ts';
import type { ModelInfo } from './model-info.ts';
import type { FeatureMap, PatchOptions, PictureFeatures } from './patch-features.ts';
import { PatchSession } from './patch-session.ts';
import { TiledBackbone } from './tiled-backbone.ts';
import type { Tiling } from './tiles.ts';

/** What is wanted of the patch features. */
export interface FeatureOptions extends PatchOptions {
  /** Names of the model's levels. */
  readonly levels: readonly string[];
  /** How squares are seen in tiles, each as large as the model's input; as a whole by default. */
  readonly tiling?: Tiling | undefined;
}

/** Computes patch features of pictures with one model. */
export interface FeatureExtractor {
  /** The model's description. */
  readonly model: ModelInfo;
  /** Names of the levels that `extract` returns, one an entry. */
  readonly levels: readonly string[];
  /**
   * @param image - Shape [S, S, 3], or planes of shape [3, S, S] with values in [0, 1].
   * @param into - Receives them, where it is known how many there will be and arrays are there already.
   * @returns Patch features, one an entry of `levels`, and those of the coarsest; shape [H · W, D] each.
   */
  extract(image: RgbImage | PlanarImage, into?: PictureFeatures): Promise<PictureFeatures>;
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
  const { tiling } = options;
  const whole = await createBackbone(runtime, bytes, options.levels, model);
  const isTiled = tiling !== undefined && tiling.tiles > 1;
  const backbone = isTiled ? new TiledBackbone(whole, tiling) : whole;
  const patches = new PatchSession(runtime, options);
  const spares = new SpareMaps();
  return {
    model: backbone.model,
    levels: options.join === 'apart' ? options.levels : [options.levels.join('+')],
    extract: async (image, into) => {
      const maps = await backbone.run(image, options.levels, spares.take(image));
      const features = await patches.compute(maps, into);
      spares.keep(image, maps);
      return features;
    },
    release: async () => {
      await backbone.release();
      await patches.release();
    },
  };
}

/** The feature maps of the last picture, for the next of its size: large arrays bring the garbage collector (measured). */
class SpareMaps {
  #spare: { readonly size: Size; readonly maps: readonly FeatureMap[] } | undefined;

  /** They are taken away while they are used, as pictures may overlap. */
  take({ width, height }: Size): readonly FeatureMap[] | undefined {
    const spare = this.#spare;
    this.#spare = undefined;
    return spare?.size.width === width && spare.size.height === height ? spare.maps : undefined;
  }

  keep({ width, height }: Size, maps: readonly FeatureMap[]): void {
    this.#spare = { size: { width, height }, maps };
  }
}
