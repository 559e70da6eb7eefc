import type { PlanarImage } from '../image/planar.ts';
import { normalizeInto } from '../image/planar.ts';
import { resizePlane } from '../image/resize.ts';
import { ModelError } from '../errors.ts';
import type { Runtime, Session } from '../runtime.ts';
import type { ModelInfo, Preprocessing } from './model-info.ts';
import { readModelInfo } from './model-info.ts';
import {
  concatLevels,
  type FeatureMap,
  type PatchFeatures,
  poolNeighbourhood,
  toPatches,
} from './patch-features.ts';

/** What is wanted of the patch features. */
export interface FeatureOptions {
  /** Names of the model's levels. */
  readonly levels: readonly string[];
  /** Side of the average pooling over patches. */
  readonly neighbourhood: number;
  /** Join all levels on the finest grid, or keep them apart. */
  readonly concat: boolean;
}

/** Computes patch features of pictures with one model. */
export interface FeatureExtractor {
  /** The model's description. */
  readonly model: ModelInfo;
  /** Names of what `extract` returns, one an entry. */
  readonly levels: readonly string[];
  /**
   * @param image - Shape [3, S, S], values in [0, 1].
   * @returns Patch features, one an entry of `levels`, each of shape [H · W, D].
   */
  extract(image: PlanarImage): Promise<PatchFeatures[]>;
  /** Frees the session. */
  release(): Promise<void>;
}

/**
 * Loads a model for feature extraction.
 *
 * @param bytes - A model file of `fewgood model import`, shape [length].
 * @throws {@link ModelError} if the model has no such level.
 */
export async function createFeatureExtractor(
  runtime: Runtime,
  bytes: Uint8Array,
  options: FeatureOptions,
): Promise<FeatureExtractor> {
  const model = readModelInfo(bytes);
  const known = model.levels.map((level) => level.name);
  for (const level of options.levels) {
    if (!known.includes(level)) {
      throw new ModelError(
        model.name,
        `it has no level "${level}": expected one of ${known.join(', ')}`,
        'Name levels that `fewgood model info` lists.',
      );
    }
  }
  const session = await runtime.createSession(bytes);
  const backbone = new Backbone(runtime, session, model);
  return {
    model,
    levels: options.concat ? [options.levels.join('+')] : options.levels,
    extract: async (image) => {
      const maps = await backbone.run(image, options.levels);
      const aware = maps.map((map) => poolNeighbourhood(map, options.neighbourhood));
      return (options.concat ? [concatLevels(aware, resizePlane)] : aware).map(toPatches);
    },
    release: () => session.release(),
  };
}

/** Normalised planes in the order that the model takes them, shape [3, H, W]. */
function toInput(image: PlanarImage, preprocessing: Preprocessing): Float32Array {
  const input = new Float32Array(image.data.length);
  normalizeInto(image, preprocessing, input, 0);
  if (preprocessing.colourOrder === 'rgb') return input;
  const area = image.width * image.height;
  const red = input.slice(0, area);
  input.copyWithin(0, 2 * area);
  input.set(red, 2 * area);
  return input;
}

/** One picture a run: batches are no faster on a CPU (measured), and results cannot depend on them. */
class Backbone {
  readonly #runtime: Runtime;
  readonly #session: Session;
  readonly #model: ModelInfo;

  constructor(runtime: Runtime, session: Session, model: ModelInfo) {
    this.#runtime = runtime;
    this.#session = session;
    this.#model = model;
  }

  async run(image: PlanarImage, levels: readonly string[]): Promise<FeatureMap[]> {
    const input = toInput(image, this.#model.preprocessing);
    const shape = [1, 3, image.height, image.width];
    const tensor = new this.#runtime.Tensor('float32', input, shape);
    const outputs = await this.#session.run({ [this.#model.input]: tensor }, [...levels]);
    return levels.map((level) => this.#featureMap(level, outputs[level]));
  }

  #featureMap(level: string, tensor: { data: unknown; dims: readonly number[] }): FeatureMap {
    const [batch, channels, height, width] = tensor.dims;
    if (tensor.dims.length !== 4 || batch !== 1 || !(tensor.data instanceof Float32Array)) {
      throw new ModelError(
        this.#model.name,
        `its level "${level}" has shape [${tensor.dims.join(', ')}]: expected float32 [1, C, H, W]`,
        'Choose a level that is a feature map.',
      );
    }
    return { data: tensor.data, channels, height, width };
  }
}
