import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { ArgumentRangeError, UsageError } from '../errors.ts';
import { CALIBRATION } from '../hyperparameters.ts';
import { enroll, type NamedImage } from '../inspection/enrolment.ts';
import type { EnrolmentWarning } from '../inspection/enrolment-warning.ts';
import type { MemoryEstimate } from '../inspection/memory-estimate.ts';
import { viewsOf } from '../inspection/part-models.ts';
import type { Part, PartView } from '../inspection/part.ts';
import { presetHelp, type PresetName, presetNames, presetSettings } from '../inspection/presets.ts';
import { DEFAULT_SETTINGS } from '../inspection/settings.ts';
import { formatMebibytes, MEBIBYTE } from '../mebibytes.ts';
import { assertWritable } from '../node/files/files.ts';
import { assertNoInput } from '../node/files/input-guard.ts';
import { readImage } from '../node/image/image-decoder.ts';
import { findModels } from '../node/runtime/model-lookup.ts';
import { PART_FILE, savePart } from '../node/inspection/part-store.ts';
import type { PictureInput } from '../node/inspection/pictures.ts';
import { nodeRuntime } from '../node/runtime/runtime.ts';
import { seededRandom } from '../random.ts';
import { counted } from '../page/format.ts';
import { printable } from '../printable.ts';
import { calibrationSummary } from './calibration-outcome.ts';
import { type Command, defineCommand, ExitCode, type Invocation } from './command.ts';
import { inputOptions, modelOptions, runtimeOptions } from './common-options.ts';
import { expandInputs } from './passed-over.ts';
import { thresholdLines } from './threshold-lines.ts';
import { createProgress } from './progress.ts';
import { settingOptions, toSettings } from './setting-options.ts';

const enrolOptions = {
  shots: {
    type: 'number',
    value: 'K',
    whole: true,
    min: 1,
    help: 'use K of the pictures, drawn by --seed',
  },
  force: { type: 'boolean', help: 'replace OUT.part if it exists' },
  'target-false-reject': {
    type: 'number',
    value: 'SHARE',
    default: CALIBRATION.targetFalseReject,
    help: 'wanted share of good parts that fail',
  },
  'memory-limit': {
    type: 'number',
    value: 'MIB',
    default: 4096,
    min: 1,
    help: 'refuse to start when more memory would be needed',
  },
  json: { type: 'boolean', help: 'print what was learned as one JSON object' },
  preset: {
    type: 'string',
    choices: presetNames,
    default: 'balanced',
    help: `settings by name, other options come first; ${presetHelp}`,
  },
  ...settingOptions,
  ...inputOptions,
  ...modelOptions,
  ...runtimeOptions,
} as const;

/** `fewgood enroll bolt.part good/*.png`. */
export const enrollCommand: Command = defineCommand({
  name: 'enroll',
  summary: 'Learn a part from 2 to 8 pictures of good ones',
  usage: 'OUT.part PICTURES… [options]',
  details: `PICTURES are files, folders, quoted globs, or - for a list on standard input.
    Choose pictures that show what good parts may differ in: light, position, colour. A picture that is
    unlike the others, blurred, overexposed or dark, and pictures of several sizes are warned of, and
    learned all the same. The threshold found is provisional; confirm more good pictures with \`fewgood calibrate\`.`,
  examples: [
    'fewgood enroll bolt.part good/01.png good/02.png good/03.png good/04.png',
    'fewgood enroll bolt.part good/ --shots 4 --seed 1',
    'fewgood enroll screw.part good/ --preset accurate',
    'fewgood enroll plate.part good/ --pose fixed',
    'fewgood enroll cable.part good/ --model resnet18,efficientnet-lite2',
  ],
  options: enrolOptions,
  run,
});

async function run({
  options,
  args,
  terminal,
}: Invocation<typeof enrolOptions>): Promise<ExitCode> {
  const stated = toSettings(options);
  const settings = { ...presetSettings(options.preset), ...stated };
  const [path, ...inputs] = args;
  if (path === undefined || inputs.length === 0) {
    throw new UsageError(
      `Cannot enrol: ${path === undefined ? 'no part file' : 'no pictures'} given`,
      'Name the part file to write, then pictures of good parts: fewgood enroll bolt.part good/*.png.',
    );
  }
  await assertPartName(path, options.force);
  const models = await findModels(options.model);
  const isOfSeveral = models.companions.length > 0;
  const { shots } = options;
  const { seed = DEFAULT_SETTINGS.seed } = settings;
  const { files, passedOver } = await expandInputs(inputs, options, terminal);
  await assertNoInput(
    path,
    files.map((file) => file.path),
  );
  for (const line of passedOver.lines()) terminal.log(line);
  const pictures = await readSupport(draw(files, shots, seed));
  const progress = createProgress(terminal);
  const warnings: EnrolmentWarning[] = [];
  try {
    const part = await enroll(pictures, {
      runtime: nodeRuntime({ threads: options.threads }),
      ...models,
      settings,
      targetFalseReject: options['target-false-reject'],
      memoryLimit: options['memory-limit'] * MEBIBYTE,
      onEstimate: (estimate) => terminal.log(describeMemory(estimate)),
      onWarning: (warning) => {
        warnings.push(warning);
        terminal.log(`warning: ${printable(warning.message)}. ${warning.remedy}`);
      },
      onProgress: ({ stage, model, done, total }) =>
        progress.update(isOfSeveral ? `${model}: ${stage}` : stage, done, total),
      signal: terminal.signal,
    });
    progress.clear();
    await savePart(path, part);
    for (const line of options.json ? [jsonLine(path, part, warnings)] : textLines(path, part)) {
      terminal.out(line);
    }
    return ExitCode.ok;
  } catch (error) {
    throw presetFault(error, options.preset, stated) ?? error;
  } finally {
    progress.clear();
  }
}

function jsonLine(path: string, part: Part, warnings: readonly EnrolmentWarning[]): string {
  return JSON.stringify({ part: path, ...summary(part), warnings });
}

function textLines(path: string, part: Part): string[] {
  const { pose, support, calibration } = part;
  return [
    `${path}: learned from ${counted(support.length, 'picture')}, bank ${bankText(part)}`,
    ...(pose ? [`pose: ${pose.policy}; ${pose.evidence}`] : []),
    ...thresholdLines(calibration),
  ];
}

/** A fault of a setting that the preset brought and nobody stated, in words of the preset. */
function presetFault(error: unknown, preset: PresetName, stated: object): UsageError | undefined {
  if (!(error instanceof ArgumentRangeError)) return undefined;
  const [name] = error.options;
  if (name === undefined || Object.hasOwn(stated, name)) return undefined;
  if (!Object.hasOwn(presetSettings(preset), name)) return undefined;
  return new UsageError(
    `${error.message} (of --preset ${preset})`,
    'State the setting beside the preset, or take another preset.',
    { options: ['preset', name] },
  );
}

/** Checks that a part may be written there: a new one, or by force in place of another part. */
async function assertPartName(path: string, isForced: boolean): Promise<void> {
  await assertWritable(path, PART_FILE);
  if (!existsSync(path) || isForced) return;
  throw new UsageError(
    `Cannot write ${path}: it exists: expected a new file`,
    'Name another file, or add --force to replace it.',
  );
}

/** The banks of each model, named where there are several. */
function bankText(part: Part): string {
  return viewsOf(part)
    .map(({ model, banks }) => {
      const rows = banks.map(({ level, bank }) => `${level} ${bank.rows}×${bank.cols}`).join(', ');
      return part.companions.length === 0 ? rows : `${rows} of ${printable(model.name)}`;
    })
    .join(', ');
}

function summary(part: Part): object {
  const { support, calibration, companions, pose } = part;
  const { settings, ...learned } = viewSummary(part);
  return {
    support: support.map(({ name }) => name),
    ...learned,
    pose,
    calibration: calibrationSummary(calibration),
    settings,
    companions: companions.map(viewSummary),
  };
}

function viewSummary({ model, banks, settings }: PartView) {
  return {
    model: { name: model.name, sha256: model.sha256 },
    banks: banks.map(({ level, bank }) => ({ level, rows: bank.rows, width: bank.cols })),
    settings,
  };
}

/** Reads the support pictures; one that cannot be read stops the enrolment. */
async function readSupport(files: readonly PictureInput[]): Promise<NamedImage[]> {
  const pictures: NamedImage[] = [];
  for (const { path, error } of files) {
    if (error !== undefined) throw error;
    pictures.push({ name: basename(path), image: await readImage(path) });
  }
  return pictures;
}

function draw<T>(all: readonly T[], shots: number | undefined, seed: number): readonly T[] {
  if (shots === undefined) return all;
  if (shots > all.length) {
    throw new UsageError(
      `Cannot draw --shots ${shots} of ${all.length} pictures: expected 1 to ${all.length}`,
      'Ask for fewer shots, or name more pictures.',
    );
  }
  const indices = seededRandom(seed).fork('support-set').sample(all.length, shots);
  return indices
    .toSorted((a, b) => a - b)
    .map((index) => all[index])
    .filter((item) => item !== undefined);
}

function describeMemory({ total, features, banks }: MemoryEstimate): string {
  return `memory needed: ${formatMebibytes(total)} (features ${formatMebibytes(features)}, banks ${formatMebibytes(banks)})`;
}
