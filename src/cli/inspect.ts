import { uncheckedText } from '../inspection/checks.ts';
import { OUTCOMES } from '../inspection/entry.ts';
import { Inspector } from '../inspection/inspector.ts';
import { viewsOf } from '../inspection/part-models.ts';
import { judgedBy } from '../inspection/record-context.ts';
import { titleOf } from '../inspection/reason.ts';
import {
  type InspectionSummary,
  type PictureSource,
  type ReasonCount,
  runInspection,
} from '../inspection/run.ts';
import { withSizing } from '../inspection/sizing.ts';
import { packageVersion } from '../node/files/package-version.ts';
import { loadPartFile } from '../node/inspection/part-store.ts';
import { pictureFiles } from '../node/inspection/picture-files.ts';
import type { PictureInput } from '../node/inspection/pictures.ts';
import { watchFolder } from '../node/inspection/watch.ts';
import { findModels } from '../node/runtime/model-lookup.ts';
import { nodeRuntime } from '../node/runtime/runtime.ts';
import { counted } from '../page/format.ts';
import { wordOf } from '../report/outcome.ts';
import { ExitCode, type Invocation, type Terminal } from './command.ts';
import { errorText } from './error-flags.ts';
import { cameraPictures } from './inspect-camera.ts';
import {
  checkInspectOptions,
  type InspectOptions,
  type inspectOptions,
  isEndless,
} from './inspect-options.ts';
import { assertOutputs } from './inspect-outputs.ts';
import { openSinks, type SinkContext } from './inspect-sinks.ts';
import { readTelling } from './inspect-telling.ts';
import { expandInputs, type PassedOverTally } from './passed-over.ts';
import { toPictureOptions } from './picture-options.ts';
import { createProgress } from './progress.ts';
import { toArea } from './size-options.ts';
import { withStateFile } from './state-file.ts';
import { partThresholdLines } from './threshold-lines.ts';
import { watchWords } from './watch-words.ts';

/** `fewgood inspect bolt.part tray/ --report tray.html`. */
export async function runInspect(invocation: Invocation<typeof inspectOptions>): Promise<ExitCode> {
  const { options, args, terminal } = invocation;
  const [partPath, ...inputs] = checkInspectOptions(options, args);
  const withTelling = await readTelling(options, terminal);
  const { files, passedOver } = await expandInputs(inputs, options, terminal);
  const file = await loadPartFile(partPath);
  await assertOutputs(options, [partPath, ...files.map(({ path }) => path)], terminal.descriptor);
  // What one run overrides; the file stays as it is.
  const area = options['min-area'];
  const part = area === undefined ? file.part : withSizing(file.part, { minArea: toArea(area) });
  const ofPart = viewsOf(part).map(({ model }) => model);
  const models = await findModels(options.model, ofPart);
  const inspector = await Inspector.create(part, {
    runtime: nodeRuntime({
      threads: options.threads,
      placement: isEndless(options) ? 'fixed' : 'free',
    }),
    ...models,
    name: file.name,
    clock: () => performance.now(),
  });
  try {
    for (const line of partThresholdLines(part)) terminal.log(line);
    const unchecked = uncheckedText(part.settings);
    if (unchecked !== undefined) terminal.log(`warning: ${unchecked}`);
    const by = judgedBy(part, { name: file.name, sha256: file.sha256 }, packageVersion());
    const pictures = isEndless(options) ? undefined : files;
    const context = { options, part, judgedBy: by, terminal, passedOver };
    const code = await withStateFile(options.state, file.name, terminal, (store) =>
      withTelling((telling) => judgeAll(inspector, pictures, { ...context, store, telling })),
    );
    for (const line of passedOver.lines()) terminal.log(line);
    return code;
  } finally {
    await inspector.release();
  }
}

/** What went by beside the pictures that were judged. */
interface Passed {
  /** Pictures that were replaced or deleted before their turn. */
  lost: number;
  /** Pictures that an earlier run judged. */
  before: number;
  /** How often pictures that were judged were written again as they were. */
  unchanged: number;
  /** Pictures of a camera before which a newer one came. */
  dropped: number;
  /** Whether the watched folder is away. */
  isAway: boolean;
  /** Where the report is, once it is there, and what is said of an earlier one. */
  report?: string;
}

type Context = SinkContext & {
  readonly terminal: Terminal;
  readonly passedOver: PassedOverTally;
};

async function judgeAll(
  inspector: Inspector,
  files: readonly PictureInput[] | undefined,
  context: Context,
): Promise<ExitCode> {
  const { options, terminal } = context;
  const progress = createProgress(terminal);
  const speak = (words: string): void => {
    progress.clear();
    terminal.log(words);
  };
  const passed: Passed = { lost: 0, before: 0, unchanged: 0, dropped: 0, isAway: false };
  const out = (line: string): void => {
    progress.clear();
    terminal.out(line);
  };
  const summary = await runInspection({
    source: sourceOf(files, context, passed, speak),
    inspector,
    sinks: await openSinks({
      ...context,
      terminal: { ...terminal, out },
      onReport: (path, isBeside) => {
        passed.report = path + (isBeside ? ` (${options.report} is kept)` : '');
      },
    }),
    signal: terminal.signal,
    onProgress: (done) => {
      // How many pictures are in the files is not known before each is opened.
      if (files === undefined || options.pages === 'all') return;
      progress.update('inspecting', done + passed.before, files.length);
    },
    onSinkFault: ({ sink, error, isOver }) =>
      speak(
        `${sink}: ${errorText(error)}\n  ${isOver ? 'The rest goes on without it.' : 'It is tried again with the next picture.'}`,
      ),
    onSinkRecovery: (sink) => speak(`${sink}: written again.`),
    clock: () => performance.now(),
    now: () => new Date().toISOString(),
  }).finally(() => progress.clear());
  tellSummary(summary, passed, context);
  return exitCodeOf(summary, passed, context.options);
}

function sourceOf(
  files: readonly PictureInput[] | undefined,
  { options, part, terminal, store, passedOver }: Context,
  passed: Passed,
  speak: (words: string) => void,
): PictureSource {
  const { watch = '', camera: input, recursive, ignore, settle } = options;
  const onDropped = (): void => void passed.dropped++;
  const seen = input && cameraPictures({ input, options, terminal, speak, onDropped });
  const reading = toPictureOptions(options);
  const arriving = watchFolder(watch, {
    ...reading,
    page: reading.pages === 'one' ? undefined : 1,
    recursive,
    ignore,
    onPassOver: passedOver.add,
    settleMilliseconds: settle * 1000,
    signal: terminal.signal,
    isJudged: (path, stamp) => {
      const isJudged = store?.hasStamp(path, stamp) === true;
      if (isJudged) passed.before++;
      return isJudged;
    },
    onEvent: (event) => {
      if (event.kind === 'lost') passed.lost++;
      if (event.kind === 'away' || event.kind === 'back') passed.isAway = event.kind === 'away';
      if (event.kind === 'unchanged') passed.unchanged++;
      const words = watchWords(event, watch);
      if (words !== undefined) speak(words);
    },
  });
  return pictureFiles(files ?? (seen || arriving), {
    ...reading,
    sampleBits: part.sampleBits,
    judged: store,
    onPassedOver: () => void passed.before++,
  });
}

function tellSummary(
  { counts, reasons, faults }: InspectionSummary,
  { lost, before, unchanged, dropped, isAway, report }: Passed,
  { options, terminal }: Context,
): void {
  const words = OUTCOMES.map((outcome) => `${counts[outcome]} ${wordOf(outcome).toLowerCase()}`);
  terminal.log(words.join(', '));
  if (before > 0) terminal.log(`judged before, passed over: ${counted(before, 'picture')}`);
  if (unchanged > 0) {
    terminal.log(
      `touched or written again as they were, not judged again: ${counted(unchanged, 'picture')}`,
    );
  }
  if (lost > 0) {
    terminal.log(
      `replaced or deleted before they could be judged: ${counted(lost, 'picture')}. ` +
        'Write each under a name of its own, or leave more time between two.',
    );
  }
  if (dropped > 0) {
    terminal.log(`dropped, as a newer one came before their turn: ${counted(dropped, 'picture')}`);
  }
  if (isAway) terminal.log(`${options.watch} was away when the watch ended.`);
  for (const line of reasonLines(reasons)) terminal.log(line);
  for (const { sink, lost: missing, isOver, error } of faults) {
    const what = isOver ? 'not finished' : `without ${counted(missing, 'picture')}`;
    terminal.log(`${sink}: ${what}. ${error.message}`);
  }
  if (report !== undefined) terminal.log(`report: ${report}`);
}

/** What stood against pictures, and what became of them: those that fail are sorted out. */
function reasonLines(reasons: readonly ReasonCount[]): string[] {
  return reasons.map(({ code, pictures, failed, passed, remedy }) => {
    const unjudged = pictures - failed - passed;
    const outcomes = [
      ...(unjudged > 0 ? [`${counted(unjudged, 'picture')} not judged`] : []),
      ...(failed > 0 ? [counted(failed, 'picture fails', 'pictures fail')] : []),
      ...(passed > 0 ? [counted(passed, 'picture passes', 'pictures pass')] : []),
    ];
    return `${titleOf(code).toLowerCase()}, ${outcomes.join(', ')}: ${remedy}`;
  });
}

function exitCodeOf(
  { counts, isInterrupted, faults }: InspectionSummary,
  { lost, isAway }: Passed,
  options: InspectOptions,
): ExitCode {
  // An interrupt is the usual end of a watch.
  if (isInterrupted && !isEndless(options)) return ExitCode.interrupted;
  if (counts.error + counts.unjudged + lost + faults.length > 0 || isAway) return ExitCode.fault;
  return counts.fail > 0 ? ExitCode.anomalous : ExitCode.ok;
}
