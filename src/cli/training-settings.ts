import { UsageError } from '../errors.ts';
import { readFileText } from '../node/files/files.ts';
import {
  parseTrainingSettings,
  trainingPresets,
  type TrainingSettings,
} from '../training/settings.ts';
import type { Values } from './command.ts';
import type { trainingOptions } from './training-options.ts';

/**
 * Settings from a command line: the preset, over it the file, over it the options; and whether file or
 * options say how batches are split.
 *
 * @throws {@link SettingsError} if one is unknown or out of its range.
 * @throws {@link UsageError} if the file holds none.
 */
export async function toTrainingSettings(
  options: Values<typeof trainingOptions>,
): Promise<{ readonly settings: TrainingSettings; readonly isSplitGiven: boolean }> {
  const preset = trainingPresets[options.preset];
  const file = options.config === undefined ? {} : await readConfig(options.config);
  const { lr } = options;
  const { rates: fileRates = {}, ...others } = file;
  const rates = {
    ...preset.rates,
    ...(typeof fileRates === 'object' ? fileRates : {}),
    ...withoutGaps({
      backbone: options['lr-backbone'] ?? lr,
      transformer: options['lr-transformer'] ?? lr,
      heads: options['lr-heads'] ?? lr,
    }),
  };
  const { backbone, transformer, encoder, loss, size, epochs, batch, batches } = options;
  const { momentum, augment, pose, seed } = options;
  const overrides = withoutGaps({
    backbone,
    transformer,
    encoder,
    loss,
    size,
    epochs,
    batch,
    batches,
    momentum,
    pose,
    seed,
    microBatches: options['micro-batches'],
    weightDecay: options['weight-decay'],
    freezeBatchNorm:
      options['batch-norm'] === undefined ? undefined : options['batch-norm'] === 'frozen',
    augment: augment === undefined ? undefined : toFamilies(augment),
  });
  const source = options.config === undefined ? 'the command line' : options.config;
  return {
    settings: parseTrainingSettings({ ...preset, ...others, ...overrides, rates }, source),
    isSplitGiven: 'microBatches' in others || 'microBatches' in overrides,
  };
}

function withoutGaps(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function toFamilies(text: string): string[] {
  return text === 'none' ? [] : text.split(',').map((family) => family.trim());
}

async function readConfig(path: string): Promise<Record<string, unknown>> {
  const text = await readFileText(path);
  const content = parseSettings(text, path);
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) {
    const whole = { ...content };
    return 'settings' in whole && typeof whole.settings === 'object'
      ? { ...whole.settings }
      : whole;
  }
  throw new UsageError(
    `Cannot use the settings of ${path}: expected a JSON object`,
    'Write them as {"epochs": 10, "loss": "symmetric"}.',
  );
}

function parseSettings(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(
      `Cannot use the settings of ${path}: it is no JSON`,
      'Write them as {"epochs": 10, "loss": "symmetric"}.',
      { cause },
    );
  }
}
