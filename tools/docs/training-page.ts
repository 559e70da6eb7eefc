import { AUGMENTATION, TRAINING_DEFAULT } from '../../src/hyperparameters.ts';
import {
  type TrainingPreset,
  trainingPresets,
  type TrainingSettings,
} from '../../src/training/settings.ts';
import { plainTable } from './plain-table.ts';
import { replaceBetween } from './replace-between.ts';

const PRESETS: readonly TrainingPreset[] = ['thesis', 'regad', 'default'];

/** A row: what is set, how, and a remark. */
type Row = readonly [name: string, of: (settings: TrainingSettings) => string, remark: string];

const ROWS: readonly Row[] = [
  ['loss', ({ loss }) => loss, ''],
  ['batches', ({ batches }) => batches, 'whether a batch mixes categories'],
  [
    'augmentations',
    augmentations,
    `of the support picture; light and grey: ${TRAINING_DEFAULT.augment.join(', ')}`,
  ],
  ['transformer', ({ transformer }) => transformer, 'spatial transformer behind each stage'],
  [
    'batch norm of the backbone',
    ({ freezeBatchNorm }) => (freezeBatchNorm ? 'frozen' : 'batch'),
    "the batch's statistics, or those of the start weights",
  ],
  [
    'epochs, batch, size',
    ({ epochs, batch, size }) => [epochs, batch, size].join(', '),
    'an epoch shows every picture once as the query',
  ],
  [
    'lr backbone',
    ({ rates }) => rateText(rates.backbone),
    'of the first step; falls to 0 along one cosine',
  ],
  [
    'lr transformer',
    ({ transformer, rates }) => (transformer === 'none' ? 'none' : rateText(rates.transformer)),
    'the same',
  ],
  [
    'lr encoder, predictor',
    ({ rates }) => rateText(rates.heads),
    'the same; they start from random weights',
  ],
];

/**
 * docs/training.md with its table of presets as the code has them.
 *
 * @param page - As it is.
 */
export function trainingPage(page: string): string {
  const rows = ROWS.map(([name, of, remark]) => [
    name,
    ...PRESETS.map((preset) => of(trainingPresets[preset])),
    remark,
  ]);
  const head = ['setting', ...PRESETS.map((preset) => `\`${preset}\``), 'what it is'];
  return replaceBetween(
    page,
    { page: 'docs/training.md', name: 'presets' },
    plainTable(head, rows),
  );
}

function augmentations({ augment }: TrainingSettings): string {
  if (augment.length === 0) return 'none';
  if (augment.join() === AUGMENTATION.families.join()) return `the thesis's ${augment.length}`;
  return augment.join() === TRAINING_DEFAULT.augment.join() ? 'light and grey' : augment.join(', ');
}

/** As a person writes it: 1e-4. */
function rateText(rate: number): string {
  return rate.toExponential();
}
