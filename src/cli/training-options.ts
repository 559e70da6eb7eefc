import { TRANSFORMER_MODES } from '../nn/spatial-transformer.ts';
import type { TrainingPreset } from '../training/settings.ts';

/** Names of `trainingPresets`. */
const presetNames = ['default', 'thesis', 'regad'] as const satisfies readonly TrainingPreset[];

const rate = (group: string) =>
  ({ type: 'number', value: 'RATE', min: 0, help: `learning rate of ${group}` }) as const;

/** Options that become the settings of a training; what is not given is the preset's. */
export const trainingOptions = {
  preset: {
    type: 'string',
    choices: presetNames,
    default: 'default',
    help: "settings to begin with: what validation chose, the thesis's, RegAD's",
  },
  config: {
    type: 'string',
    value: 'FILE',
    help: 'JSON of settings over those of the preset; a run.json has them under "settings"',
  },
  backbone: {
    type: 'string',
    choices: ['resnet18', 'convnext-tiny'],
    help: 'network that makes feature maps',
  },
  transformer: {
    type: 'string',
    value: 'MODE',
    choices: ['none', ...TRANSFORMER_MODES],
    help: `spatial transformer behind each stage of a ResNet: none, ${TRANSFORMER_MODES.join(', ')}`,
  },
  encoder: {
    type: 'string',
    choices: ['last', 'per-level'],
    help: 'encode the last map, or each level with an encoder of its own',
  },
  loss: {
    type: 'string',
    choices: ['one-sided', 'symmetric'],
    help: 'the support picture predicts the query (thesis), or each the other (RegAD)',
  },
  size: { type: 'number', value: 'PIXELS', whole: true, min: 32, help: 'side of the pictures' },
  epochs: { type: 'number', value: 'N', min: 0, help: 'times that every picture is the query' },
  batch: { type: 'number', value: 'PAIRS', whole: true, min: 2, help: 'pairs a step' },
  'micro-batches': {
    type: 'number',
    value: 'N',
    whole: true,
    min: 1,
    help: 'parts of a batch, each normalized by its own statistics (default: as few as the memory allows)',
  },
  batches: {
    type: 'string',
    choices: ['mixed', 'category'],
    help: 'mix categories in a batch, or take pictures of one',
  },
  lr: rate('all parameters'),
  'lr-backbone': rate('the backbone'),
  'lr-transformer': rate('the spatial transformers'),
  'lr-heads': rate('encoders and predictors'),
  momentum: { type: 'number', value: 'SHARE', min: 0, help: 'momentum of SGD' },
  'weight-decay': { type: 'number', value: 'RATE', min: 0, help: 'weight decay of SGD' },
  'batch-norm': {
    type: 'string',
    choices: ['batch', 'frozen'],
    help: "normalize the backbone's maps by their batch, or by its running statistics as they are",
  },
  augment: {
    type: 'string',
    value: 'FAMILY,…',
    help: 'families of which a random change of each support picture is drawn, or "none"',
  },
  pose: {
    type: 'string',
    choices: ['fixed', 'small', 'right-angles', 'free'],
    help: 'angles of the family rotation',
  },
  seed: { type: 'number', whole: true, min: 0, help: 'of everything that is drawn' },
} as const;
