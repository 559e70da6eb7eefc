import { PUBLISHED } from '../published/figures.ts';
import { type PublishedFigure, REMARKS, type RemarkName } from '../published/sources.ts';
import type { EvaluationResult, MethodInfo } from '../results/evaluation-result.ts';
import { Figures } from '../results/summary.ts';
import {
  type FigureCell,
  markBest,
  percentCell,
  spreadCell,
  type Table,
  type TableRow,
} from './table.ts';

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
  const figures = new Figures(result);
  const metrics = METRICS.filter((metric) => figures.categoriesWith(metric).length > 0);
  const ours = metrics.map((metric) =>
    markBest(result.methods.map(({ id }) => spreadCell(figures.overCategories(metric, id, shots)))),
  );
  const remarks: RemarkName[] = [];
  const theirs = publishedColumns(result.methods, shots).map((column) =>
    markBest(result.methods.map((method) => publishedCell(method, column, { shots, remarks }))),
  );
  return {
    title: `${result.dataset.name} at K = ${shots}, percent: mean over ${result.categories.length} categories and ${result.seeds.length} support sets; the thesis beside it at K = ${shots}`,
    columns: [
      'Variant',
      ...metrics.map((metric) => `Ours, ${HEADINGS[metric]}`),
      ...publishedColumns(result.methods, shots).map(heading),
    ],
    rows: result.methods.map(({ id, variant }, i): TableRow => ({
      cells: [variant ?? id, ...[...ours, ...theirs].map((column) => column[i])],
    })),
    notes: remarks.map((remark) => REMARKS[remark]),
  };
}

/** Whether a run is an ablation. */
export function isAblation({ methods }: EvaluationResult): boolean {
  return methods.some(({ variant }) => variant !== null);
}

/** Benchmarks and metrics that the thesis has any of the variants for. */
function publishedColumns(methods: readonly MethodInfo[], shots: number): PublishedColumn[] {
  const variants = new Set(methods.map(({ variant }) => variant));
  const found = means(shots).filter(({ variant }) => variants.has(variant));
  const columns = new Map(found.map((figure) => [heading(figure), figure]));
  return [...columns.values()];
}

function publishedCell(
  { variant }: MethodInfo,
  { benchmark, metric }: PublishedColumn,
  { shots, remarks }: { shots: number; remarks: RemarkName[] },
): FigureCell {
  const figure = means(shots).find(
    (candidate) =>
      candidate.variant === variant &&
      candidate.benchmark === benchmark &&
      candidate.metric === metric,
  );
  if (figure === undefined) return percentCell(null);
  for (const remark of figure.remarks) if (!remarks.includes(remark)) remarks.push(remark);
  return percentCell(
    figure.value,
    figure.remarks.map((remark) => remarks.indexOf(remark)),
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
