import type {
  EvaluationCell,
  EvaluationResult,
} from '../../src/evaluation/results/evaluation-result.ts';
import { CALIBRATION } from '../../src/hyperparameters.ts';
import { plainTable } from './plain-table.ts';
import { replaceBetween } from './replace-between.ts';

/** Method of the run whose thresholds are those of parts. */
const METHOD = 'fewgood';
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

/** Good pictures above the threshold at another margin, or defective ones that are not. */
function share(
  { categories }: EvaluationResult,
  { category, metrics: { calibrated }, scores }: EvaluationCell,
  { margin, anomalous }: { readonly margin: number; readonly anomalous: boolean },
): number {
  const tests = categories.find(({ name }) => name === category)?.tests ?? [];
  const threshold = ((calibrated?.threshold ?? NaN) / CALIBRATION.margin) * margin;
  const ofKind = scores.filter((_, i) => tests[i].anomalous === anomalous);
  return ofKind.filter((score) => score > threshold !== anomalous).length / ofKind.length;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
