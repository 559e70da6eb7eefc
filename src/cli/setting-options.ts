import { type AugmentationFamily, augmentationFamilies } from '../image/augmentation.ts';
import { DEFAULT_SETTINGS, type PartSettings } from '../inspection/settings.ts';
import { UsageError } from '../errors.ts';
import { parseNumber, type Values } from './command.ts';

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
  const { size, levels, fit, neighbourhood, fusion, metric, score, coreset } = options;
  const { sigma, storage, seed } = options;
  return {
    ...(size === undefined ? {} : { size }),
    fit,
    pose: toPose(options.pose),
    augment: options.augment === 'none' ? [] : list(options.augment).map(toFamily),
    draws: options.draws === 'grid' ? 'grid' : parseNumber('draws', options.draws),
    ...(levels === undefined ? {} : { levels: list(levels) }),
    neighbourhood,
    fusion,
    metric,
    score,
    samplingRatio: options.ratio,
    bankCeiling: options.ceiling,
    coreset,
    sigma,
    levelScale: options['level-scale'],
    storage,
    seed,
  };
}

const POSES = ['fixed', 'small', 'right-angles', 'free'] as const;
function toPose(given: string): PartSettings['pose'] {
  const named = POSES.find((pose) => pose === given);
  return named ?? given.split(',').map((degrees) => parseNumber('pose', degrees));
}

function toFamily(given: string): AugmentationFamily {
  const family = augmentationFamilies.find((name) => name === given);
  if (family !== undefined) return family;
  const families = augmentationFamilies.join(', ');
  throw new UsageError(
    `Cannot use --augment "${given}": expected some of ${families}`,
    `Pass --augment some of ${families}, or none.`,
  );
}

function list(given: string): string[] {
  return given
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
