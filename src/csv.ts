/** How a table is written for the spreadsheet that will read it. */
export interface CsvFormat {
  /** What stands between two cells; a comma by default. */
  readonly delimiter?: ',' | ';' | '\t';
  /** What stands before the decimals of a number; a point by default. */
  readonly decimal?: '.' | ',';
}

/** A cell: text, a number, yes or no, or nothing. */
export type CsvCell = string | number | boolean | null;

/**
 * The cells as a line of CSV without its end, quoted where they must be (RFC 4180).
 *
 * A text that a spreadsheet would take for a formula has `'` before it, and so has one that would read
 * as such a one: who takes one `'` away before `=`, `+`, `-`, `@`, a tab or a line's end, or before
 * further `'` and one of these, has the text itself.
 */
export function csvLine(cells: readonly CsvCell[], format: CsvFormat = {}): string {
  const { delimiter = ',', decimal = '.' } = format;
  return cells.map((cell) => quote(cellText(cell, decimal))).join(delimiter);
}

/** Of the full-width forms too, which spreadsheets of East Asia take for the others. */
const FORMULA = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** A number is none, whatever its sign. */
const NUMBER = /^[-+]?[\d.,]+$/;

function cellText(cell: CsvCell, decimal: string): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell).replace('.', decimal);
  if (typeof cell === 'boolean') return String(cell);
  return FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
}

/** At every delimiter that there is: a spreadsheet of another country splits at its own. */
function quote(text: string): string {
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
