import { spreadOf } from '../src/evaluation/results/summary.ts';
import { toMarkdown } from '../src/evaluation/tables/markdown.ts';
import {
  type FigureCell,
  markBest,
  spreadCell,
  type Table,
} from '../src/evaluation/tables/table.ts';
import type { TrainingRow } from './measurements.ts';

type Metric = 'imageAuroc' | 'pixelAuroc';

const TITLES: Readonly<Record<Metric, string>> = {
  imageAuroc: 'Image AUROC',
  pixelAuroc: 'Pixel AUROC',
};

/** What trainings are worth: a table a metric and K, a category a row, a training a column. */
export function trainingTables(rows: readonly TrainingRow[]): string[] {
  const shots = [...new Set(rows.map((row) => row.shots))];
  return (['imageAuroc', 'pixelAuroc'] as const).flatMap((metric) =>
    shots.map((k) => toMarkdown(trainingTable(rows, metric, k))),
  );
}

function trainingTable(rows: readonly TrainingRow[], metric: Metric, shots: number): Table {
  const variants = [...new Set(rows.map(({ variant }) => variant))];
  const measured = rows.filter((row) => row.shots === shots && row[metric] !== null);
  const categories = [...new Set(measured.map(({ category }) => category))];
  const runs = [...new Set(measured.map(runOf))];
  const of = (variant: string, names: readonly string[]): FigureCell =>
    spreadCell(
      spreadOf(
        runs.flatMap((run) => {
          const own = measured.filter(
            (row) => row.variant === variant && runOf(row) === run && names.includes(row.category),
          );
          // A mean over fewer categories would not be comparable.
          if (own.length < names.length) return [];
          return own.reduce((sum, row) => sum + (row[metric] ?? 0), 0) / own.length;
        }),
      ),
    );
  const groups = [
    ...categories.map((category) => ({ label: category, names: [category] })),
    { label: `Mean of ${categories.length}`, names: categories },
  ];
  const figures = groups.map(({ names }) =>
    markBest(variants.map((variant) => of(variant, names))),
  );
  const title = `${TITLES[metric]} in percent at K = ${shots}, each category by a model that was not trained on it`;
  // The longer list goes down the page.
  if (variants.length > groups.length) {
    return {
      title,
      columns: ['Training', ...groups.map(({ label }) => label)],
      rows: variants.map((variant, v) => ({ cells: [variant, ...figures.map((row) => row[v])] })),
      notes: [],
    };
  }
  return {
    title,
    columns: ['Category', ...variants],
    rows: groups.map(({ label, names }, i) => ({
      cells: [label, ...figures[i]],
      isTotal: names === categories,
    })),
    notes: [],
  };
}

/** What is drawn anew together: a training, and a support set of each category. */
function runOf({ training, seed }: TrainingRow): string {
  return `training ${training}, support ${seed}`;
}
