import { basename } from 'node:path';
import { assertNotCancelled } from '../cancellation.ts';
import { PartError, UsageError } from '../errors.ts';
import { assertTargetFalseReject } from '../inspection/calibrate.ts';
import { calibratePart, type Candidate, scoreConfirmed } from '../inspection/calibrate-part.ts';
import { Inspector } from '../inspection/inspector.ts';
import { objectsOf } from '../inspection/object-enrolment.ts';
import type { Part } from '../inspection/part.ts';
import { isLearnedAlike } from '../inspection/learned-alike.ts';
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
import { ExitCode, type Invocation, type Terminal } from './command.ts';
import { expandInputs } from './passed-over.ts';
import { toPictureOptions } from './picture-options.ts';
import { createProgress } from './progress.ts';
import type { calibrateOptions } from './calibrate-options.ts';

type Options = Invocation<typeof calibrateOptions>['options'];

/** `fewgood calibrate bolt.part confirmed/`. */
export async function runCalibrate({
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
        const pictures = objectsOf({ name: basename(file), image }, part.layout);
        const origin = options.origin ?? file;
        const ofFile: ScoredFile[] = [];
        for (const picture of pictures) {
          const candidate = await scoreConfirmed(inspector, picture, { date, origin });
          ofFile.push({ file, candidate });
        }
        return ofFile;
      },
      sinks: [{ add: (ofFile) => void scored.push(...ofFile) }],
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
