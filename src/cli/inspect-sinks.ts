import { basename } from 'node:path';
import { FileError } from '../errors.ts';
import type { InspectedEntry } from '../inspection/entry.ts';
import type { Part } from '../inspection/part.ts';
import type { JudgedBy, PictureOutputs, RecordContext } from '../inspection/record-context.ts';
import type { InspectionSink } from '../inspection/run.ts';
import { openLineFile } from '../node/files/line-file.ts';
import type { JudgedStore } from '../node/inspection/judged-store.ts';
import { pictureSink } from '../node/inspection/picture-sink.ts';
import { reportSink } from '../node/inspection/report-sink.ts';
import { printable } from '../printable.ts';
import { csvHeader, csvSink } from '../report/csv-sink.ts';
import { jsonSink, recordSink } from '../report/json-sink.ts';
import { textSink } from '../report/text-sink.ts';
import type { Terminal } from './command.ts';
import type { Telling } from './connect-package.ts';
import { openSink } from './open-sink.ts';
import { csvFormatOf, type InspectOptions, isCsvLog, isEndless } from './inspect-options.ts';

/** What the sinks of `fewgood inspect` need. */
export interface SinkContext {
  readonly options: InspectOptions;
  readonly part: Part;
  readonly judgedBy: JudgedBy;
  readonly terminal: Pick<Terminal, 'out' | 'flushed' | 'outliveReader' | 'continues' | 'log'>;
  readonly store: JudgedStore | undefined;
  readonly telling: Telling | undefined;
  /** Told where the report is when it is in place, and whether that is beside one of an earlier run. */
  readonly onReport?: (path: string, isBeside: boolean) => void;
}

/**
 * The sinks that the options ask for. Pictures about pictures are written first, since records name
 * them; what was judged is remembered last, when every output has it. One whose disk is full takes nothing
 * from the others, also at the beginning.
 */
export async function openSinks(context: SinkContext): Promise<InspectionSink[]> {
  const { options, part, judgedBy, store, telling } = context;
  const { overlays, maps, report, log } = options;
  const outputs = new WeakMap<InspectedEntry, PictureOutputs>();
  const record: RecordContext = { judgedBy, outputsOf: (entry) => outputs.get(entry) ?? {} };
  const sinks: InspectionSink[] = [];
  if ([overlays, maps, report, log, telling].some((output) => output !== undefined)) {
    context.terminal.outliveReader?.();
  }
  for (const [kind, folder] of [['overlay', overlays] as const, ['map', maps] as const]) {
    if (folder === undefined) continue;
    const onWritten = (entry: InspectedEntry, path: string): void => {
      outputs.set(entry, { ...outputs.get(entry), [kind]: path });
    };
    const open = (): Promise<InspectionSink> => pictureSink(folder, kind, { onWritten });
    sinks.push(await openSink({ name: `${kind}s in ${folder}`, isolated: true }, open));
  }
  sinks.push(printSink(context, record));
  if (telling !== undefined) {
    const sink = recordSink(async (one) => telling.tell(one), part, record);
    sinks.push({ ...sink, name: 'the outbox of the connectors', isolated: true });
  }
  if (log !== undefined) {
    const open = (): Promise<InspectionSink> => logSink(log, context, record);
    sinks.push(await openSink({ name: `the log ${log}`, isolated: true }, open));
  }
  if (report !== undefined) {
    const partName = judgedBy.part.name.replace(/\.part$/, '');
    const when = new Date().toISOString().slice(0, 16).replace('T', ' ');
    const note = `Made ${when} UTC by fewgood ${judgedBy.version}`;
    // A run that goes on, or that sees what comes, does not judge anew what an earlier report has.
    const keepsEarlier = options.state !== undefined || isEndless(options);
    const { onReport: onWritten } = context;
    const open = (): Promise<InspectionSink> =>
      reportSink(report, { part, partName, note }, { keepsEarlier, onWritten });
    sinks.push(await openSink({ name: `the report ${report}` }, open));
  }
  if (store !== undefined) sinks.push(store.sink());
  return sinks;
}

/** Standard output; the log has the same, if there is one. */
function printSink(
  { options, part, terminal }: SinkContext,
  record: RecordContext,
): InspectionSink {
  const { out } = terminal;
  const printed = (sink: InspectionSink): InspectionSink => ({
    name: 'standard output',
    isCopy: options.log !== undefined,
    add: async (entry) => {
      await sink.add(entry);
      // Else it would be known with a later picture alone that this one was not written.
      await terminal.flushed?.();
    },
  });
  if (options.json) return printed(jsonSink(out, part, record));
  if (!options.csv) return printed(textSink(out));
  const format = csvFormatOf(options);
  const header = csvHeader(format);
  if (terminal.continues?.(header) !== true) out((options['csv-bom'] ? '\ufeff' : '') + header);
  return printed(csvSink(out, { ...format, ...record, header: false }));
}

/** A file that grows from run to run, with a header if it is a table and new. */
async function logSink(
  path: string,
  { options, part, terminal }: SinkContext,
  record: RecordContext,
): Promise<InspectionSink> {
  const file = await openLineFile(path, { isCsv: isCsvLog(options) });
  const append = (line: string): Promise<void> => file.append(line);
  const sink = { name: `the log ${path}`, isolated: true };
  const warn = (): void => {
    if (!file.isTorn) return;
    terminal.log(
      `warning: ${printable(path)} ends within a record, as when a run is killed. It is ended there.`,
    );
  };
  if (!isCsvLog(options)) {
    if (file.first !== undefined && !file.first.startsWith('{')) throw anotherFile(path, 'JSON');
    warn();
    return { ...jsonSink(append, part, record), ...sink };
  }
  const format = csvFormatOf(options);
  const header = csvHeader(format);
  if (file.first === undefined) await append((options['csv-bom'] ? '\ufeff' : '') + header);
  else if (file.first.replace(/^\ufeff/, '') !== header) throw anotherFile(path, 'a table');
  warn();
  return { ...csvSink(append, { ...format, ...record, header: false }), ...sink };
}

function anotherFile(path: string, kind: string): FileError {
  return new FileError(
    `add to ${printable(basename(path))}`,
    `it is another file: expected ${kind} that --log began, of this version and of this format`,
    'Name a new file.',
  );
}
