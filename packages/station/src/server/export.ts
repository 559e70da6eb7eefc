import type { InspectionDetail } from '../api/inspection.ts';

/** Columns of the table, in its order. */
const COLUMNS = [
  'seq',
  'id',
  'part',
  'version',
  'key',
  'name',
  'source',
  'acceptedAt',
  'acceptedBy',
  'state',
  'judgedAt',
  'verdict',
  'score',
  'threshold',
  'ratio',
  'milliseconds',
  'picture',
] as const;

const TYPES = { csv: 'text/csv; charset=utf-8', json: 'application/x-ndjson' };

/** An answer that is written while it is read: any number of rows takes no more memory than a page. */
export function exportInspections(
  pages: AsyncGenerator<InspectionDetail[]>,
  format: 'csv' | 'json',
): Response {
  const encoder = new TextEncoder();
  let isBegun = false;
  const stream = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      if (!isBegun && format === 'csv') controller.enqueue(encoder.encode(csvRow(COLUMNS)));
      isBegun = true;
      const { done, value } = await pages.next();
      const rows: InspectionDetail[] = value ?? [];
      const lines = rows.map((row) => (format === 'csv' ? csvOf(row) : `${JSON.stringify(row)}\n`));
      if (lines.length > 0) controller.enqueue(encoder.encode(lines.join('')));
      if (done === true) controller.close();
    },
    cancel: async () => {
      await pages.return(undefined);
    },
  });
  return new Response(stream, {
    headers: {
      'content-type': TYPES[format],
      'content-disposition': `attachment; filename="inspections.${format === 'csv' ? 'csv' : 'ndjson'}"`,
      'cache-control': 'no-store',
    },
  });
}

function csvOf(row: InspectionDetail): string {
  return csvRow(COLUMNS.map((column) => row[column]));
}

function csvRow(values: readonly (string | number | null)[]): string {
  return `${values.map(csvField).join(',')}\r\n`;
}

/** RFC 4180; text that a spreadsheet would take for a formula gets an apostrophe before it. */
function csvField(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
