import {
  noteMark,
  numericColumns,
  NO_FIGURE,
  percent,
  type Table,
  type TableCell,
  type TableRow,
} from './table.ts';

/** A table for LaTeX with booktabs, caption included; `label` is for \ref. */
export function toLatex(table: Table, label: string): string {
  const { title, columns, rows, notes } = table;
  const alignment = numericColumns(table).map((isNumeric) => (isNumeric ? 'r' : 'l'));
  return [
    String.raw`\begin{table}`,
    String.raw`  \centering`,
    String.raw`  \caption{${escape(title)}}`,
    String.raw`  \label{${label.replaceAll(/[^\w:.-]+/g, '-')}}`,
    String.raw`  \begin{tabular}{${alignment.join('')}}`,
    String.raw`    \toprule`,
    line(columns.map(escape)),
    String.raw`    \midrule`,
    ...rows.flatMap((row, i) => body(row, i)),
    String.raw`    \bottomrule`,
    String.raw`  \end{tabular}`,
    ...notes.map((note, i) => String.raw`  \par\footnotesize ${superscript([i])} ${escape(note)}`),
    String.raw`\end{table}`,
    '',
  ].join('\n');
}

function body({ cells, isTotal = false }: TableRow, position: number): string[] {
  const rule = isTotal && position > 0 ? [String.raw`    \midrule`] : [];
  return [...rule, line(cells.map(cellText))];
}

function line(cells: readonly string[]): string {
  return String.raw`    ${cells.join(' & ')} \\`;
}

function cellText(cell: TableCell): string {
  if (typeof cell === 'string') return escape(cell);
  const { value, sd, isBest, notes } = cell;
  if (value === null) return escape(NO_FIGURE);
  const mean = isBest ? String.raw`\textbf{${percent(value)}}` : percent(value);
  return mean + (sd === null ? '' : String.raw` $\pm$ ${percent(sd)}`) + superscript(notes);
}

function superscript(notes: readonly number[]): string {
  return notes.length === 0 ? '' : String.raw`\textsuperscript{${notes.map(noteMark).join(',')}}`;
}

const SPECIAL: Readonly<Record<string, string>> = {
  '\\': String.raw`\textbackslash{}`,
  '~': String.raw`\textasciitilde{}`,
  '^': String.raw`\textasciicircum{}`,
  '–': '--',
  '±': String.raw`$\pm$`,
  '×': String.raw`$\times$`,
};

function escape(text: string): string {
  return text
    .replaceAll(/[\\~^–±×&%$#_{}]/g, (character) => SPECIAL[character] ?? `\\${character}`)
    .replaceAll(/\s+/g, ' ');
}
