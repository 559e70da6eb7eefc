import { type CsvCell, type CsvFormat, csvLine } from '../csv.ts';
import type { InspectionEntry, PictureFile } from '../inspection/entry.ts';
import type { JudgedBy, RecordContext } from '../inspection/record-context.ts';
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
  'warnings',
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
  'largest_area_mm2',
  'angle',
  'dx',
  'dy',
  'scale',
  'objects',
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
  return [
    ...judgementOf(entry),
    entry.time ?? null,
    ...fileOf(entry.file),
    ...('error' in entry ? [null, null] : [entry.image.width, entry.image.height]),
    entry.replaced ?? false,
    ...outputsOf(entry, context),
    ...judgeOf(context.judgedBy),
    largestInMillimetres(entry),
    ...alignmentOf(entry),
    objectsOf(entry),
  ];
}

/** Objects that do not pass, by their places or numbers; null of a picture of one. */
function objectsOf(entry: InspectionEntry): CsvCell {
  const objects = 'error' in entry ? undefined : entry.inspection.objects;
  if (objects === undefined) return null;
  return objects
    .flatMap(({ place, verdict }, i) =>
      verdict === 'pass' ? [] : [`${place ?? i + 1}: ${verdict}`],
    )
    .join('; ');
}

/** Empty of a part that is not aligned, and where it is not known how the part lies. */
function alignmentOf(entry: InspectionEntry): CsvCell[] {
  const alignment = 'error' in entry ? null : (entry.inspection.alignment ?? null);
  if (alignment === null) return [null, null, null, null];
  const { angle, dx, dy, scale } = alignment;
  return [angle, dx, dy, scale];
}

/** Null where no region is, or the part has no scale. */
function largestInMillimetres(entry: InspectionEntry): number | null {
  const regions = 'error' in entry ? [] : entry.inspection.regions;
  const areas = regions.flatMap(({ millimetres }) => (millimetres ? [millimetres.area] : []));
  return areas.length === 0 ? null : Math.max(...areas);
}

function fileOf(file: PictureFile | undefined): CsvCell[] {
  return file === undefined ? [null, null, null] : [file.modified, file.bytes, file.sha256];
}

function outputsOf(entry: InspectionEntry, context: RecordContext): CsvCell[] {
  const { overlay = null, map = null } = 'error' in entry ? {} : (context.outputsOf?.(entry) ?? {});
  return [overlay, map];
}

function judgeOf(judgedBy: JudgedBy | undefined): CsvCell[] {
  if (judgedBy === undefined) return [null, null, null, null];
  const { part, models, version } = judgedBy;
  return [part.name, part.sha256, models.map(({ sha256 }) => sha256).join(' '), version];
}

function judgementOf(entry: InspectionEntry): CsvCell[] {
  if ('error' in entry) {
    return [
      entry.name,
      'error',
      null,
      null,
      null,
      null,
      null,
      null,
      entry.error.message,
      null,
      null,
    ];
  }
  const { verdict, provisional, score, threshold, ratio, regions, reasons } = entry.inspection;
  const areas = regions.map(({ area }) => area);
  const largest = areas.length === 0 ? null : Math.max(...areas);
  const { warnings = [] } = entry.image;
  const judged = [entry.name, verdict, provisional, score, threshold, ratio];
  return [...judged, regions.length, largest, null, explain(reasons), explain(warnings)];
}

function explain(all: readonly { readonly code: string; readonly message: string }[]): string {
  return all.map(({ code, message }) => `${code}: ${message}`).join('; ');
}
