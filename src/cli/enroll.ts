import { existsSync } from 'node:fs';
import { ArgumentRangeError, UsageError } from '../errors.ts';
import { enroll } from '../inspection/enrolment.ts';
import type { EnrolmentOptions, EnrolmentProgress } from '../inspection/enrolment-options.ts';
import type { MemoryEstimate } from '../inspection/memory-estimate.ts';
import { enrollObjects } from '../inspection/object-enrolment.ts';
import type { Part } from '../inspection/part.ts';
import { enrollPlaces, type KindProgress } from '../inspection/place-enrolment.ts';
import { type PresetName, presetSettings } from '../inspection/presets.ts';
import { DEFAULT_SETTINGS, type PartSettings } from '../inspection/settings.ts';
import { formatMebibytes, MEBIBYTE } from '../mebibytes.ts';
import { assertWritable } from '../node/files/files.ts';
import { assertNoInput } from '../node/files/input-guard.ts';
import { readImage } from '../node/image/image-decoder.ts';
import { findModels } from '../node/runtime/model-lookup.ts';
import { PART_FILE, savePart } from '../node/inspection/part-store.ts';
import type { PictureInput } from '../node/inspection/pictures.ts';
import { nodeRuntime } from '../node/runtime/runtime.ts';
import { printable } from '../printable.ts';
import { toAlignment } from './alignment-options.ts';
import { ExitCode, type Invocation } from './command.ts';
import { jsonLine, textLines, type Warning } from './enrolment-outcome.ts';
import { expandInputs } from './passed-over.ts';
import { assertForegroundOptions, foregroundChoice } from './foreground-options.ts';
import { toLightRequest } from './light-options.ts';
import { toLookArea } from './look-options.ts';
import { toObjectsRequest } from './objects-options.ts';
import { toPictureOptions } from './picture-options.ts';
import { toPlacesRequest } from './places-options.ts';
import { createProgress } from './progress.ts';
import { modelOfPreset, toSettings } from './setting-options.ts';
import { toSizing } from './size-options.ts';
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
  const warnOnce = onceEach(warn);
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
  const readers = {
    size: firstSize,
    mask: async (file: string) => readImage(file, reading),
  };
  const lookArea = await toLookArea(options, readers);
  const sizing = { ...NO_SIZING, ...(await toSizing(options, firstSize)) };
  const light = await toLightRequest(options, async (file) =>
    readImage(file, { ...reading, sampleBits: support.sampleBits }),
  );
  const places = await toPlacesRequest(options, lookArea, readers);
  const request = toObjectsRequest(options, lookArea);
  try {
    const how: Omit<EnrolmentOptions, 'lookArea' | 'onProgress'> & Listener = {
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
      onProgress: (step) => {
        progress.update(stepWords(step, models.companions.length > 0), step.done, step.total);
      },
      signal: terminal.signal,
    };
    if (places !== undefined) return await enrollPlaces(pictures, { ...how, ...places });
    return request === undefined
      ? await enroll(pictures, { ...how, lookArea, ...foregroundChoice(options, terminal.log) })
      : await enrollObjects(pictures, { ...how, ...request });
  } finally {
    progress.clear();
  }
}

const NO_SIZING = { pixelsPerMillimetre: null, minArea: null };

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

/** Tells of nothing twice: pictures of several objects, or for a foreground, are read more than once. */
function onceEach(tell: (warning: Warning) => void): (warning: Warning) => void {
  const told = new Set<string>();
  return (warning) => {
    if (told.has(warning.message)) return;
    told.add(warning.message);
    tell(warning);
  };
}

/** Of a part of one kind as of one of several. */
interface Listener {
  readonly onProgress: (step: EnrolmentProgress & Partial<Pick<KindProgress, 'kind'>>) => void;
}

/** What is being done, of which kind and with which model, where there are several. */
function stepWords(
  { stage, model, kind }: Parameters<Listener['onProgress']>[0],
  isOfSeveral: boolean,
): string {
  const words = [kind === undefined ? [] : [printable(kind)], isOfSeveral ? [model] : [], [stage]];
  return words.flat().join(': ');
}

function describeSamples(bits: number): string {
  return `samples: ${bits} of 16 bits are used; --sample-bits says otherwise`;
}

function describeMemory({ total, features, banks, pictures }: MemoryEstimate): string {
  const parts = Object.entries({ features, banks, pictures });
  const words = parts.map(([name, bytes]) => `${name} ${formatMebibytes(bytes)}`);
  return `memory needed: ${formatMebibytes(total)} (${words.join(', ')})`;
}
