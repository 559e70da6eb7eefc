import type { NamedBlob } from '../ports/file-source.ts';
import type { InspectionRecord } from './records.ts';

const COLUMNS = [
  'time',
  'part',
  'version',
  'name',
  'source',
  'outcome',
  'score',
  'threshold',
  'ratio',
  'provisional',
  'reasons',
  'milliseconds',
] as const;

type Row = Readonly<Record<(typeof COLUMNS)[number], string | number | boolean | null>>;

/** Inspections as CSV, a line each. */
export function csvOf(
  all: readonly InspectionRecord[],
  partNames: ReadonlyMap<string, string>,
): NamedBlob {
  const lines = all.map((one) => {
    const row = rowOf(one, partNames);
    return COLUMNS.map((column) => cell(row[column])).join(',');
  });
  const text = [COLUMNS.join(','), ...lines, ''].join('\r\n');
  return { name: 'inspections.csv', blob: new Blob([text], { type: 'text/csv' }) };
}

/** Inspections as JSON, one object a line. */
export function jsonOf(
  all: readonly InspectionRecord[],
  partNames: ReadonlyMap<string, string>,
): NamedBlob {
  // What says where its pictures lie is of no use elsewhere.
  const left = {
    hasPicture: undefined,
    hasOverlay: undefined,
    reviews: undefined,
    partId: undefined,
  };
  const lines = all.map((one) =>
    JSON.stringify({ ...one, ...left, part: partNames.get(one.partId) ?? one.partId }),
  );
  const text = [...lines, ''].join('\n');
  return { name: 'inspections.jsonl', blob: new Blob([text], { type: 'application/x-ndjson' }) };
}

function rowOf(one: InspectionRecord, partNames: ReadonlyMap<string, string>): Row {
  const { time, version, name, source, outcome, score, threshold, ratio, provisional } = one;
  const reasons = [...one.reasons, ...(one.error === null ? [] : [one.error])];
  return {
    time,
    version,
    name,
    source,
    outcome,
    score,
    threshold,
    ratio,
    provisional,
    part: partNames.get(one.partId) ?? one.partId,
    reasons: reasons.map(({ code }) => code).join(' '),
    milliseconds: one.latency,
  };
}

/** Quoted where it must be; what a spreadsheet would compute is kept text by a quote in front. */
function cell(value: Row[keyof Row]): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
