import type {
  EvaluationCell,
  EvaluationResult,
} from '../../src/evaluation/results/evaluation-result.ts';
import { plainTable } from './plain-table.ts';
import { replaceBetween } from './replace-between.ts';

/** Method of the run whose thresholds are those of parts. */
const METHOD = 'fewgood';
/** Margin of the thresholds in results/methods.json, whose scores tell what others would have given. */
const MARGIN_OF_RUN = 1.15;
/** Margins that are compared. */
const MARGINS = [1, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3];
/** Data that is only reported: nothing is chosen on it. */
const REPORTED = 'mvtec/';

/** docs/calibration.md with what the run of all methods says of the margin. */
export function calibrationPage(text: string, methods: EvaluationResult): string {
  return replaceBetween(text, { page: 'docs/calibration.md', name: 'margins' }, table(methods));
}

function table(methods: EvaluationResult): string {
  return plainTable(
    ['margin', ...methods.shots.map((shots) => `learned from ${shots} pictures`)],
    MARGINS.map((margin) => [
      String(margin),
      ...methods.shots.map((shots) => {
        const [rejects, escapes] = [false, true].map((anomalous) =>
          meanOfCategories(methods, shots, (cell) => share(methods, cell, { margin, anomalous })),
        );
        return `${rejects} / ${escapes}`;
      }),
    ]),
  );
}

/** Mean over categories of means over support sets, in percent. */
function meanOfCategories(
  { categories, cells }: EvaluationResult,
  shots: number,
  value: (cell: EvaluationCell) => number,
): string {
  const means = categories
    .filter(({ name }) => !name.startsWith(REPORTED))
    .map(({ name }) =>
      mean(
        cells
          .filter(
            (cell) => cell.method === METHOD && cell.category === name && cell.shots === shots,
          )
          .map(value),
      ),
    );
  return (100 * mean(means)).toFixed(1);
}

/** Share of the good pictures above the threshold at another margin, or of the defective ones that are not. */
function share(
  methods: EvaluationResult,
  cell: EvaluationCell,
  { margin, anomalous }: { readonly margin: number; readonly anomalous: boolean },
): number {
  const { falseRejects, escapes } = countsAt(methods, cell, margin);
  const { count, of } = anomalous ? escapes : falseRejects;
  return count / of;
}

/** Pictures and how many of them are on the wrong side of the threshold. */
interface Counted {
  readonly count: number;
  readonly of: number;
}

/** False rejects and escapes of a cell as its scores tell them at another margin than the run's. */
export function countsAt(
  { categories }: EvaluationResult,
  { category, metrics: { calibrated }, scores }: EvaluationCell,
  margin: number,
): Record<'falseRejects' | 'escapes', Counted> {
  const tests = categories.find(({ name }) => name === category)?.tests ?? [];
  const threshold = ((calibrated?.threshold ?? NaN) / MARGIN_OF_RUN) * margin;
  const countOf = (anomalous: boolean): Counted => {
    const ofKind = scores.filter((_, i) => tests[i].anomalous === anomalous);
    const wrong = ofKind.filter((score) => score > threshold !== anomalous);
    return { count: wrong.length, of: ofKind.length };
  };
  return { falseRejects: countOf(false), escapes: countOf(true) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
