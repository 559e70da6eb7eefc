import { ModelError } from '../errors.ts';
import { normalizeBytesInto, normalizeInto, type PlanarImage } from '../image/planar.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import { extractOutputs } from '../graph/extract.ts';
import type { Runtime, RuntimeTensor, Session } from '../runtime.ts';
import { type ModelInfo, type Preprocessing, readModelInfo } from './model-info.ts';
import type { FeatureMap } from './patch-features.ts';

/** Computes the feature maps of pictures with one model. */
export interface Backbone {
  /** The model's description. */
  readonly model: ModelInfo;
  /**
   * @param image - Shape [S, S, 3], or planes of shape [3, S, S] with values in [0, 1].
   * @param levels - Names of the model's levels.
   * @param into - Maps of an earlier run with the same levels and size, which are written over.
   * @returns One map a level, each of shape [C, H, W].
   */
  run(
    image: RgbImage | PlanarImage,
    levels: readonly string[],
    into?: readonly FeatureMap[],
  ): Promise<readonly FeatureMap[]>;
  /** Frees the session. */
  release(): Promise<void>;
}

/**
 * Loads a model.
 *
 * @param bytes - A model file of `fewgood model import`, shape [length].
 * @param levels - Names of levels that it must have.
 * @param model - What the file says of itself, where it was read already: its hash takes a while.
 * @throws {@link ModelError} if the model has no such level.
 */
export async function createBackbone(
  runtime: Runtime,
  bytes: Uint8Array,
  levels: readonly string[],
  model: ModelInfo = readModelInfo(bytes, undefined, runtime.sha256),
): Promise<Backbone> {
  assertLevels(model, levels);
  // ONNX Runtime computes outputs that nobody asks for, such as an encoder, so they are left out.
  const part = extractOutputs(bytes, levels, model.name);
  return new LoadedBackbone(runtime, await runtime.createSession(part), model);
}

function assertLevels({ name, levels: has }: ModelInfo, levels: readonly string[]): void {
  const names = has.map((level) => level.name);
  for (const level of levels) {
    if (names.includes(level)) continue;
    throw new ModelError(
      name,
      `it has no level "${level}": expected one of ${names.join(', ')}`,
      'Name levels that the model has.',
      { facts: { level, levels: names }, options: ['levels'], action: 'show a model' },
    );
  }
}

/** One picture a run: batches are no faster on a CPU (measured), and results cannot depend on them. */
class LoadedBackbone implements Backbone {
  readonly model: ModelInfo;
  readonly #runtime: Runtime;
  readonly #session: Session;
  /** Input of the last run, for the next: large arrays bring the garbage collector (measured). */
  #spare: Float32Array | undefined;

  constructor(runtime: Runtime, session: Session, model: ModelInfo) {
    this.model = model;
    this.#runtime = runtime;
    this.#session = session;
  }

  async run(
    image: RgbImage | PlanarImage,
    levels: readonly string[],
    into?: readonly FeatureMap[],
  ): Promise<readonly FeatureMap[]> {
    const input = this.#takeInput(image.data.length);
    writeInput(image, this.model.preprocessing, input);
    const shape = [1, 3, image.height, image.width];
    const tensor = new this.#runtime.Tensor('float32', input, shape);
    const feeds = { [this.model.input]: tensor };
    if (into) {
      await this.#session.run(feeds, this.#fetchesInto(into, levels));
      this.#spare = input;
      return into;
    }
    const outputs = await this.#session.run(feeds, [...levels]);
    this.#spare = input;
    return levels.map((level) => this.#featureMap(level, outputs[level]));
  }

  release(): Promise<void> {
    return this.#session.release();
  }

  #fetchesInto(
    maps: readonly FeatureMap[],
    levels: readonly string[],
  ): Record<string, RuntimeTensor> {
    const entries = maps.map(({ data, channels, height, width }, l) => {
      const shape = [1, channels, height, width];
      return [levels[l], new this.#runtime.Tensor('float32', data, shape)] as const;
    });
    return Object.fromEntries(entries);
  }

  /** The spare array is taken away while it is used, as runs may overlap. */
  #takeInput(length: number): Float32Array {
    const spare = this.#spare;
    this.#spare = undefined;
    return spare?.length === length ? spare : new Float32Array(length);
  }

  #featureMap(level: string, tensor: { data: unknown; dims: readonly number[] }): FeatureMap {
    const [batch, channels, height, width] = tensor.dims;
    if (tensor.dims.length !== 4 || batch !== 1 || !(tensor.data instanceof Float32Array)) {
      throw new ModelError(
        this.model.name,
        `its level "${level}" has shape [${tensor.dims.join(', ')}]: expected float32 [1, C, H, W]`,
        'Choose a level that is a feature map.',
      );
    }
    return { data: tensor.data, channels, height, width };
  }
}

/** Writes normalised planes in the order that the model takes them, shape [3, H, W]. */
function writeInput(
  image: RgbImage | PlanarImage,
  preprocessing: Preprocessing,
  input: Float32Array,
): void {
  if (isPlanar(image)) normalizeInto(image, preprocessing, input, 0);
  else normalizeBytesInto(image, preprocessing, input);
  if (preprocessing.colourOrder === 'rgb') return;
  const area = image.width * image.height;
  const red = input.slice(0, area);
  input.copyWithin(0, 2 * area);
  input.set(red, 2 * area);
}

function isPlanar(image: RgbImage | PlanarImage): image is PlanarImage {
  return image.data instanceof Float32Array;
}
