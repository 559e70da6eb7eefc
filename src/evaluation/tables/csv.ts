import { csvLine } from '../../csv.ts';
import { percent, type Table, type TableCell } from './table.ts';

/**
 * A table as CSV (RFC 4180), for programs: a column of figures becomes two, value and deviation in
 * percent, empty where there is none. Titles, notes and bold are left out.
 */
export function toCsv({ columns, rows }: Table): string {
  const hasFigures = columns.map((_, i) => rows.some(({ cells }) => typeof cells[i] !== 'string'));
  const head = columns.flatMap((name, i) => (hasFigures[i] ? [name, `${name} sd`] : [name]));
  const body = rows.map(({ cells }) => cells.flatMap((cell, i) => values(cell, hasFigures[i])));
  return [head, ...body].map((row) => `${csvLine(row)}\r\n`).join('');
}

function values(cell: TableCell, isPair: boolean): string[] {
  if (typeof cell === 'string') return isPair ? [cell, ''] : [cell];
  return [cell.value, cell.sd].map((value) => (value === null ? '' : percent(value)));
}
