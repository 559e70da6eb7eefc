import { type PublishedFigure, REMARKS, type RemarkName } from '../published/sources.ts';
import { type FigureCell, percentCell } from './table.ts';

/** Collects the remarks on the published figures of a table, as its notes. */
export class RemarkNotes {
  readonly #names: RemarkName[] = [];

  /** The figure, if there is one, with marks of its remarks. */
  cell(figure: PublishedFigure | undefined): FigureCell {
    if (figure === undefined) return percentCell(null);
    const { value, remarks } = figure;
    for (const name of remarks) if (!this.#names.includes(name)) this.#names.push(name);
    return percentCell(
      value,
      remarks.map((name) => this.#names.indexOf(name)),
    );
  }

  /** The notes of all figures so far, in the order of their marks. */
  texts(): string[] {
    return this.#names.map((name) => REMARKS[name]);
  }
}
