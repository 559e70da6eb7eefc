import type { CsvFormat } from '../csv.ts';
import { UsageError } from '../errors.ts';
import type { Manual, Values } from './command.ts';
import { inputOptions, modelOptions, runtimeOptions } from './common-options.ts';
import { pictureOptions } from './picture-options.ts';
import { minAreaOption } from './size-options.ts';

/** Options of `fewgood inspect`. */
export const inspectOptions = {
  json: { type: 'boolean', help: 'print one JSON object a line (docs/inspection.schema.json)' },
  csv: { type: 'boolean', help: 'print a table as CSV' },
  log: {
    type: 'string',
    value: 'FILE',
    help: 'add a line a picture to a file: FILE.csv as CSV, another as JSON',
  },
  'csv-delimiter': {
    type: 'string',
    choices: ['comma', 'semicolon', 'tab', ',', ';'],
    unset: 'comma, or semicolon with --csv-decimal comma',
    help: 'what stands between two cells of CSV',
  },
  'csv-decimal': {
    type: 'string',
    choices: ['point', 'comma'],
    default: 'point',
    help: 'what stands before the decimals in CSV',
  },
  'csv-bom': {
    type: 'boolean',
    help: 'begin CSV with a byte order mark, as Excel needs for UTF-8',
  },
  report: {
    type: 'string',
    value: 'FILE.html',
    help: 'write a self-contained HTML report; with --state, --watch or --camera beside one that is there',
  },
  overlays: { type: 'string', value: 'FOLDER', help: 'write each picture with its defects marked' },
  maps: { type: 'string', value: 'FOLDER', help: 'write each anomaly map' },
  watch: {
    type: 'string',
    value: 'FOLDER',
    help: 'judge files as they arrive, once each, until interrupted',
  },
  camera: {
    type: 'string',
    value: 'INPUT',
    help: 'judge pictures of a camera, rtsp://…, /dev/video0 or gige:ADDRESS, until interrupted',
  },
  'camera-every': {
    type: 'number',
    value: 'SECONDS',
    default: 1,
    min: 0.05,
    help: 'between two pictures of a camera',
  },
  settle: {
    type: 'number',
    value: 'SECONDS',
    default: 1,
    min: 0,
    help: 'with --watch: a file is complete when it was unchanged for so long',
  },
  state: {
    type: 'string',
    value: 'FILE',
    help: 'remember what was judged, and pass over it when started again',
  },
  connect: {
    type: 'string',
    value: 'CONFIG',
    help: 'with --state: tell each verdict to webhooks, MQTT or folders (docs/connect.md)',
  },
  'connect-wait': {
    type: 'number',
    value: 'SECONDS',
    default: 30,
    min: 0,
    help: 'with --connect: wait at the end for who is away; the rest is told by the next run',
  },
  ...minAreaOption,
  ...pictureOptions,
  ...inputOptions,
  recursive: {
    type: 'boolean',
    help: 'also watch folders within, and walk those that a list on standard input names',
  },
  ...modelOptions,
  ...runtimeOptions,
} as const;

/** The help of `fewgood inspect`. */
export const inspectManual: Manual<typeof inspectOptions> = {
  usage: 'PART PICTURES… [options]',
  details: `PICTURES are files, folders, quoted globs, or - for a list on standard input. In folders, pictures
    are known by their content; what is passed over is counted and named (docs/files.md).
    A score above the threshold fails. A picture of which the score says nothing (no light, no focus,
    another size and so on) is judged "cannot judge", with the reason and what to do, and never passes.
    Where the part is not there, or half of it, the picture fails if its score is above the threshold
    too, and else is not judged (docs/cannot-judge.md). Exit codes: 0 all pass, 3 some fail, 1 a picture could not be read or judged
    (the others are judged all the same) or an output could not be written (the others go on), 2 the
    command line is wrong, 130 interrupted: what was judged by then is written all the same.
    With --state, --watch or --camera, a report that is there is kept, since it may have pictures that are not judged again:
    the new one is FILE-2.html, FILE-3.html and so on; else the new one has all, and replaces it.
    With --connect, verdicts that are not told, since a receiver is away or does not take them, are kept in the outbox,
    STATE.outbox, and told when the command is started again; the exit code is 1.
    With --camera, pictures are named by when they came, and are kept in no file; one before which a newer one came while another was
    judged is dropped, and counted. It needs the package @fewgood/station, and ffmpeg or Aravis (docs/connect.md).
    Interrupting is the usual end of --watch and --camera, which then exits with 0, 3 or 1; 1 also if a picture was
    replaced or deleted before it could be judged, or the folder was away at the end.`,
  examples: [
    'fewgood inspect bolt.part tray/',
    'fewgood inspect bolt.part tray/*.png --report tray.html --overlays marked/',
    'find /images -name "*.tif" | fewgood inspect bolt.part - --json',
    'fewgood inspect bolt.part --watch /camera --log line.csv --state line.state',
    'fewgood inspect bolt.part --watch /camera --state line.state --connect line3.json',
    'fewgood inspect bolt.part --camera /dev/video0 --camera-every 2 --overlays seen/',
    'fewgood inspect bolt.part tray/ --csv --csv-decimal comma --csv-bom > tray.csv',
  ],
  options: inspectOptions,
};

/** What stands behind them. */
export type InspectOptions = Values<typeof inspectOptions>;

/**
 * Checks words and options against each other.
 *
 * @returns The part file, and the pictures.
 * @throws {@link UsageError} if something is missing, or at odds.
 */
export function checkInspectOptions(
  options: InspectOptions,
  [partPath, ...inputs]: readonly string[],
): [partPath: string, ...inputs: string[]] {
  const sources = [inputs[0], options.watch, options.camera].filter((one) => one !== undefined);
  if (partPath === undefined || sources.length !== 1) {
    throw new UsageError(
      `Cannot inspect: ${partPath === undefined ? 'no part file given' : 'expected pictures, --watch FOLDER or --camera INPUT, and one of them alone'}`,
      'Name the part file, then pictures: fewgood inspect bolt.part tray/.',
    );
  }
  checkTogether(options);
  return [partPath, ...inputs];
}

/** Options that need, or exclude, one another. */
function checkTogether(options: InspectOptions): void {
  if (options.connect !== undefined && options.state === undefined) {
    throw new UsageError(
      'Cannot tell verdicts without --state: expected a file beside which the outbox lies',
      'Add --state FILE.',
    );
  }
  if (options.json && options.csv) {
    throw new UsageError('Cannot print --json and --csv at once', 'Choose one of them, and --log.');
  }
  const { 'csv-delimiter': delimiter, 'csv-decimal': decimal, 'csv-bom': bom } = options;
  const hasFormat = delimiter !== undefined || decimal !== 'point' || bom;
  if (hasFormat && !options.csv && !isCsvLog(options)) {
    throw new UsageError(
      'Cannot use --csv-delimiter, --csv-decimal or --csv-bom without CSV',
      'Add --csv, or --log FILE.csv.',
    );
  }
}

/** Whether a run goes on until somebody ends it. */
export function isEndless({ watch, camera }: Pick<InspectOptions, 'watch' | 'camera'>): boolean {
  return watch !== undefined || camera !== undefined;
}

/** Whether `--log` is CSV. */
export function isCsvLog({ log = '' }: Pick<InspectOptions, 'log'>): boolean {
  return /\.csv$/i.test(log);
}

/** How CSV is written. */
export function csvFormatOf(options: InspectOptions): Required<CsvFormat> {
  const decimal = options['csv-decimal'] === 'comma' ? ',' : '.';
  const delimiters = { comma: ',', ',': ',', semicolon: ';', ';': ';', tab: '\t' } as const;
  const word = options['csv-delimiter'] ?? (decimal === ',' ? 'semicolon' : 'comma');
  return { delimiter: delimiters[word], decimal };
}
