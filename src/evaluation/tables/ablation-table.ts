import { counted } from '../../page/format.ts';
import { PUBLISHED } from '../published/figures.ts';
import type { PublishedFigure } from '../published/sources.ts';
import type { EvaluationResult, MethodInfo } from '../results/evaluation-result.ts';
import { Figures } from '../results/summary.ts';
import { RemarkNotes } from './remark-notes.ts';
import { countOf } from './result-tables.ts';
import { markBest, spreadCell, type Table, type TableRow } from './table.ts';

const METRICS = ['imageAuroc', 'pixelAuroc'] as const;
const HEADINGS = { imageAuroc: 'image', pixelAuroc: 'pixel' } as const;
const BENCHMARKS = { mvtec: 'MVTec', mpdd: 'MPDD', visa: 'VisA', axiom: 'Axiom' } as const;

/** A column of published means beside ours. */
type PublishedColumn = Pick<PublishedFigure, 'benchmark' | 'metric'>;

/**
 * An ablation: a row a variant, our means over the categories at one K, and the row of the thesis
 * for the same variant beside it (tables 5.7 and 5.8), whatever data set it was measured on.
 */
export function ablationTable(result: EvaluationResult, shots: number): Table {
  const { methods, dataset, categories, seeds } = result;
  const figures = new Figures(result);
  const metrics = METRICS.filter((metric) => figures.categoriesWith(metric).length > 0);
  const ours = metrics.map((metric) =>
    markBest(methods.map(({ id }) => spreadCell(figures.overCategories(metric, id, shots)))),
  );
  const notes = new RemarkNotes();
  const published = publishedColumns(methods, shots);
  const theirs = published.map((column) =>
    markBest(methods.map((method) => notes.cell(publishedFigure(method, column, shots)))),
  );
  return {
    title: `${dataset.name} at K = ${shots}, percent: mean over ${countOf(categories.length)} and ${counted(seeds.length, 'support set')}${published.length > 0 ? '; beside it the thesis at the same K' : ''}`,
    columns: [
      'Variant',
      ...metrics.map((metric) => `Ours, ${HEADINGS[metric]}`),
      ...published.map(heading),
    ],
    rows: methods.map(({ id, variant }, i): TableRow => ({
      cells: [variant ?? id, ...[...ours, ...theirs].map((column) => column[i])],
    })),
    notes: notes.texts(),
  };
}

/** Whether a run is an ablation. */
export function isAblation({ methods }: EvaluationResult): boolean {
  return methods.some(({ variant }) => variant !== null);
}

/** Benchmarks and metrics that the thesis has any of the variants for. */
function publishedColumns(methods: readonly MethodInfo[], shots: number): PublishedColumn[] {
  const variants = new Set(methods.map(({ variant }) => variant));
  const figures = means(shots).filter(({ variant }) => variants.has(variant));
  const columns = new Map(figures.map((figure) => [heading(figure), figure]));
  return [...columns.values()];
}

function publishedFigure(
  { variant }: MethodInfo,
  { benchmark, metric }: PublishedColumn,
  shots: number,
): PublishedFigure | undefined {
  return means(shots).find(
    (figure) =>
      figure.variant === variant && figure.benchmark === benchmark && figure.metric === metric,
  );
}

/** Means over categories of the variants that were published. */
function means(shots: number): PublishedFigure[] {
  return PUBLISHED.filter(
    (figure) => figure.variant !== null && figure.category === null && figure.shots === shots,
  );
}

function heading({ benchmark, metric }: PublishedColumn): string {
  const name = metric === 'imageAuroc' ? HEADINGS.imageAuroc : HEADINGS.pixelAuroc;
  return `Thesis, ${BENCHMARKS[benchmark]} ${name}`;
}
