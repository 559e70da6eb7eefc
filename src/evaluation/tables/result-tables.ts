/**
 * The tables of one run.
 *
 * @module
 */
import { CALIBRATION } from '../../hyperparameters.ts';
import { countedShare } from '../results/measure.ts';
import {
  type CountedShare,
  type EvaluationResult,
  METRIC_LABELS,
  type MetricName,
  type OptionValue,
} from '../results/evaluation-result.ts';
import { Figures, spreadOf } from '../results/summary.ts';
import { markBest, NO_FIGURE, percent, spreadCell, type Table, type TableRow } from './table.ts';

/** Categories by methods at one K: mean ± deviation over seeds, percent, and the mean over all. */
export function categoryTable(result: EvaluationResult, metric: MetricName, shots: number): Table {
  const figures = new Figures(result);
  const names = figures.categoriesWith(metric);
  const rows = names.map((category): TableRow => {
    const cells = result.methods.map(({ id }) =>
      spreadCell(figures.ofCategory(metric, id, category, shots)),
    );
    return { cells: [category, ...markBest(cells)] };
  });
  return {
    title: `${METRIC_LABELS[metric]} in percent at K = ${shots}${overSeeds(result)}`,
    columns: ['Category', ...result.methods.map(({ id }) => id)],
    rows: names.length > 1 ? [...rows, meanRow(result, metric, shots)] : rows,
    notes: [],
  };
}

/** Methods by K: means over all categories, for a first look. */
export function meanTable(result: EvaluationResult, metric: MetricName): Table {
  const figures = new Figures(result);
  const columns = result.shots.map((shots) =>
    markBest(result.methods.map(({ id }) => spreadCell(figures.overCategories(metric, id, shots)))),
  );
  const count = figures.categoriesWith(metric).length;
  return {
    title: `${METRIC_LABELS[metric]} in percent, mean over ${countOf(count)}${overSeeds(result)}`,
    columns: ['Method', ...result.shots.map((shots) => `K = ${shots}`)],
    rows: result.methods.map(({ id }, i) => ({ cells: [id, ...columns.map((cells) => cells[i])] })),
    notes: [],
  };
}

/** What the thresholds get wrong that were calibrated on the support set alone, for one seed. */
export function thresholdTable(result: EvaluationResult, seed: number): Table {
  const rows = result.methods.flatMap(({ id }) => {
    const cells = result.cells.filter((cell) => cell.method === id && cell.seed === seed);
    if (cells.length > 0 && cells.every(({ metrics }) => metrics.calibrated === null)) {
      return [{ cells: [id, 'any', 'no threshold of its own', NO_FIGURE] }];
    }
    return result.shots.map((shots): TableRow => {
      const judged = cells
        .filter((cell) => cell.shots === shots)
        .flatMap(({ metrics }) => metrics.calibrated ?? []);
      const falseRejects = judged.map((cell) => cell.falseRejects);
      const escapes = judged.map((cell) => cell.escapes);
      return { cells: [id, String(shots), shareText(falseRejects), shareText(escapes)] };
    });
  });
  const confidence = Math.round(CALIBRATION.confidence * 100);
  return {
    title: `At the threshold of the support set alone, all categories, seed ${seed}, with Wilson intervals at ${confidence} %`,
    columns: ['Method', 'K', 'False rejects', 'Escapes'],
    rows,
    notes: [],
  };
}

/** In the order in which a picture goes through them; what else there is comes first. */
const STAGES: readonly string[] = ['decode', 'preprocess', 'features', 'score'];

/** Seconds a category and milliseconds a picture by stage; means over categories and seeds. */
export function timingTable(result: EvaluationResult): Table {
  const stages = [
    ...new Set(result.cells.flatMap(({ timings }) => Object.keys(timings.stages))),
  ].toSorted((a, b) => STAGES.indexOf(a) - STAGES.indexOf(b));
  const rows = result.methods.flatMap(({ id }) =>
    result.shots.map((shots): TableRow => {
      const times = result.cells
        .filter((cell) => cell.method === id && cell.shots === shots)
        .map(({ timings }) => timings);
      const perStage = stages.map((stage) => {
        const stageTimes = times.flatMap(({ stages: all }) => all[stage] ?? []);
        if (stageTimes.length === 0) return NO_FIGURE;
        const percentiles = (['p50', 'p95', 'p99'] as const).map((p) =>
          meanText(stageTimes.map((time) => time[p])),
        );
        return percentiles.join(' / ');
      });
      const bank = meanText(times.map(({ bankSeconds }) => bankSeconds));
      const inspection = meanText(times.map(({ inspectionSeconds }) => inspectionSeconds));
      return { cells: [id, String(shots), bank, inspection, ...perStage] };
    }),
  );
  return {
    title: `Time on ${result.provenance.machine}, ${result.provenance.runtime}, with all engines of the run at work; milliseconds a picture at p50 / p95 / p99`,
    columns: ['Method', 'K', 'Bank, s', 'Category, s', ...stages.map((stage) => `${stage}, ms`)],
    rows,
    notes: [],
  };
}

/** Pictures by category, as the thesis's tables 5.1 to 5.4. */
export function pictureTable({ categories }: EvaluationResult): Table {
  return {
    title: 'Pictures',
    columns: ['Category', 'Train', 'Test good', 'Test defective'],
    rows: categories.map(({ name, trainingPictures, tests }) => {
      const defective = tests.filter(({ anomalous }) => anomalous).length;
      const counts = [trainingPictures, tests.length - defective, defective];
      return { cells: [name, ...counts.map(String)] };
    }),
    notes: [],
  };
}

/** What each method is made of. */
export function methodTable({ methods }: EvaluationResult): Table {
  return {
    title: 'Methods',
    columns: ['Method', 'Backbone', 'Input, px', 'Options'],
    rows: methods.map(({ id, backbone, size, options }) => {
      const model = `${backbone.name} (${backbone.sha256.slice(0, 12)})`;
      const values = Object.entries(options).map(([key, value]) => `${key} ${optionText(value)}`);
      return { cells: [id, model, String(size), values.join(', ')] };
    }),
    notes: [],
  };
}

function optionText(value: OptionValue): string {
  return typeof value === 'object' && value !== null ? value.join('+') || 'none' : String(value);
}

function meanRow(result: EvaluationResult, metric: MetricName, shots: number): TableRow {
  const figures = new Figures(result);
  const cells = result.methods.map(({ id }) =>
    spreadCell(figures.overCategories(metric, id, shots)),
  );
  const count = figures.categoriesWith(metric).length;
  return { cells: [`Mean of ${count}`, ...markBest(cells)], isTotal: true };
}

function overSeeds({ seeds }: EvaluationResult): string {
  return seeds.length > 1 ? `, mean ± deviation over ${seeds.length} support sets` : '';
}

/** `1 category`, `15 categories`. */
export function countOf(categories: number): string {
  return categories === 1 ? '1 category' : `${categories} categories`;
}

/** All pictures together: `12 of 224 (5.4 %, 3.1–9.2)`. */
function shareText(shares: readonly CountedShare[]): string {
  const of = shares.reduce((sum, share) => sum + share.of, 0);
  if (of === 0) return NO_FIGURE;
  const { count, low, high } = countedShare(
    shares.reduce((sum, share) => sum + share.count, 0),
    of,
  );
  const [share, from, to] = [count / of, low, high].map((value) => percent(value * 100));
  return `${count} of ${of} (${share} %, ${from}–${to})`;
}

function meanText(values: readonly number[]): string {
  const spread = spreadOf(values);
  return spread === null ? NO_FIGURE : percent(spread.mean);
}
