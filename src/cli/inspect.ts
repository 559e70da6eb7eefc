import { basename } from 'node:path';
import { UsageError } from '../errors.ts';
import { uncheckedText } from '../inspection/checks.ts';
import { OUTCOMES } from '../inspection/entry.ts';
import { Inspector } from '../inspection/inspector.ts';
import { viewsOf } from '../inspection/part-models.ts';
import type { Part } from '../inspection/part.ts';
import { titleOf } from '../inspection/reason.ts';
import {
  type InspectionSink,
  type PictureSource,
  type ReasonCount,
  runInspection,
} from '../inspection/run.ts';
import { assertNoInput } from '../node/files/input-guard.ts';
import { loadPart } from '../node/inspection/part-store.ts';
import { pictureFiles } from '../node/inspection/picture-files.ts';
import { pictureSink } from '../node/inspection/picture-sink.ts';
import { reportSink } from '../node/inspection/report-sink.ts';
import { watchFolder } from '../node/inspection/watch.ts';
import { findModels } from '../node/runtime/model-lookup.ts';
import { nodeRuntime } from '../node/runtime/runtime.ts';
import { counted } from '../page/format.ts';
import { csvSink } from '../report/csv-sink.ts';
import { jsonSink } from '../report/json-sink.ts';
import { wordOf } from '../report/outcome.ts';
import { textSink } from '../report/text-sink.ts';
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
import { thresholdLines } from './threshold-lines.ts';

const inspectOptions = {
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
  ...pictureOptions,
  ...inputOptions,
  ...modelOptions,
  ...runtimeOptions,
} as const;

/** `fewgood inspect bolt.part tray/ --report tray.html`. */
export const inspectCommand: Command = defineCommand({
  name: 'inspect',
  summary: 'Judge pictures against a part',
  usage: 'PART PICTURES… [options]',
  details: `PICTURES are files, folders, quoted globs, or - for a list on standard input. In folders, pictures
    are known by their content; what is passed over is counted and named (docs/files.md).
    A score above the threshold fails. A picture of which the score says nothing (no light, no focus,
    another size and so on) is judged "cannot judge", with the reason and what to do, and never passes.
    Where the part is not there, or half of it, the picture fails if its score is above the threshold
    too, and else is not judged (docs/cannot-judge.md). Exit codes: 0 all pass, 3 some fail, 1 a picture could not be read or judged
    (the others are judged all the same), 2 the command line is wrong, 130 interrupted: what was judged
    by then is written all the same. Interrupting is the usual end of --watch, which then
    exits with 0, 3 or 1.`,
  examples: [
    'fewgood inspect bolt.part tray/',
    'fewgood inspect bolt.part tray/*.png --report tray.html --overlays marked/',
    'find /images -name "*.tif" | fewgood inspect bolt.part - --json',
    'fewgood inspect bolt.part --watch /camera --csv >> log.csv',
  ],
  options: inspectOptions,
  run,
});

async function run({
  options,
  args,
  terminal,
}: Invocation<typeof inspectOptions>): Promise<ExitCode> {
  const [partPath, ...inputs] = args;
  if (partPath === undefined || (inputs.length === 0) === (options.watch === undefined)) {
    throw new UsageError(
      `Cannot inspect: ${partPath === undefined ? 'no part file given' : 'expected pictures, or --watch FOLDER, and not both'}`,
      'Name the part file, then pictures: fewgood inspect bolt.part tray/.',
    );
  }
  if (options.json && options.csv) {
    throw new UsageError('Cannot print --json and --csv at once', 'Choose one of them.');
  }
  const { files, passedOver } = await expandInputs(inputs, options, terminal);
  const part = await loadPart(partPath);
  if (options.report !== undefined) {
    await assertNoInput(options.report, [partPath, ...files.map(({ path }) => path)]);
  }
  const ofPart = viewsOf(part).map(({ model }) => model);
  const models = await findModels(options.model, ofPart);
  const inspector = await Inspector.create(part, {
    runtime: nodeRuntime({ threads: options.threads }),
    ...models,
    name: basename(partPath),
    clock: () => performance.now(),
  });
  try {
    for (const line of thresholdLines(part.calibration)) terminal.log(line);
    const unchecked = uncheckedText(part.settings);
    if (unchecked !== undefined) terminal.log(`warning: ${unchecked}`);
    const { watch } = options;
    const paths = watch === undefined ? files : watchFolder(watch, { signal: terminal.signal });
    const { sampleBits } = part;
    const source = pictureFiles(paths, { ...toPictureOptions(options), sampleBits });
    // How many pictures are in the files is not known before each is opened.
    const isCounted = watch === undefined && options.pages !== 'all';
    const total = isCounted ? files.length : undefined;
    const context = { options, partPath, terminal, total };
    const code = await judgeAll(inspector, source, context);
    for (const line of passedOver.lines()) terminal.log(line);
    return code;
  } finally {
    await inspector.release();
  }
}

interface Context {
  readonly options: Invocation<typeof inspectOptions>['options'];
  readonly partPath: string;
  readonly terminal: Terminal;
  /** Pictures in all; undefined if that is not known. */
  readonly total: number | undefined;
}

async function judgeAll(
  inspector: Inspector,
  source: PictureSource,
  context: Context,
): Promise<ExitCode> {
  const { options, terminal, total } = context;
  const progress = createProgress(terminal);
  const print = (line: string): void => {
    progress.clear();
    terminal.out(line);
  };
  const sinks = await openSinks(inspector.part, context, print);
  const { counts, reasons, isInterrupted } = await runInspection({
    source,
    inspector,
    sinks,
    signal: terminal.signal,
    onProgress: (done) => {
      if (total !== undefined) progress.update('inspecting', done, total);
    },
    clock: () => performance.now(),
  }).finally(() => progress.clear());
  const words = OUTCOMES.map((outcome) => `${counts[outcome]} ${wordOf(outcome).toLowerCase()}`);
  terminal.log(words.join(', '));
  for (const line of reasonLines(reasons)) terminal.log(line);
  if (options.report !== undefined) terminal.log(`report: ${options.report}`);
  // An interrupt is the usual end of a watch.
  if (isInterrupted && options.watch === undefined) return ExitCode.interrupted;
  if (counts.error + counts.unjudged > 0) return ExitCode.fault;
  return counts.fail > 0 ? ExitCode.anomalous : ExitCode.ok;
}

/** What stood against pictures, and what became of them: those that fail are sorted out. */
function reasonLines(reasons: readonly ReasonCount[]): string[] {
  return reasons.map(({ code, pictures, failed, remedy }) => {
    const unjudged = pictures - failed;
    const outcomes = [
      ...(unjudged > 0 ? [`${counted(unjudged, 'picture')} not judged`] : []),
      ...(failed > 0 ? [counted(failed, 'picture fails', 'pictures fail')] : []),
    ];
    return `${titleOf(code).toLowerCase()}, ${outcomes.join(', ')}: ${remedy}`;
  });
}

async function openSinks(
  part: Part,
  { options, partPath }: Context,
  print: (line: string) => void,
): Promise<InspectionSink[]> {
  const { json, csv, overlays, maps, report } = options;
  const sinks = [json ? jsonSink(print, part) : csv ? csvSink(print) : textSink(print)];
  if (overlays !== undefined) sinks.push(await pictureSink(overlays, 'overlay'));
  if (maps !== undefined) sinks.push(await pictureSink(maps, 'map'));
  if (report !== undefined) {
    const partName = basename(partPath).replace(/\.part$/, '');
    const note = `Made ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    sinks.push(await reportSink(report, { part, partName, note }));
  }
  return sinks;
}
