import { html, type Html } from '../../page/html.ts';
import { rankScores } from '../../metrics/ranked-scores.ts';
import { rocCurve } from '../../metrics/roc.ts';
import { type Chart, showChart } from '../../page/charts/chart.ts';
import { type Curve, proChart, rocChart } from '../../page/charts/curve-chart.ts';
import { histogramChart } from '../../page/charts/histogram-chart.ts';
import type {
  CategoryInfo,
  EvaluationCell,
  EvaluationResult,
} from '../results/evaluation-result.ts';

/** Points of an ROC curve nearer than this are left out. */
const CURVE_STEP = 0.002;

/** A section a category: ROC and PRO curves and score histograms of all methods. */
export function* categorySections(result: EvaluationResult): Generator<Html, void> {
  const shots = Math.max(...result.shots);
  const [seed] = result.seeds;
  for (const [position, category] of result.categories.entries()) {
    const cells = result.methods.flatMap(
      ({ id }) =>
        result.cells.find(
          (cell) =>
            cell.method === id &&
            cell.category === category.name &&
            cell.shots === shots &&
            cell.seed === seed,
        ) ?? [],
    );
    if (cells.length === 0) continue;
    const charts = categoryCharts(category, cells, `category-${position}`);
    yield html`<section class="sheet">
      <h2><bdi>${category.name}</bdi></h2>
      <p class="note">K = ${shots}, support set of seed ${seed}: ${cells[0].support.join(', ')}</p>
      <div class="charts">${charts.map((chart) => html`<figure>${showChart(chart)}</figure>`)}</div>
    </section>`;
  }
}

function categoryCharts(
  category: CategoryInfo,
  cells: readonly EvaluationCell[],
  id: string,
): Chart[] {
  const anomalous = category.tests.map((test) => Number(test.anomalous));
  const roc = cells.flatMap((cell) => rocOf(cell, anomalous));
  const pro = cells.flatMap(proOf);
  return [
    ...(roc.length > 0 ? [rocChart(roc, { id: `${id}-roc`, subject: category.name })] : []),
    ...(pro.length > 0 ? [proChart(pro, { id: `${id}-pro`, subject: category.name })] : []),
    ...cells.map((cell, i) => {
      const scoresOf = (label: number): number[] =>
        cell.scores.filter((_, picture) => anomalous[picture] === label);
      return histogramChart({
        id: `${id}-scores-${i}`,
        subject: cell.method,
        good: scoresOf(0),
        defective: scoresOf(1),
        threshold: cell.metrics.calibrated?.threshold ?? null,
      });
    }),
  ];
}

function rocOf({ method, scores, metrics }: EvaluationCell, anomalous: readonly number[]): Curve[] {
  if (metrics.imageAuroc === null) return [];
  const { falsePositiveRate: x, truePositiveRate: y } = rocCurve(
    rankScores(scores, anomalous),
    CURVE_STEP,
  );
  return [{ name: method, x, y, area: metrics.imageAuroc }];
}

function proOf({ method, proCurve, metrics }: EvaluationCell): Curve[] {
  if (proCurve === null) return [];
  const { falsePositiveRate: x, regionOverlap: y } = proCurve;
  return [{ name: method, x, y, area: metrics.aupro }];
}
