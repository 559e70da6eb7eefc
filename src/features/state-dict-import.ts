import { serializeModel } from '../graph/serialize.ts';
import { EFFICIENTNET_LITE, TRANSFORMER } from '../hyperparameters.ts';
import type { BackboneConfig } from '../nn/backbone.ts';
import { buildInference, type InferenceConfig } from '../nn/inference-graph.ts';
import { isVitName, type VitName, vitNames } from '../nn/vision-transformer.ts';
import { type StateDict, Weights } from '../weights/state-dict.ts';
import { importOnnx } from './model-import.ts';
import type { Preprocessing, Rgb } from './model-info.ts';
import type { ImportedStateDict, StateDictImport } from './network-import.ts';
import { importVisionTransformer } from './vit-import.ts';

/** Networks that `importStateDict` can build. */
export const architectures: readonly Architecture[] = [
  'resnet18',
  'resnet18-stn',
  'convnext-tiny',
  'wide-resnet50',
  'efficientnet-lite2',
  ...vitNames,
];

/** One of {@link architectures}. */
export type Architecture =
  'resnet18' | 'resnet18-stn' | 'convnext-tiny' | 'wide-resnet50' | 'efficientnet-lite2' | VitName;

const BACKBONES: Readonly<Record<Exclude<Architecture, VitName>, BackboneConfig>> = {
  resnet18: { network: 'resnet18' },
  'resnet18-stn': { network: 'resnet18', transformer: TRANSFORMER.mode },
  'convnext-tiny': { network: 'convnext-tiny' },
  'wide-resnet50': { network: 'wide-resnet50' },
  'efficientnet-lite2': { network: 'efficientnet-lite2' },
};

/** What is the same for all weights of a network. */
interface NetworkDefaults {
  /** Feature maps of middle depth carry most (PatchCore 3.1). */
  readonly defaultLevels: readonly string[];
  /** What the network was trained with, where it is not ImageNet's mean and deviation at 224 px. */
  readonly preprocessing?: Partial<Preprocessing>;
}

const DEFAULTS: Readonly<Record<BackboneConfig['network'], NetworkDefaults>> = {
  resnet18: { defaultLevels: ['layer2', 'layer3'] },
  'wide-resnet50': { defaultLevels: ['layer2', 'layer3'] },
  'convnext-tiny': { defaultLevels: ['stage2', 'stage3'] },
  'efficientnet-lite2': {
    defaultLevels: ['b6', 'b14'],
    preprocessing: {
      mean: grey(EFFICIENTNET_LITE.mean),
      std: grey(EFFICIENTNET_LITE.std),
      size: EFFICIENTNET_LITE.size,
    },
  },
};

/** What training leaves in a state dict beside the network: velocities of its optimiser, predictors. */
const OF_TRAINING = /^(velocity\/|predictor\.)/;

/**
 * Makes a model file of the weights of a known network; its width is told from the weights, and so
 * are encoders. A vision transformer takes pictures of one size, `preprocessing.size`; 448 by default.
 *
 * @param state - With torchvision's keys, and RegAD's for transformers and encoder; of EfficientNet-Lite2
 * with its PyTorch port's, of a vision transformer with those of its authors, timm or the
 * `transformers` package.
 * @param file - Name of the state dict, for messages.
 * @throws {@link ModelError} if a key is missing, or an array has another shape.
 * @throws {@link ArgumentRangeError} if the size is no multiple of a transformer's patches.
 */
export function importStateDict(
  architecture: Architecture,
  state: StateDict,
  options: StateDictImport,
  file: string = options.name,
): ImportedStateDict {
  if (isVitName(architecture)) return importVisionTransformer(architecture, state, options, file);
  const encoder = encoderOf(state);
  const network = { backbone: BACKBONES[architecture], ...(encoder && { encoder }) };
  return exportNetwork(network, state, options, file);
}

/**
 * Makes a model file of a trained network: BatchNorm multiplied into constant weights, maps in the
 * frame of the picture (`nn/inference-graph.ts`). Its levels are the stages, and the encoders if the
 * network has any.
 *
 * @param network - As it was trained.
 * @param state - Weights and running statistics.
 * @param file - Name of the state dict, for messages.
 * @throws {@link ModelError} if a key is missing, or an array has another shape.
 */
export function exportNetwork(
  network: InferenceConfig,
  state: StateDict,
  { storage = 'float32', ...options }: StateDictImport,
  file: string = options.name,
): ImportedStateDict {
  const weights = new Weights(state, file);
  const bytes = serializeModel(buildInference(weights, network), { storage });
  const levels = options.levels?.map((level) => level.name);
  const defaults = DEFAULTS[network.backbone.network];
  const defaultLevels = defaults.defaultLevels.filter((level) => levels?.includes(level) ?? true);
  const preprocessing = { ...defaults.preprocessing, ...options.preprocessing };
  const model = importOnnx(
    bytes,
    { ...(defaultLevels.length > 0 && { defaultLevels }), ...options, preprocessing },
    file,
  );
  return { model, unused: weights.unused().filter((key) => !OF_TRAINING.test(key)) };
}

/** An 8-bit value as one of [0, 1] for all channels. */
function grey(value: number): Rgb {
  return [value / 255, value / 255, value / 255];
}

/** Which encoders a state dict holds; undefined if none. */
function encoderOf(state: StateDict): InferenceConfig['encoder'] {
  const keys = [...state.keys()].filter((key) => key.startsWith('encoder.'));
  if (keys.length === 0) return undefined;
  return keys.some((key) => key.startsWith('encoder.conv')) ? 'last' : 'per-level';
}
