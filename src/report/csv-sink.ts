import { csvLine } from '../csv.ts';
import type { InspectionSink } from '../inspection/run.ts';

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
];

/**
 * A table with a header, which comes at once; RFC 4180 quoting.
 *
 * @param line - Takes each row, without its end.
 */
export function csvSink(line: (text: string) => void): InspectionSink {
  const row = (cells: readonly Cell[]): void => line(csvLine(cells.map(cellText)));
  row(COLUMNS);
  return {
    add: (entry) => {
      if ('error' in entry) {
        row([entry.name, 'error', '', '', '', '', '', '', entry.error.message, '', '']);
        return;
      }
      const { verdict, provisional, score, threshold, ratio, regions, reasons } = entry.inspection;
      const areas = regions.map(({ area }) => area);
      const largest = areas.length === 0 ? '' : Math.max(...areas);
      const { warnings = [] } = entry.image;
      const judged = [entry.name, verdict, provisional, score, threshold, ratio];
      row([...judged, regions.length, largest, '', explain(reasons), explain(warnings)]);
    },
  };
}

function explain(all: readonly { readonly code: string; readonly message: string }[]): string {
  return all.map(({ code, message }) => `${code}: ${message}`).join('; ');
}

type Cell = string | number | boolean | null;

function cellText(value: Cell): string {
  return value === null ? '' : String(value);
}
