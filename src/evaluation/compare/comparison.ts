/**
 * Our figures beside the published ones for the same category, metric and K.
 *
 * @module
 */
import { PUBLISHED } from '../published/figures.ts';
import type { PublishedFigure, PublishedMetric } from '../published/sources.ts';
import type { EvaluationResult, MetricName } from '../results/evaluation-result.ts';
import { Figures, type Spread } from '../results/summary.ts';
import { type Benchmark, BENCHMARKS, knownCategory } from './benchmarks.ts';

/** A metric of ours that figures are published for. */
export type ComparedMetric = MetricName & PublishedMetric;

/** The metrics of ours that figures are published for. */
export const COMPARED_METRICS: readonly ComparedMetric[] = ['imageAuroc', 'pixelAuroc', 'aupro'];

/** A run, and the file that it was read from. */
export interface NamedResult {
  readonly file: string;
  readonly result: EvaluationResult;
}

/** What a run has of a benchmark, beside what is published. */
export interface Comparison {
  readonly file: string;
  readonly benchmark: Benchmark;
  /** The benchmark's categories that the run has. */
  readonly categories: readonly string[];
  readonly rows: readonly ComparisonRow[];
}

/** One category or mean, one metric, one K. */
export interface ComparisonRow {
  /** As the benchmark names it; null for the mean over all of its categories. */
  readonly category: string | null;
  readonly metric: ComparedMetric;
  readonly shots: number;
  /** One a method of the run; null where it has no figure, or not all categories of a mean. */
  readonly ours: readonly OurFigure[];
  readonly published: readonly PublishedFigure[];
}

/** A figure of ours: shares from 0 to 1. */
export interface OurFigure {
  readonly method: string;
  readonly figure: Spread | null;
}

/** Puts a run beside what is published; nothing for data that no figures are published for. */
export function compareWithPublished({ file, result }: NamedResult): Comparison[] {
  const categories = result.categories.flatMap(({ name: path }) => {
    const category = knownCategory(result.dataset.name, path);
    return category === undefined ? [] : [{ path, ...category }];
  });
  return BENCHMARKS.flatMap((benchmark) => {
    const members = categories.filter((category) => category.benchmark === benchmark);
    if (members.length === 0) return [];
    const paths = new Map(members.map(({ name, path }) => [name, path]));
    const rows = COMPARED_METRICS.flatMap((metric) =>
      compareMetric(result, metric, { benchmark, paths }),
    );
    return [{ file, benchmark, categories: [...paths.keys()], rows }];
  });
}

interface BenchmarkPart {
  readonly benchmark: Benchmark;
  /** Where the run has each category. */
  readonly paths: ReadonlyMap<string, string>;
}

function compareMetric(
  result: EvaluationResult,
  metric: ComparedMetric,
  { benchmark, paths }: BenchmarkPart,
): ComparisonRow[] {
  const figures = new Figures(result);
  const all = benchmark.categories.flatMap((name) => paths.get(name) ?? []);
  const isComplete = all.length === benchmark.categories.length;
  const oursOf = (category: string | null, shots: number): OurFigure[] =>
    result.methods.map(({ id: method }) => {
      if (category !== null) {
        const path = paths.get(category) ?? category;
        return { method, figure: figures.ofCategory(metric, method, path, shots) };
      }
      return {
        method,
        figure: isComplete ? figures.overCategories(metric, method, shots, all) : null,
      };
    });
  const rows = [...paths.keys(), null].flatMap((category) =>
    result.shots.map((shots) => ({
      category,
      metric,
      shots,
      ours: oursOf(category, shots),
      published: publishedFor({ benchmark: benchmark.name, category, metric, shots }),
    })),
  );
  return rows.filter(
    ({ ours, published }) => published.length > 0 || ours.some(({ figure }) => figure !== null),
  );
}

/** Published figures of whole methods; the single rows of an ablation stand in its own table. */
function publishedFor(
  key: Pick<PublishedFigure, 'benchmark' | 'category' | 'metric' | 'shots'>,
): PublishedFigure[] {
  return PUBLISHED.filter(
    (figure) =>
      figure.benchmark === key.benchmark &&
      figure.category === key.category &&
      figure.metric === key.metric &&
      figure.shots === key.shots &&
      !figure.isAblated,
  );
}
