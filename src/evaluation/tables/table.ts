/**
 * Tables as data; markdown.ts, csv.ts, latex.ts, text.ts and html-table.ts write them.
 *
 * @module
 */
import type { Spread } from '../results/summary.ts';

/** A table with a heading row. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  /** Below the table. */
  readonly notes: readonly string[];
}

/** A row; as many cells as the table has columns. */
export interface TableRow {
  readonly cells: readonly TableCell[];
  /** Set apart from those above, such as a mean. */
  readonly isTotal?: boolean;
}

/** Text, or a figure. */
export type TableCell = string | FigureCell;

/** A figure in percent, or the lack of one. */
export interface FigureCell {
  /** Percent; null where there is none. */
  readonly value: number | null;
  /** Deviation, percentage points; null where there is none. */
  readonly sd: number | null;
  /** The best of its row: bold. */
  readonly isBest: boolean;
  /** Footnotes: positions in the table's notes. */
  readonly notes: readonly number[];
}

/** What stands where there is no figure. */
export const NO_FIGURE = '–';

/** A figure of ours, which is a share, in percent. */
export function spreadCell(spread: Spread | null): FigureCell {
  return {
    value: spread && spread.mean * 100,
    sd: spread?.sd === undefined || spread.sd === null ? null : spread.sd * 100,
    isBest: false,
    notes: [],
  };
}

/** A figure of others, in percent. */
export function percentCell(value: number | null, notes: readonly number[] = []): FigureCell {
  return { value, sd: null, isBest: false, notes };
}

/** The cells with the best of them marked, as far as one decimal tells them apart; of two or more. */
export function markBest(cells: readonly FigureCell[]): FigureCell[] {
  const shown = cells.flatMap(({ value }) => (value === null ? [] : [percent(value)]));
  const best = Math.max(...shown.map(Number));
  return cells.map((cell) => ({
    ...cell,
    isBest: shown.length > 1 && cell.value !== null && Number(percent(cell.value)) === best,
  }));
}

/** A number of percent with one decimal; halves go up, also where binary fractions fall short. */
export function percent(value: number): string {
  return (Math.round(value * 10) / 10).toFixed(1);
}

/** A figure as text, such as `96.9 ± 0.4`. */
export function figureText({ value, sd }: FigureCell): string {
  if (value === null) return NO_FIGURE;
  return sd === null ? percent(value) : `${percent(value)} ± ${percent(sd)}`;
}

/** Marks of footnotes: a, b, … z, aa, …. */
export function noteMark(position: number): string {
  const letter = String.fromCodePoint(97 + (position % 26));
  return position < 26 ? letter : noteMark(Math.floor(position / 26) - 1) + letter;
}

/** Which columns hold figures or numbers in every row: they are set flush right. */
export function numericColumns({ columns, rows }: Table): boolean[] {
  return columns.map((_, i) =>
    rows.every(({ cells }) => typeof cells[i] !== 'string' || /^[\d–−+.,/\s%]*$/.test(cells[i])),
  );
}
