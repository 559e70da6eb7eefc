import { basename } from 'node:path';
import { assertNotCancelled } from '../cancellation.ts';
import { UsageError } from '../errors.ts';
import { assertTargetFalseReject } from '../inspection/calibrate.ts';
import { calibratePart, scoreConfirmed } from '../inspection/calibrate-part.ts';
import { Inspector } from '../inspection/inspector.ts';
import { viewsOf } from '../inspection/part-models.ts';
import type { NormalScore, Part } from '../inspection/part.ts';
import { forEachPicture } from '../inspection/run.ts';
import { assertWritable } from '../node/files/files.ts';
import { loadPart, savePart } from '../node/inspection/part-store.ts';
import { pictureFiles } from '../node/inspection/picture-files.ts';
import { expandPictures, type PictureInput } from '../node/inspection/pictures.ts';
import { findModels } from '../node/runtime/model-lookup.ts';
import { nodeRuntime } from '../node/runtime/runtime.ts';
import { counted } from '../page/format.ts';
import { printable } from '../printable.ts';
import {
  type Command,
  defineCommand,
  ExitCode,
  type Invocation,
  type Terminal,
} from './command.ts';
import { modelOptions, runtimeOptions } from './common-options.ts';
import { createProgress } from './progress.ts';
import { thresholdLines } from './threshold-lines.ts';

const calibrateOptions = {
  'target-false-reject': {
    type: 'number',
    value: 'SHARE',
    help: "wanted share of good parts that fail (default: the part's)",
  },
  json: { type: 'boolean', help: 'print the calibration as one JSON object' },
  ...modelOptions,
  ...runtimeOptions,
} as const;

/** `fewgood calibrate bolt.part confirmed/`. */
export const calibrateCommand: Command = defineCommand({
  name: 'calibrate',
  summary: 'Confirm good pictures, which makes the threshold of a part hold',
  usage: 'PART PICTURES… [options]',
  details: `Every picture must show a good part: each raises what the threshold promises. They must come
    from different parts, as the line will bring them; support pictures and repeats do not count.
    The part file is replaced when all pictures were read.`,
  examples: [
    'fewgood calibrate bolt.part confirmed/*.png',
    'fewgood calibrate bolt.part confirmed/ --target-false-reject 0.01',
  ],
  options: calibrateOptions,
  run,
});

async function run({
  options,
  args,
  terminal,
}: Invocation<typeof calibrateOptions>): Promise<ExitCode> {
  const [path, ...inputs] = args;
  const target = options['target-false-reject'];
  if (path === undefined || (inputs.length === 0 && target === undefined)) {
    throw new UsageError(
      `Cannot calibrate: ${path === undefined ? 'no part file' : 'no pictures'} given`,
      'Name the part file, then pictures of good parts: fewgood calibrate bolt.part confirmed/.',
    );
  }
  if (target !== undefined) assertTargetFalseReject(target);
  const part = await loadPart(path);
  await assertWritable(path);
  const files = inputs.length === 0 ? [] : await expandPictures(inputs, terminal);
  const scores = await scoreAll(part, files, { options, name: basename(path), terminal });
  const { part: calibrated, repeated } = calibratePart(part, scores, target);
  await savePart(path, calibrated);
  const { calibration } = calibrated;
  if (options.json) {
    const { leaveOneOut: _, confirmed, ...threshold } = calibration;
    terminal.out(JSON.stringify({ part: path, ...threshold, confirmed: confirmed.length }));
    return ExitCode.ok;
  }
  for (const { name } of repeated) {
    terminal.log(
      `${printable(name)}: not counted, it is a support picture or was confirmed before`,
    );
  }
  terminal.out(`${path}: ${counted(calibration.confirmed.length, 'confirmed good picture')}`);
  for (const line of thresholdLines(calibration)) terminal.out(line);
  return ExitCode.ok;
}

async function scoreAll(
  part: Part,
  files: readonly PictureInput[],
  context: {
    options: Invocation<typeof calibrateOptions>['options'];
    name: string;
    terminal: Terminal;
  },
): Promise<NormalScore[]> {
  const { options, name, terminal } = context;
  if (files.length === 0) return [];
  const ofPart = viewsOf(part).map(({ model }) => model);
  const models = await findModels(options.model, ofPart);
  const runtime = nodeRuntime({ threads: options.threads });
  const inspector = await Inspector.create(part, { runtime, ...models, name });
  const progress = createProgress(terminal);
  const scores: NormalScore[] = [];
  try {
    await forEachPicture({
      source: pictureFiles(files),
      step: async ({ name: path, read }) =>
        scoreConfirmed(inspector, { name: basename(path), image: await read() }),
      sinks: [{ add: (score) => void scores.push(score) }],
      onProgress: (done) => {
        progress.update('calibrating', done, files.length);
        assertNotCancelled(terminal.signal, 'calibrate', `${done} of ${files.length} pictures`);
      },
    });
    return scores;
  } finally {
    progress.clear();
    await inspector.release();
  }
}
