import { html, type Html } from '../../page/html.ts';
import { barChart } from '../../page/charts/bar-chart.ts';
import { showChart } from '../../page/charts/chart.ts';
import {
  type EvaluationResult,
  METRIC_LABELS,
  METRIC_NAMES,
  type MetricName,
} from '../results/evaluation-result.ts';
import { Figures } from '../results/summary.ts';
import { ablationTable, isAblation } from '../tables/ablation-table.ts';
import { toHtml } from '../tables/html-table.ts';
import { lookTable } from '../tables/look-table.ts';
import {
  categoryTable,
  meanTable,
  methodTable,
  pictureTable,
  thresholdTable,
  timingTable,
} from '../tables/result-tables.ts';

/** Where the bars of a metric start, at what chance gives; metrics without bars have tables alone. */
const BASELINES: Readonly<Partial<Record<MetricName, number>>> = {
  imageAuroc: 0.5,
  pixelAuroc: 0.5,
  aupro: 0,
};

/** The sections about the run as a whole: means, categories, thresholds, times, data. */
export function resultSections(result: EvaluationResult): Html[] {
  const figures = new Figures(result);
  const metrics = METRIC_NAMES.filter((metric) => figures.categoriesWith(metric).length > 0);
  const ablations = isAblation(result)
    ? [
        sheet(
          'Ablation',
          result.shots.map((shots) => toHtml(ablationTable(result, shots))),
        ),
      ]
    : [];
  const looks = lookTable(result);
  const means = metrics.map((metric) => toHtml(meanTable(result, metric)));
  return [
    ...ablations,
    sheet('Means', [html`<div class="side">${means}</div>`]),
    sheet('Categories', [
      html`<div class="charts">${metrics.flatMap((metric) => metricBars(result, metric))}</div>`,
      ...metrics.map((metric) => metricTables(result, metric)),
    ]),
    sheet('Thresholds', [toHtml(thresholdTable(result, result.seeds[0]))]),
    sheet('Times', [toHtml(timingTable(result))]),
    sheet('Data and methods', [
      toHtml(pictureTable(result)),
      ...(looks ? [toHtml(looks)] : []),
      toHtml(methodTable(result)),
    ]),
  ];
}

/** The tables of all K. */
function metricTables(result: EvaluationResult, metric: MetricName): Html {
  const tables = result.shots.map((shots) => toHtml(categoryTable(result, metric, shots)));
  return html`<details>
    <summary>${METRIC_LABELS[metric]}, a category a row</summary>
    <div class="side">${tables}</div>
  </details>`;
}

/** Bars at the largest K. */
function metricBars(result: EvaluationResult, metric: MetricName): Html[] {
  const baseline = BASELINES[metric];
  if (baseline === undefined) return [];
  const figures = new Figures(result);
  const shots = Math.max(...result.shots);
  const chart = barChart({
    id: `bars-${metric}`,
    title: `${METRIC_LABELS[metric]} at K = ${shots}`,
    series: result.methods.map(({ id }) => id),
    groups: figures.categoriesWith(metric).map((name) => ({
      name,
      bars: result.methods.map(({ id }) => figures.ofCategory(metric, id, name, shots)),
    })),
    baseline,
  });
  return [html`<figure>${showChart(chart)}</figure>`];
}

function sheet(title: string, content: readonly Html[]): Html {
  return html`<section class="sheet">
    <h2>${title}</h2>
    ${content}
  </section>`;
}
