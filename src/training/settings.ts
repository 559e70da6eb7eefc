import * as z from 'zod';
import { SettingsError } from '../errors.ts';
import {
  AUGMENTATION,
  INPUT,
  TRAINING,
  TRAINING_DEFAULT,
  TRANSFORMER,
} from '../hyperparameters.ts';
import { type AugmentationFamily, augmentationFamilies } from '../image/augmentation.ts';
import type { BackboneConfig } from '../nn/backbone.ts';
import { TRANSFORMER_MODES, type TransformerMode } from '../nn/spatial-transformer.ts';
import type { InferenceConfig } from '../nn/inference-graph.ts';
import type { TrainingConfig } from '../nn/training-graph.ts';
import type { LearningRates } from '../nn/training-session.ts';

/** Everything that a training's outcome depends on beside its pictures and start weights. */
export interface TrainingSettings {
  /** Network that makes feature maps. */
  readonly backbone: 'resnet18' | 'convnext-tiny';
  /** Mode of the spatial transformer behind each stage of a ResNet. */
  readonly transformer: TransformerMode | 'none';
  /** Encode the last map, or each level's with an encoder of its own. */
  readonly encoder: 'last' | 'per-level';
  /** The support picture predicts the query, or each the other. */
  readonly loss: 'one-sided' | 'symmetric';
  /** Side of the pictures, pixels. */
  readonly size: number;
  /** Times that every picture is shown as the query. */
  readonly epochs: number;
  /** Pairs a step. */
  readonly batch: number;
  /** Parts of a batch that go through the network one after the other. */
  readonly microBatches: number;
  /** Whether a batch mixes categories, or holds pictures of one. */
  readonly batches: 'mixed' | 'category';
  /** Learning rates of the first step. */
  readonly rates: LearningRates;
  /** Share of the last update that goes on. */
  readonly momentum: number;
  /** Added to the gradient, times the parameter. */
  readonly weightDecay: number;
  /** Keep the backbone's running statistics and normalize by them. */
  readonly freezeBatchNorm: boolean;
  /** Families of which one random change is drawn for each support picture. */
  readonly augment: readonly AugmentationFamily[];
  /** Angles of the family `rotation`. */
  readonly pose: 'fixed' | 'small' | 'right-angles' | 'free';
  /** Of everything that is drawn. */
  readonly seed: number;
}

const rate = z.number().nonnegative();

const settingsSchema: z.ZodType<TrainingSettings> = z.strictObject({
  backbone: z.enum(['resnet18', 'convnext-tiny']),
  transformer: z.enum(['none', ...TRANSFORMER_MODES]),
  encoder: z.enum(['last', 'per-level']),
  loss: z.enum(['one-sided', 'symmetric']),
  size: z.int().min(32),
  epochs: z.number().positive(),
  batch: z.int().min(2),
  microBatches: z.int().positive(),
  batches: z.enum(['mixed', 'category']),
  rates: z.strictObject({ backbone: rate, transformer: rate, heads: rate }),
  momentum: z.number().min(0).max(1),
  weightDecay: z.number().nonnegative(),
  freezeBatchNorm: z.boolean(),
  augment: z.array(z.enum(augmentationFamilies)),
  pose: z.enum(['fixed', 'small', 'right-angles', 'free']),
  seed: z.int().nonnegative(),
});

/** Name of a preset. */
export type TrainingPreset = 'thesis' | 'regad' | 'default';

const THESIS: TrainingSettings = {
  backbone: 'resnet18',
  transformer: TRANSFORMER.mode,
  encoder: 'last',
  loss: 'one-sided',
  size: INPUT.size,
  epochs: TRAINING.epochs,
  batch: TRAINING.batch,
  microBatches: 1,
  batches: 'mixed',
  rates: {
    backbone: TRAINING.learningRate,
    transformer: TRAINING.learningRate,
    heads: TRAINING.learningRate,
  },
  momentum: TRAINING.momentum,
  weightDecay: TRAINING.weightDecay,
  freezeBatchNorm: false,
  augment: [...AUGMENTATION.families],
  pose: 'small',
  seed: 0,
};

/**
 * Settings by name: the thesis's (5.3, Algorithm 1), RegAD's (both directions, a category a batch,
 * no augmentation), and what validation chose (docs/training.md).
 */
export const trainingPresets: Readonly<Record<TrainingPreset, TrainingSettings>> = {
  thesis: THESIS,
  regad: { ...THESIS, loss: 'symmetric', batches: 'category', augment: [], pose: 'fixed' },
  default: { ...THESIS, ...TRAINING_DEFAULT, loss: 'symmetric', pose: 'fixed' },
};

/**
 * Checks settings.
 *
 * @param values - Such as the content of a JSON file over a preset.
 * @param source - Where they are from, for messages.
 * @throws {@link SettingsError} if one is unknown, missing or out of its range.
 */
export function parseTrainingSettings(values: unknown, source: string): TrainingSettings {
  const parsed = settingsSchema.safeParse(values);
  if (!parsed.success) {
    const { issues } = parsed.error;
    throw new SettingsError(source, z.prettifyError(parsed.error), 'Correct them.', {
      facts: { issues: issues.map(({ path, message }) => ({ path: path.map(String), message })) },
      options: issues.flatMap(({ path }) => path.slice(0, 1).map(String)),
    });
  }
  const { batch, microBatches } = parsed.data;
  // A part of one pair leaves normalizations of 1×1 maps nothing to take statistics of.
  if (batch % microBatches === 0 && batch / microBatches >= 2) return parsed.data;
  throw new SettingsError(
    source,
    `a batch of ${batch} is split into ${microBatches} micro-batches: expected equal parts of at least 2 pairs`,
    'Choose numbers of which one divides the other.',
    { facts: { batch, microBatches }, options: ['batch', 'microBatches'] },
  );
}

/** The network of settings. */
function backboneConfig({ backbone, transformer }: TrainingSettings): BackboneConfig {
  if (backbone === 'convnext-tiny') return { network: backbone };
  return transformer === 'none' ? { network: backbone } : { network: backbone, transformer };
}

/** The network that a training of these settings makes, as inference builds it. */
export function trainedNetwork(settings: TrainingSettings): InferenceConfig {
  return { backbone: backboneConfig(settings), encoder: settings.encoder };
}

/** What the training graph of settings computes. */
export function trainingConfig(settings: TrainingSettings): TrainingConfig {
  const { loss, encoder, size, batch, microBatches, freezeBatchNorm } = settings;
  const { momentum, weightDecay } = settings;
  return {
    backbone: backboneConfig(settings),
    loss,
    encoder,
    size,
    pairs: batch / microBatches,
    microBatches,
    freezeBatchNorm,
    optimiser: { momentum, weightDecay },
  };
}
