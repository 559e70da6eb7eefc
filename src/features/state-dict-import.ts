import { serializeModel } from '../graph/serialize.ts';
import { EFFICIENTNET_LITE, TRANSFORMER } from '../hyperparameters.ts';
import type { BackboneConfig } from '../nn/backbone.ts';
import { buildInference, type InferenceConfig } from '../nn/inference-graph.ts';
import { type StateDict, Weights } from '../weights/state-dict.ts';
import { importOnnx, type OnnxImport } from './model-import.ts';
import type { Preprocessing, Rgb } from './model-info.ts';

/** The description of a state dict that is imported, and how its weights are stored. */
export interface StateDictImport extends OnnxImport {
  /** How weights are stored; float32 by default. */
  readonly storage?: 'float32' | 'float16';
}

/** Networks that `importStateDict` can build. */
export const architectures = [
  'resnet18',
  'resnet18-stn',
  'convnext-tiny',
  'efficientnet-lite2',
] as const;

/** One of {@link architectures}. */
export type Architecture = (typeof architectures)[number];

/** A model made from a state dict. */
export interface ImportedStateDict {
  /** The model file, shape [length]. */
  readonly model: Uint8Array;
  /** Keys of the state dict that the network has no use for. */
  readonly unused: readonly string[];
}

const BACKBONES: Readonly<Record<Architecture, BackboneConfig>> = {
  resnet18: { network: 'resnet18' },
  'resnet18-stn': { network: 'resnet18', transformer: TRANSFORMER.mode },
  'convnext-tiny': { network: 'convnext-tiny' },
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
 * are encoders.
 *
 * @param state - With torchvision's keys (of EfficientNet-Lite2 its PyTorch port's), and RegAD's for
 * transformers and encoder.
 * @param file - Name of the state dict, for messages.
 * @throws {@link ModelError} if a key is missing, or an array has another shape.
 */
export function importStateDict(
  architecture: Architecture,
  state: StateDict,
  options: StateDictImport,
  file: string = options.name,
): ImportedStateDict {
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
