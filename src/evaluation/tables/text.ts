import { figureText, numericColumns, type Table, type TableCell } from './table.ts';

/** A table for a terminal: columns of one width, nothing but spaces between; without notes. */
export function toText(table: Table): string[] {
  const isNumeric = numericColumns(table);
  const lines = [table.columns, ...table.rows.map(({ cells }) => cells.map(cellText))];
  const widths = table.columns.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  return lines.map((line) =>
    line
      .map((text, i) => (isNumeric[i] ? text.padStart(widths[i]) : text.padEnd(widths[i])))
      .join('  ')
      .trimEnd(),
  );
}

function cellText(cell: TableCell): string {
  return typeof cell === 'string' ? cell : figureText(cell);
}
