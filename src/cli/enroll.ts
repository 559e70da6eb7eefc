import { existsSync } from 'node:fs';
import { ArgumentRangeError, UsageError } from '../errors.ts';
import { enroll } from '../inspection/enrolment.ts';
import type { EnrolmentOptions } from '../inspection/enrolment-options.ts';
import { squareSide, tilesWords } from '../inspection/feature-options.ts';
import { lightWords } from '../inspection/light-words.ts';
import type { MemoryEstimate } from '../inspection/memory-estimate.ts';
import { enrollObjects } from '../inspection/object-enrolment.ts';
import { toHeader } from '../inspection/part-header.ts';
import { viewsOf } from '../inspection/part-models.ts';
import type { Part, PartView } from '../inspection/part.ts';
import { type PresetName, presetSettings } from '../inspection/presets.ts';
import { DEFAULT_SETTINGS, type PartSettings } from '../inspection/settings.ts';
import { enlargedSize } from '../inspection/view-settings.ts';
import { formatMebibytes, MEBIBYTE } from '../mebibytes.ts';
import { assertWritable } from '../node/files/files.ts';
import { assertNoInput } from '../node/files/input-guard.ts';
import { readImage } from '../node/image/image-decoder.ts';
import { findModels } from '../node/runtime/model-lookup.ts';
import { PART_FILE, savePart } from '../node/inspection/part-store.ts';
import type { PictureInput } from '../node/inspection/pictures.ts';
import { nodeRuntime } from '../node/runtime/runtime.ts';
import { counted } from '../page/format.ts';
import { printable } from '../printable.ts';
import { alignmentLines, toAlignment } from './alignment-options.ts';
import { calibrationSummary } from './calibration-outcome.ts';
import { ExitCode, type Invocation } from './command.ts';
import { expandInputs } from './passed-over.ts';
import { assertForegroundOptions, foregroundChoice } from './foreground-options.ts';
import { toLightRequest } from './light-options.ts';
import { lookLines, toLookArea } from './look-options.ts';
import { objectsLine, toObjectsRequest } from './objects-options.ts';
import { toPictureOptions } from './picture-options.ts';
import { thresholdLines } from './threshold-lines.ts';
import { createProgress } from './progress.ts';
import { modelOfPreset, toSettings } from './setting-options.ts';
import { sizeLines, toSizing } from './size-options.ts';
import { openSupport } from './support-pictures.ts';
import type { enrolOptions } from './enroll-options.ts';

/**
 * `fewgood enroll bolt.part good/*.png`.
 *
 * @throws {@link UsageError} if part file or pictures are missing, the part file exists, or the preset has a value that does not fit.
 */
export async function runEnrol({
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
  assertForegroundOptions(options);
  await assertPartName(path, options.force);
  const { files, passedOver } = await expandInputs(inputs, options, terminal);
  await assertNoInput(
    path,
    files.map((file) => file.path),
  );
  for (const line of passedOver.lines()) terminal.log(line);
  const warnings: Warning[] = [];
  try {
    const part = await learn(files, { options, terminal, settings, warnings });
    await savePart(path, part);
    for (const line of options.json ? [jsonLine(path, part, warnings)] : textLines(path, part)) {
      terminal.out(line);
    }
    return ExitCode.ok;
  } catch (error) {
    throw presetFault(error, options.preset, stated) ?? error;
  }
}

interface Context extends Pick<Invocation<typeof enrolOptions>, 'options' | 'terminal'> {
  readonly settings: Partial<PartSettings>;
  /** What was warned of. */
  readonly warnings: Warning[];
}

async function learn(files: readonly PictureInput[], context: Context): Promise<Part> {
  const { options, terminal, settings, warnings } = context;
  const models = await findModels(options.model ?? modelOfPreset(options.preset));
  const memoryLimit = options['memory-limit'] * MEBIBYTE;
  const progress = createProgress(terminal);
  const warn = (warning: Warning): void => {
    progress.clear();
    warnings.push(warning);
    terminal.log(`warning: ${printable(warning.message)}. ${warning.remedy}`);
  };
  const reading = toPictureOptions(options);
  // Pictures of several objects, or for a foreground, are read twice.
  const told = new Set<string>();
  const warnOnce = (warning: Warning): void => {
    if (told.has(warning.message)) return;
    told.add(warning.message);
    warn(warning);
  };
  const { pictures, firstSize, ...support } = await openSupport(files, {
    ...reading,
    sampleBits: options['sample-bits'],
    shots: options.shots,
    seed: settings.seed ?? DEFAULT_SETTINGS.seed,
    memoryLimit,
    onWarning: (name, { message, ...rest }) =>
      warnOnce({ ...rest, message: `${name}: ${message}` }),
  });
  if (support.sampleBits !== null) terminal.log(describeSamples(support.sampleBits));
  const lookArea = await toLookArea(options, {
    size: firstSize,
    mask: async (file) => readImage(file, reading),
  });
  const sizing = { ...NO_SIZING, ...(await toSizing(options, firstSize)) };
  const light = await toLightRequest(options, async (file) =>
    readImage(file, { ...reading, sampleBits: support.sampleBits }),
  );
  const request = toObjectsRequest(options, lookArea);
  try {
    const how: Omit<EnrolmentOptions, 'lookArea'> = {
      runtime: nodeRuntime({ threads: options.threads }),
      ...models,
      settings,
      light,
      sizing,
      alignment: toAlignment(options),
      targetFalseReject: options['target-false-reject'],
      ...support,
      memoryLimit,
      onEstimate: (estimate) => terminal.log(describeMemory(estimate)),
      onWarning: warn,
      onProgress: ({ stage, model, done, total }) =>
        progress.update(models.companions.length > 0 ? `${model}: ${stage}` : stage, done, total),
      signal: terminal.signal,
    };
    return request === undefined
      ? await enroll(pictures, { ...how, lookArea, ...foregroundChoice(options, terminal.log) })
      : await enrollObjects(pictures, { ...how, ...request });
  } finally {
    progress.clear();
  }
}

const NO_SIZING = { pixelsPerMillimetre: null, minArea: null };

function jsonLine(path: string, part: Part, warnings: readonly Warning[]): string {
  return JSON.stringify({ part: path, ...summary(part), warnings });
}

function textLines(path: string, part: Part): string[] {
  const { pose, support, calibration, lookArea, sizing, alignment, light, layout } = part;
  const objects = objectsLine(layout, support[0]?.appearance);
  return [
    `${path}: learned from ${counted(support.length, layout ? 'object' : 'picture')}, bank ${bankText(part)}`,
    ...(objects === undefined ? [] : [`objects: ${objects}`]),
    ...(lookArea
      ? lookLines(lookArea, support[0]?.appearance).map((line) => `looks at: ${line}`)
      : []),
    ...(light ? [`light: ${lightWords(light)}`] : []),
    ...sizeLines(sizing),
    ...alignmentLines(alignment),
    ...inputLines(part),
    ...(pose ? [`pose: ${pose.policy}; ${pose.evidence}`] : []),
    ...thresholdLines(calibration),
  ];
}

/** Why a part is seen at the size that it was learned at; nothing where there was no choice. */
function inputLines({ model, settings, support }: Part): string[] {
  const { size, enlarge, tiles } = settings;
  if (tiles > 1) return [`size: ${squareSide(settings)} pixels${tilesWords(settings)}`];
  if (enlarge === 'none') return [];
  if (size !== model.preprocessing.size) {
    return [`size: ${size} pixels; parts stand out from their background`];
  }
  if (enlargedSize(model, settings) === null) return [];
  const reason =
    support.length > 1
      ? 'parts fill the pictures, or more pixels would hide that half of one is missing'
      : 'one picture does not tell more';
  return [`size: ${size} pixels; ${reason}`];
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
  const { support, calibration, companions, pose, sampleBits, sizing } = part;
  const { settings, ...learned } = viewSummary(part);
  return {
    support: support.map(({ name }) => name),
    ...learned,
    pose,
    sampleBits,
    lookArea: lookSummary(part),
    light: toHeader(part).light ?? null,
    sizing: sizing ?? null,
    alignment: part.alignment ?? null,
    layout: part.layout ?? null,
    calibration: calibrationSummary(calibration),
    settings,
    companions: companions.map(viewSummary),
  };
}

/** Null where all of the pictures is looked at. */
function lookSummary(part: Part): object | null {
  return toHeader(part).lookArea ?? null;
}

function viewSummary({ model, banks, settings }: PartView) {
  return {
    model: { name: model.name, sha256: model.sha256 },
    banks: banks.map(({ level, bank }) => ({ level, rows: bank.rows, width: bank.cols })),
    settings,
  };
}

/** Of a picture, or of what is learned from all. */
interface Warning {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

function describeSamples(bits: number): string {
  return `samples: ${bits} of 16 bits are used; --sample-bits says otherwise`;
}

function describeMemory({ total, features, banks, pictures }: MemoryEstimate): string {
  const parts = Object.entries({ features, banks, pictures });
  const words = parts.map(([name, bytes]) => `${name} ${formatMebibytes(bytes)}`);
  return `memory needed: ${formatMebibytes(total)} (${words.join(', ')})`;
}
