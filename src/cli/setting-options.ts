import { type AugmentationFamily, augmentationFamilies } from '../image/augmentation.ts';
import { DEFAULT_SETTINGS, type PartSettings } from '../inspection/settings.ts';
import { UsageError } from '../errors.ts';
import type { Values } from './command.ts';

const { augment, pose: _pose, draws: _draws, ...defaults } = DEFAULT_SETTINGS;

/** Options that become the settings of a part. */
export const settingOptions = {
  size: { type: 'number', value: 'PIXELS', help: "side of the model input (default: the model's)" },
  fit: {
    type: 'string',
    choices: ['stretch', 'letterbox'],
    default: defaults.fit,
    help: 'how a picture that is not square becomes one',
  },
  pose: {
    type: 'string',
    value: 'fixed|small|right-angles|free|DEGREES,…',
    default: 'small',
    help: 'angles at which the part may lie: none, up to 45°, quarter turns, any, or a list',
  },
  augment: {
    type: 'string',
    value: 'FAMILY,…',
    default: augment.join(','),
    help: 'families of augmentation, or "none"; also flip-vertical, scaling, color. A flip is wrong for a part whose mirror image is a defect',
  },
  draws: {
    type: 'string',
    value: 'grid|N',
    default: 'grid',
    help: 'every listed transform of each picture, or N random draws a picture',
  },
  levels: {
    type: 'string',
    value: 'NAME,…',
    help: "levels of the model (default: the model's own)",
  },
  neighbourhood: {
    type: 'number',
    value: 'PATCHES',
    default: defaults.neighbourhood,
    help: 'side of the average pooling over patches',
  },
  fusion: {
    type: 'string',
    choices: ['concat', 'max', 'mean'],
    default: defaults.fusion,
    help: 'one bank of all levels, or one a level joined by maximum or mean',
  },
  metric: {
    type: 'string',
    choices: ['euclidean', 'cosine'],
    default: defaults.metric,
    help: 'distance between patch features',
  },
  score: {
    type: 'string',
    choices: ['reweighted', 'max', 'top-mean'],
    default: defaults.score,
    help: 'image score: reweighted maximum, maximum, or mean of the top 1 % of patches',
  },
  ratio: {
    type: 'number',
    value: 'SHARE',
    default: defaults.samplingRatio,
    help: 'share of patch features kept in the memory bank',
  },
  ceiling: {
    type: 'number',
    value: 'ROWS',
    default: defaults.bankCeiling,
    help: "most rows of a level's memory bank",
  },
  coreset: {
    type: 'string',
    choices: ['per-picture', 'global'],
    default: defaults.coreset,
    help: 'thin each support picture by itself, or all together (slower)',
  },
  sigma: {
    type: 'number',
    value: 'PIXELS',
    default: defaults.sigma,
    help: 'smoothing of the anomaly map, at the model input size',
  },
  'level-scale': {
    type: 'string',
    choices: ['median', 'none'],
    default: defaults.levelScale,
    help: 'divide each level by its usual distance on good parts, or not',
  },
  storage: {
    type: 'string',
    choices: ['float32', 'float16'],
    default: defaults.storage,
    help: 'how the memory bank is stored; half precision halves the file',
  },
  seed: { type: 'number', default: defaults.seed, help: 'seed of everything that is drawn' },
} as const;

/** Settings from the options of a command line; ranges are checked by the library. */
export function toSettings(options: Values<typeof settingOptions>): Partial<PartSettings> {
  const { fit, fusion, metric, score, coreset } = options;
  return {
    ...(options.size === undefined ? {} : { size: options.size }),
    fit: oneOf(fit, ['stretch', 'letterbox']),
    pose: toPose(options.pose),
    augment: toFamilies(options.augment),
    draws: options.draws === 'grid' ? 'grid' : toNumber('draws', options.draws),
    ...(options.levels === undefined ? {} : { levels: list(options.levels) }),
    neighbourhood: options.neighbourhood,
    fusion: oneOf(fusion, ['concat', 'max', 'mean']),
    metric: oneOf(metric, ['euclidean', 'cosine']),
    score: oneOf(score, ['reweighted', 'max', 'top-mean']),
    samplingRatio: options.ratio,
    bankCeiling: options.ceiling,
    coreset: oneOf(coreset, ['per-picture', 'global']),
    sigma: options.sigma,
    levelScale: oneOf(options['level-scale'], ['median', 'none']),
    storage: oneOf(options.storage, ['float32', 'float16']),
    seed: options.seed,
  };
}

const POSES = ['fixed', 'small', 'right-angles', 'free'] as const;
function toPose(given: string): PartSettings['pose'] {
  const named = POSES.find((pose) => pose === given);
  return named ?? list(given).map((degrees) => toNumber('pose', degrees));
}

function toFamilies(given: string): AugmentationFamily[] {
  return given === 'none' ? [] : list(given).map((name) => oneOf(name, augmentationFamilies));
}

function list(given: string): string[] {
  return given
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function oneOf<const T extends string>(given: string, allowed: readonly T[]): T {
  const found = allowed.find((choice) => choice === given);
  if (found !== undefined) return found;
  throw new UsageError(
    `Cannot use "${given}": expected one of ${allowed.join(', ')}`,
    `Use one of ${allowed.join(', ')}.`,
  );
}

function toNumber(option: string, given: string): number {
  const value = Number(given);
  if (given !== '' && Number.isFinite(value)) return value;
  throw new UsageError(
    `Cannot use --${option} "${given}": expected a number`,
    'Run the command with --help to see what the option takes.',
  );
}
