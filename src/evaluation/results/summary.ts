/**
 * Means and deviations over seeds, for a category and over all categories.
 *
 * @module
 */
import { cellKey } from './cell-key.ts';
import {
  type CellMetrics,
  type EvaluationCell,
  type EvaluationResult,
  METRIC_NAMES,
  type MetricName,
} from './evaluation-result.ts';

/** A mean over seeds. */
export interface Spread {
  readonly mean: number;
  /** Sample standard deviation (n − 1); null for a single seed. */
  readonly sd: number | null;
  /** Seeds behind it. */
  readonly n: number;
}

/** The figures of a method at one K. */
export interface SummaryEntry {
  /** Id of the method. */
  readonly method: string;
  /** Null for the mean over the categories. */
  readonly category: string | null;
  readonly shots: number;
  readonly figures: Readonly<Record<MetricName, Spread | null>>;
}

/** Mean and sample standard deviation; null of nothing. */
export function spreadOf(values: readonly number[]): Spread | null {
  const n = values.length;
  if (n === 0) return null;
  const mean = sum(values) / n;
  const squares = sum(values.map((value) => (value - mean) ** 2));
  return { mean, sd: n > 1 ? Math.sqrt(squares / (n - 1)) : null, n };
}

/** One of a cell's figures. */
function figureOf(metrics: CellMetrics, metric: MetricName): number | null {
  return metric === 'f1Max' ? (metrics.f1Max?.f1 ?? null) : metrics[metric];
}

/** Looks up the figures of a run. */
export class Figures {
  readonly #result: EvaluationResult;
  readonly #cells: ReadonlyMap<string, EvaluationCell>;

  /** @param result - The run. */
  constructor(result: EvaluationResult) {
    this.#result = result;
    this.#cells = new Map(result.cells.map((cell) => [cellKey(cell), cell]));
  }

  /** A method's cells of one category and K, by seed. */
  cells(method: string, category: string, shots: number): EvaluationCell[] {
    return this.#result.seeds.flatMap(
      (seed) => this.#cells.get(cellKey({ method, category, shots, seed })) ?? [],
    );
  }

  /** Mean over the seeds of one category; null without any. */
  ofCategory(metric: MetricName, method: string, category: string, shots: number): Spread | null {
    const cells = this.cells(method, category, shots);
    return spreadOf(cells.flatMap(({ metrics }) => figureOf(metrics, metric) ?? []));
  }

  /**
   * Mean over categories: first over them for each seed, then over seeds, as papers report it. Only
   * seeds for which all of them are there count.
   *
   * @param names - Of the categories; all that the metric has a value for unless given.
   */
  overCategories(
    metric: MetricName,
    method: string,
    shots: number,
    names: readonly string[] = this.categoriesWith(metric),
  ): Spread | null {
    const means = this.#result.seeds.flatMap((seed) => {
      const values = names.flatMap((category) => {
        const cell = this.#cells.get(cellKey({ method, category, shots, seed }));
        return (cell && figureOf(cell.metrics, metric)) ?? [];
      });
      return values.length > 0 && values.length === names.length
        ? [sum(values) / names.length]
        : [];
    });
    return spreadOf(means);
  }

  /** Categories for which any cell has a value of the metric: all means are over the same. */
  categoriesWith(metric: MetricName): string[] {
    const names = new Set(
      this.#result.cells
        .filter(({ metrics }) => figureOf(metrics, metric) !== null)
        .map(({ category }) => category),
    );
    return this.#result.categories.map(({ name }) => name).filter((name) => names.has(name));
  }
}

/** All means of a run: by method, K and category, and over the categories. */
export function summarize(result: EvaluationResult): SummaryEntry[] {
  const figures = new Figures(result);
  const names = [...result.categories.map(({ name }) => name), null];
  return result.methods.flatMap(({ id: method }) =>
    result.shots.flatMap((shots) =>
      names.map((category) => ({
        method,
        category,
        shots,
        figures: forEachMetric((metric) =>
          category === null
            ? figures.overCategories(metric, method, shots)
            : figures.ofCategory(metric, method, category, shots),
        ),
      })),
    ),
  );
}

function forEachMetric(
  figure: (metric: MetricName) => Spread | null,
): Record<MetricName, Spread | null> {
  const [imageAuroc, pixelAuroc, aupro, averagePrecision, f1Max] = METRIC_NAMES.map(figure);
  return { imageAuroc, pixelAuroc, aupro, averagePrecision, f1Max };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
