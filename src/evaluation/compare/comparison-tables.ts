import { PUBLISHED } from '../published/figures.ts';
import { type PublishedFigure, type PublishedMetric, SOURCES } from '../published/sources.ts';
import { METRIC_LABELS } from '../results/evaluation-result.ts';
import { RemarkNotes } from '../tables/remark-notes.ts';
import { markBest, NO_FIGURE, spreadCell, type Table, type TableRow } from '../tables/table.ts';
import type { Benchmark } from './benchmarks.ts';
import { COMPARED_METRICS, type Comparison, type ComparisonRow } from './comparison.ts';

/** A table a metric: our methods, then the published ones, a category and K a row. */
export function comparisonTables(comparison: Comparison): Table[] {
  return COMPARED_METRICS.flatMap((metric) => {
    const rows = comparison.rows.filter((row) => row.metric === metric);
    return rows.length === 0 ? [] : [comparisonTable(comparison, rows)];
  });
}

function comparisonTable(
  { benchmark, categories }: Comparison,
  rows: readonly ComparisonRow[],
): Table {
  const [{ metric, ours }] = rows;
  const methods = unique(rows.flatMap(({ published }) => published.map(({ method }) => method)));
  const remarks = new RemarkNotes();
  return {
    title: `${benchmark.label}, ${METRIC_LABELS[metric]} in percent: ours | published`,
    columns: ['Category', 'K', ...ours.map(({ method }) => `${method} (ours)`), ...methods],
    rows: rows.map((row): TableRow => ({
      cells: [
        row.category ?? meanName(benchmark, categories),
        String(row.shots),
        ...markBest(row.ours.map(({ figure }) => spreadCell(figure))),
        ...methods.map((method) =>
          remarks.cell(row.published.find((figure) => figure.method === method)),
        ),
      ],
      isTotal: row.category === null,
    })),
    notes: remarks.texts(),
  };
}

/** Everything that is published as a mean over a benchmark: a method and K a row. */
export function publishedTable(benchmark: Benchmark): Table {
  const means = PUBLISHED.filter(
    (figure) => figure.benchmark === benchmark.name && figure.category === null,
  ).filter(({ metric }) => COMPARED_METRICS.some((compared) => compared === metric));
  const rows = unique(means.map(rowName));
  const metrics = COMPARED_METRICS.filter((metric) => means.some((mean) => mean.metric === metric));
  const remarks = new RemarkNotes();
  return {
    title: `${benchmark.label}: published means in percent`,
    columns: ['Method', 'K', ...metrics.map((metric) => METRIC_LABELS[metric]), 'Source'],
    rows: rows.map((name): TableRow => {
      const row = means.filter((figure) => rowName(figure) === name);
      const [{ method, shots, source }] = row;
      const figures = metrics.map((metric) =>
        remarks.cell(row.find((figure) => figure.metric === metric)),
      );
      return { cells: [method, String(shots), ...figures, source] };
    }),
    notes: remarks.texts(),
  };
}

/** Published times and energy on MPDD (thesis tables 5.6 and 5.9). */
export function publishedCostTable(): Table {
  const metrics: readonly PublishedMetric[] = ['secondsPerCategory', 'kilowattHours'];
  const costs = PUBLISHED.filter(({ metric }) => metrics.includes(metric));
  const remarks = new RemarkNotes();
  return {
    title: 'MPDD: published inference times and energy',
    columns: ['Method', 'K', 'Seconds a category', 'kWh', 'Source'],
    rows: costs.map((figure): TableRow => {
      const values = metrics.map((metric) =>
        remarks.cell(figure.metric === metric ? figure : undefined),
      );
      return { cells: [figure.method, String(figure.shots), ...values, figure.source] };
    }),
    notes: remarks.texts(),
  };
}

/** What a reader of published figures finds where: a source a row. */
export function sourceTable(): Table {
  return {
    title: 'Sources of published figures',
    columns: ['Source', 'Publication', 'Address', 'How the figures were checked'],
    rows: Object.entries(SOURCES).map(([name, { title, url, checked }]) => ({
      cells: [name, title, url ?? NO_FIGURE, checked],
    })),
    notes: [],
  };
}

function meanName({ categories }: Benchmark, present: readonly string[]): string {
  const all = `Mean of all ${categories.length}`;
  return present.length === categories.length ? all : `${all}, ${present.length} of them here`;
}

function rowName({ method, shots, source }: PublishedFigure): string {
  return [method, shots, source].join('\n');
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
