import { type CsvCell, type CsvFormat, csvLine } from '../csv.ts';
import type { InspectionEntry } from '../inspection/entry.ts';
import type { RecordContext } from '../inspection/record-context.ts';
import type { InspectionSink } from '../inspection/run.ts';
import type { LineWriter } from './line-writer.ts';

const COLUMNS = [
  'path',
  'verdict',
  'provisional',
  'score',
  'threshold',
  'ratio',
  'regions',
  'largest_area',
  'error',
  'reasons',
  'time',
  'file_time',
  'file_bytes',
  'file_sha256',
  'width',
  'height',
  'replaced',
  'overlay',
  'map',
  'part',
  'part_sha256',
  'model_sha256',
  'version',
] as const;

/** How a table is written, and what its rows say besides their entries. */
export interface CsvOptions extends CsvFormat, RecordContext {
  /** Whether the table begins with a header; true by default. */
  readonly header?: boolean;
}

/** The header of the table, without its end. */
export function csvHeader(format: CsvFormat = {}): string {
  return csvLine(COLUMNS, format);
}

/**
 * A table with a header, which comes at once and is not awaited; RFC 4180 quoting, names that are no formulas.
 *
 * @param line - Takes each row, without its end.
 */
export function csvSink(line: LineWriter, options: CsvOptions = {}): InspectionSink {
  if (options.header ?? true) line(csvHeader(options));
  return {
    add: async (entry) => {
      await line(csvLine(rowOf(entry, options), options));
    },
  };
}

function rowOf(entry: InspectionEntry, context: RecordContext): CsvCell[] {
  const { judgedBy } = context;
  const [size, outputs] =
    'error' in entry ? [undefined, undefined] : [entry.image, context.outputsOf?.(entry)];
  return [
    ...judgementOf(entry),
    entry.time ?? null,
    entry.file?.modified ?? null,
    entry.file?.bytes ?? null,
    entry.file?.sha256 ?? null,
    size?.width ?? null,
    size?.height ?? null,
    entry.replaced ?? false,
    outputs?.overlay ?? null,
    outputs?.map ?? null,
    judgedBy?.part.name ?? null,
    judgedBy?.part.sha256 ?? null,
    judgedBy?.models.map(({ sha256 }) => sha256).join(' ') ?? null,
    judgedBy?.version ?? null,
  ];
}

function judgementOf(entry: InspectionEntry): CsvCell[] {
  if ('error' in entry) {
    return [entry.name, 'error', null, null, null, null, null, null, entry.error.message, null];
  }
  const { verdict, provisional, score, threshold, ratio, regions, reasons } = entry.inspection;
  const areas = regions.map(({ area }) => area);
  const largest = areas.length === 0 ? null : Math.max(...areas);
  const why = reasons.map(({ code, message }) => `${code}: ${message}`).join('; ');
  const judged = [entry.name, verdict, provisional, score, threshold, ratio];
  return [...judged, regions.length, largest, null, why];
}
