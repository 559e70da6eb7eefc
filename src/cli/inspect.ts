import { basename } from 'node:path';
import { UsageError } from '../errors.ts';
import { Inspector } from '../inspection/inspector.ts';
import { type FileToInspect, inspectFiles } from '../node/inspection/inspect-files.ts';
import { findModel } from '../node/runtime/model-lookup.ts';
import { loadPart } from '../node/inspection/part-store.ts';
import { expandPictures } from '../node/inspection/pictures.ts';
import { nodeRuntime } from '../node/runtime/runtime.ts';
import { watchFolder } from '../node/inspection/watch.ts';
import { type Outcome, outcomeOf, OUTCOMES, wordOf } from '../report/outcome.ts';
import {
  type Command,
  defineCommand,
  ExitCode,
  type Invocation,
  type Terminal,
} from './command.ts';
import { modelOptions, runtimeOptions } from './common-options.ts';
import {
  csvOutput,
  type InspectionOutput,
  jsonOutput,
  pictureOutput,
  reportOutput,
  textOutput,
  together,
} from './inspection-outputs.ts';
import { createProgress } from './progress.ts';
import { thresholdLines } from './threshold-lines.ts';

const options = {
  json: { type: 'boolean', help: 'print one JSON object a line (docs/inspection.schema.json)' },
  csv: { type: 'boolean', help: 'print a table as CSV' },
  report: { type: 'string', value: 'FILE.html', help: 'write a self-contained HTML report' },
  overlays: { type: 'string', value: 'FOLDER', help: 'write each picture with its defects marked' },
  maps: { type: 'string', value: 'FOLDER', help: 'write each anomaly map' },
  watch: {
    type: 'string',
    value: 'FOLDER',
    help: 'judge files as they arrive, once each, until interrupted',
  },
  'max-megapixels': {
    type: 'number',
    value: 'MP',
    default: 100,
    min: 0.01,
    help: 'refuse larger pictures before decoding',
  },
  ...modelOptions,
  ...runtimeOptions,
} as const;

/** `fewgood inspect bolt.part tray/ --report tray.html`. */
export const inspectCommand: Command = defineCommand({
  name: 'inspect',
  summary: 'Judge pictures against a part',
  usage: 'PART PICTURES… [options]',
  details: `PICTURES are files, folders, quoted globs, or - for a list on standard input.
    A score above the threshold fails. Exit codes: 0 all pass, 3 some fail, 1 a picture could not be
    judged (the others are judged all the same), 2 the command line is wrong, 130 interrupted: what
    was judged by then is written all the same. Interrupting is the usual end of --watch.`,
  examples: [
    'fewgood inspect bolt.part tray/',
    'fewgood inspect bolt.part tray/*.png --report tray.html --overlays marked/',
    'find /images -name "*.tif" | fewgood inspect bolt.part - --json',
    'fewgood inspect bolt.part --watch /camera --csv >> log.csv',
  ],
  options,
  run,
});

async function run({
  options: given,
  args,
  terminal,
}: Invocation<typeof options>): Promise<ExitCode> {
  const [partPath, ...inputs] = args;
  if (partPath === undefined || (inputs.length === 0) === (given.watch === undefined)) {
    throw new UsageError(
      `Cannot inspect: ${partPath === undefined ? 'no part file given' : 'expected pictures, or --watch FOLDER, and not both'}`,
      'Name the part file, then pictures: fewgood inspect bolt.part tray/.',
    );
  }
  if (given.json && given.csv) {
    throw new UsageError('Cannot print --json and --csv at once', 'Choose one of them.');
  }
  const files = given.watch === undefined ? await expandPictures(inputs, terminal) : undefined;
  const part = await loadPart(partPath);
  const model = await findModel(given.model, part.model);
  const inspector = await Inspector.create(part, {
    runtime: nodeRuntime({ threads: given.threads }),
    model: model.bytes,
    name: basename(partPath),
    clock: () => performance.now(),
  });
  try {
    for (const line of thresholdLines(part.calibration)) terminal.log(line);
    const source = files ?? arrivals(given.watch ?? '', terminal.signal);
    return await judgeAll(inspector, source, { given, partPath, terminal, total: files?.length });
  } finally {
    await inspector.release();
  }
}

interface Context {
  readonly given: Invocation<typeof options>['options'];
  readonly partPath: string;
  readonly terminal: Terminal;
  /** Pictures in all; undefined while watching. */
  readonly total: number | undefined;
}

async function judgeAll(
  inspector: Inspector,
  files: Iterable<FileToInspect> | AsyncIterable<FileToInspect>,
  context: Context,
): Promise<ExitCode> {
  const { given, terminal, total } = context;
  const output = await openOutputs(inspector, context);
  const progress = createProgress(terminal);
  const counts: Record<Outcome, number> = { pass: 0, fail: 0, unjudged: 0, error: 0 };
  let done = 0;
  const maxPixels = given['max-megapixels'] * 1e6;
  try {
    for await (const file of inspectFiles(inspector, files, { maxPixels })) {
      counts[outcomeOf(file)]++;
      progress.clear();
      await output.add(file);
      done++;
      if (total !== undefined) progress.update('inspecting', done, total);
      if (terminal.signal.aborted) break;
    }
    await output.close();
  } finally {
    progress.clear();
    await output.discard();
  }
  const words = OUTCOMES.map((outcome) => `${counts[outcome]} ${wordOf(outcome).toLowerCase()}`);
  terminal.log(words.join(', '));
  if (given.report !== undefined) terminal.log(`report: ${given.report}`);
  if (total !== undefined && done < total) return ExitCode.interrupted;
  if (counts.error + counts.unjudged > 0) return ExitCode.fault;
  return counts.fail > 0 ? ExitCode.anomalous : ExitCode.ok;
}

async function openOutputs(
  { part }: Inspector,
  { given, partPath, terminal }: Context,
): Promise<Required<InspectionOutput>> {
  const { json, csv, overlays, maps, report } = given;
  const outputs: InspectionOutput[] = [
    json ? jsonOutput(terminal, part) : csv ? csvOutput(terminal) : textOutput(terminal),
  ];
  if (overlays !== undefined) outputs.push(await pictureOutput(overlays, 'overlay'));
  if (maps !== undefined) outputs.push(await pictureOutput(maps, 'map'));
  if (report !== undefined) {
    const note = `Made ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    outputs.push(await reportOutput(report, part, { partPath, note }));
  }
  return together(outputs);
}

async function* arrivals(folder: string, signal: AbortSignal): AsyncGenerator<FileToInspect, void> {
  for await (const path of watchFolder(folder, { signal })) yield { path };
}
