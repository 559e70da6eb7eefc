import { basename } from 'node:path';
import { assertNotCancelled } from '../cancellation.ts';
import { PartError, UsageError } from '../errors.ts';
import { assertTargetFalseReject } from '../inspection/calibrate.ts';
import { calibratePart, type Candidate, scoreConfirmed } from '../inspection/calibrate-part.ts';
import { Inspector } from '../inspection/inspector.ts';
import type { Part } from '../inspection/part.ts';
import { isLearnedAlike } from '../inspection/part-header.ts';
import { viewsOf } from '../inspection/part-models.ts';
import { forEachPicture } from '../inspection/run.ts';
import { assertWritable } from '../node/files/files.ts';
import { loadPart, PART_FILE, updatePart } from '../node/inspection/part-store.ts';
import { pictureFiles } from '../node/inspection/picture-files.ts';
import type { PictureInput } from '../node/inspection/pictures.ts';
import { findModels } from '../node/runtime/model-lookup.ts';
import { nodeRuntime } from '../node/runtime/runtime.ts';
import { printable } from '../printable.ts';
import { assertTakesBack, takeBack, waiting } from './calibrate-removal.ts';
import { calibrationLines, calibrationRecord } from './calibration-outcome.ts';
import {
  type Command,
  defineCommand,
  ExitCode,
  type Invocation,
  type Terminal,
} from './command.ts';
import { inputOptions, modelOptions, runtimeOptions } from './common-options.ts';
import { expandInputs } from './passed-over.ts';
import { pictureOptions, toPictureOptions } from './picture-options.ts';
import { createProgress } from './progress.ts';

const calibrateOptions = {
  accept: {
    type: 'boolean',
    help: 'take pictures too that something stands against: somebody has looked at each',
  },
  distinct: {
    type: 'boolean',
    help: 'count near copies too: they are known to show different parts',
  },
  origin: {
    type: 'string',
    value: 'TEXT',
    help: 'what is kept as the origin of the pictures (default: their paths)',
  },
  remove: {
    type: 'boolean',
    help: 'take confirmed pictures back: name, origin or first digits of the SHA-256',
  },
  reset: { type: 'boolean', help: 'take all confirmed pictures back' },
  'target-false-reject': {
    type: 'number',
    value: 'SHARE',
    help: "wanted share of good parts that fail (default: the part's)",
  },
  json: { type: 'boolean', help: 'print the calibration as one JSON object' },
  ...inputOptions,
  ...pictureOptions,
  ...modelOptions,
  ...runtimeOptions,
} as const;

/** `fewgood calibrate bolt.part confirmed/`. */
export const calibrateCommand: Command = defineCommand({
  name: 'calibrate',
  summary: 'Confirm good pictures, which makes the threshold of a part hold',
  usage: 'PART PICTURES… [options]',
  details: `Every picture must show a good part: each raises what the threshold promises. They must come
    from different parts, as the line will bring them; support pictures, repeats and near copies do not
    count. A picture above the threshold in force, or without the part, is named, and nothing is written (exit
    code 3): look at it, then leave it out, or take all with --accept. The part file is replaced when all
    pictures were read; of several that calibrate it at once, none is lost. --remove and --reset take
    pictures back; \`fewgood part pictures\` lists them.`,
  examples: [
    'fewgood calibrate bolt.part confirmed/*.png',
    'fewgood calibrate bolt.part confirmed/ --target-false-reject 0.01',
    'fewgood calibrate bolt.part odd/17.png --accept --origin "line 3, checked by hand"',
    'fewgood calibrate bolt.part --remove 17.png',
    'fewgood calibrate bolt.part --reset',
  ],
  options: calibrateOptions,
  run,
});

type Options = Invocation<typeof calibrateOptions>['options'];

async function run({
  options,
  args: [path, ...words],
  terminal,
}: Invocation<typeof calibrateOptions>): Promise<ExitCode> {
  if (path === undefined) throw missing('no part file');
  assertOneTask(options, words);
  const target = options['target-false-reject'];
  if (target !== undefined) assertTargetFalseReject(target);
  return options.remove || options.reset
    ? takeBack(path, words, { options, terminal })
    : confirm(path, words, { options, terminal });
}

interface Context {
  readonly options: Options;
  readonly terminal: Terminal;
}

/** Takes pictures of good parts, or none, for another target. */
async function confirm(
  path: string,
  inputs: readonly string[],
  { options, terminal }: Context,
): Promise<ExitCode> {
  const before = await loadPart(path);
  await assertWritable(path, PART_FILE);
  const { files, passedOver } = await expandInputs(inputs, options, terminal);
  for (const line of passedOver.lines()) terminal.log(line);
  const scored = await scoreAll(before, files, { options, name: basename(path), terminal });
  const outcome = await updatePart(
    path,
    (part) => {
      if (!isLearnedAlike(part, before)) throw learnedAnew(path);
      return calibratePart(
        part,
        scored.map(({ candidate }) => candidate),
        { ...options, targetFalseReject: options['target-false-reject'] },
      );
    },
    waiting(path, terminal),
  );
  const fileOf = (picture: Candidate): string =>
    scored.find(({ candidate }) => candidate === picture)?.file ?? picture.name;
  if (options.json) {
    terminal.out(JSON.stringify({ part: path, ...calibrationRecord(outcome, fileOf) }));
  } else {
    const { log, out } = calibrationLines(path, outcome, fileOf);
    for (const line of log) terminal.log(line);
    for (const line of out) terminal.out(line);
  }
  return outcome.held.length > 0 ? ExitCode.anomalous : ExitCode.ok;
}

/** A picture that was scored, with the file that it came in. */
interface ScoredFile {
  readonly file: string;
  readonly candidate: Candidate;
}

async function scoreAll(
  part: Part,
  files: readonly PictureInput[],
  { options, name, terminal }: Context & { readonly name: string },
): Promise<ScoredFile[]> {
  if (files.length === 0) return [];
  const ofPart = viewsOf(part).map(({ model }) => model);
  const models = await findModels(options.model, ofPart);
  const runtime = nodeRuntime({ threads: options.threads });
  const inspector = await Inspector.create(part, { runtime, ...models, name });
  const progress = createProgress(terminal);
  const date = new Date().toISOString();
  const scored: ScoredFile[] = [];
  try {
    await forEachPicture({
      source: pictureFiles(files, { ...toPictureOptions(options), sampleBits: part.sampleBits }),
      step: async ({ name: file, read }) => {
        const image = await read();
        for (const { message, remedy } of image.warnings ?? []) {
          progress.clear();
          terminal.log(`warning: ${printable(file)}: ${message}. ${remedy}`);
        }
        const picture = { name: basename(file), image };
        const origin = options.origin ?? file;
        return { file, candidate: await scoreConfirmed(inspector, picture, { date, origin }) };
      },
      sinks: [{ add: (picture) => void scored.push(picture) }],
      onProgress: (done) => {
        progress.update('calibrating', done, files.length);
        assertNotCancelled(terminal.signal, 'calibrate', `${done} of ${files.length} pictures`);
      },
    });
    return scored;
  } finally {
    progress.clear();
    await inspector.release();
  }
}

function assertOneTask(options: Options, words: readonly string[]): void {
  if (options.remove || options.reset) return assertTakesBack(options, words);
  if (words.length === 0 && options['target-false-reject'] === undefined) {
    throw missing('no pictures');
  }
}

function missing(what: string): UsageError {
  return new UsageError(
    `Cannot calibrate: ${what} given`,
    'Name the part file, then pictures of good parts: fewgood calibrate bolt.part confirmed/.',
  );
}

function learnedAnew(path: string): PartError {
  return new PartError(
    printable(path),
    'it was learned anew while the pictures were scored: expected the part that scored them',
    'Give the command again.',
  );
}
