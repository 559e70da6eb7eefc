import { figureText, noteMark, numericColumns, type Table, type TableCell } from './table.ts';

/** A table in GitHub's Markdown: its title in bold above, its notes below. */
export function toMarkdown(table: Table): string {
  const { title, columns, rows, notes } = table;
  const rule = numericColumns(table).map((isNumeric) => (isNumeric ? '--:' : ':--'));
  const body = rows.map(({ cells }) => line(cells.map(cellText)));
  return [
    `**${escapeMarkdown(title)}**`,
    '',
    line(columns.map(escapeMarkdown)),
    line(rule),
    ...body,
    ...notes.flatMap((note, i) => ['', `<sup>${noteMark(i)}</sup> ${escapeMarkdown(note)}`]),
    '',
  ].join('\n');
}

function cellText(cell: TableCell): string {
  if (typeof cell === 'string') return escapeMarkdown(cell);
  const text = figureText(cell);
  const marks = cell.notes.map(noteMark).join(',');
  return (cell.isBest ? `**${text}**` : text) + (marks === '' ? '' : `<sup>${marks}</sup>`);
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Text that reads as it is: that of others, such as a folder's name, may hold Markdown's own characters. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>|#~]/g, String.raw`\$&`).replaceAll(/\s+/g, ' ');
}
