import { serializeModel } from '../graph/serialize.ts';
import { ANOMALY_DINO, VISION_TRANSFORMER } from '../hyperparameters.ts';
import {
  buildVisionTransformer,
  patchSideOf,
  VISION_TRANSFORMERS,
  type VitName,
} from '../nn/vision-transformer.ts';
import { type StateDict, Weights } from '../weights/state-dict.ts';
import { assertMultiple } from './input-size.ts';
import { importOnnx } from './model-import.ts';
import type { ModelDefaults } from './model-info.ts';
import type { ImportedStateDict, StateDictImport } from './network-import.ts';

/** What suits a vision transformer. */
interface VitDefaults {
  /** Blocks whose maps a part uses, as far as the network has them; else the last. */
  readonly blocks: readonly number[];
  /** Settings of a part. */
  readonly settings: ModelDefaults;
}

/**
 * AnomalyDINO publishes its settings for DINOv2; that they suit the other self-supervised networks is
 * decided, not measured. It takes the last block, as get_intermediate_layers() gives it by itself.
 */
const SELF_SUPERVISED: VitDefaults = { blocks: [], settings: ANOMALY_DINO };

const DEFAULTS: Readonly<Record<VitName, VitDefaults>> = {
  'dinov2-small': SELF_SUPERVISED,
  'dinov2-small-registers': SELF_SUPERVISED,
  'dinov3-small': SELF_SUPERVISED,
  'dino-small': SELF_SUPERVISED,
  // Of a classifier blocks 4 and 8: the last ones forget where things are.
  'deit-tiny': { blocks: [4, 8], settings: { neighbourhood: 1, metric: 'cosine' } },
};

/**
 * Makes a model file of the weights of a vision transformer, for pictures of one size.
 *
 * @param state - With the keys of its authors, timm or the `transformers` package.
 * @param file - Name of the state dict, for messages.
 * @throws {@link ModelError} if a key is missing, or an array has another shape.
 * @throws {@link ArgumentRangeError} if the size is no multiple of the patches.
 */
export function importVisionTransformer(
  name: VitName,
  state: StateDict,
  { storage = 'float32', ...options }: StateDictImport,
  file: string,
): ImportedStateDict {
  const weights = new Weights(state, file);
  const { size = VISION_TRANSFORMER.size } = options.preprocessing ?? {};
  const sizeMultiple = patchSideOf(weights) ?? 1;
  assertMultiple(size, sizeMultiple);
  const graph = buildVisionTransformer(weights, VISION_TRANSFORMERS[name], size);
  const { blocks, settings } = DEFAULTS[name];
  const levels = (options.levels ?? graph.outputs).map((level) => level.name);
  const preferred = levels.filter((level) => blocks.some((block) => level === `block${block}`));
  const model = importOnnx(
    serializeModel(graph, { storage }),
    {
      defaultLevels: preferred.length > 0 ? preferred : levels.slice(-1),
      ...options,
      defaults: { ...settings, ...options.defaults },
      preprocessing: { ...options.preprocessing, size, sizeMultiple },
    },
    file,
  );
  return { model, unused: weights.unused() };
}
