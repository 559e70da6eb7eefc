import { html, type Html } from '../html.ts';
import { formatScore } from '../format.ts';
import { type Axes, drawAxes, niceScale, xOf, yOf } from './axes.ts';
import type { Chart } from './chart.ts';

/** Scores of one category, method, K and seed. */
export interface HistogramSpec {
  readonly id: string;
  /** What the scores are of. */
  readonly subject: string;
  /** Of good pictures; both together are not empty. */
  readonly good: readonly number[];
  /** Of defective pictures. */
  readonly defective: readonly number[];
  /** Scores above it fail; null without one. */
  readonly threshold: number | null;
}

const WIDTH = 350;
const AREA = { left: 48, top: 40, width: 290, height: 130 };
const HEIGHT = AREA.top + AREA.height + 42;
const BINS = 24;

/** Scores of good pictures (filled) and of defective ones (outlined), and the threshold. */
export function histogramChart(spec: HistogramSpec): Chart {
  const { id, subject, good, defective, threshold } = spec;
  const x = scoreScale([...good, ...defective, ...(threshold === null ? [] : [threshold])]);
  const counts = [good, defective].map((scores) => countBins(scores, x));
  const y = niceScale(0, Math.max(1, ...counts.flat()), 3);
  const axes: Axes = { area: AREA, x, y };
  return {
    id,
    title: `Scores, ${subject}`,
    description: describe(spec),
    width: WIDTH,
    height: HEIGHT,
    content: [
      html`<text class="heading" x="${AREA.left}" y="12">Scores, ${subject}</text>`,
      ...legend(threshold),
      ...drawAxes(
        axes,
        { text: 'Anomaly score', format: formatScore },
        { text: 'Pictures', format: (value) => (Number.isInteger(value) ? String(value) : '') },
      ),
      html`<path class="good" d="${outline(counts[0], axes)}" />`,
      html`<path class="bad" d="${outline(counts[1], axes)}" />`,
      ...(threshold === null ? [] : [thresholdLine(xOf(axes, threshold))]),
    ],
  };
}

/** A range of scores that is not empty even if all are equal. */
function scoreScale(scores: readonly number[]): Axes['x'] {
  const low = scores.reduce((a, b) => Math.min(a, b), Infinity);
  const high = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  const margin = low === high ? Math.max(Math.abs(low), 1) / 2 : 0;
  return niceScale(low - margin, high + margin);
}

function countBins(scores: readonly number[], { low, high }: Axes['x']): number[] {
  const counts = Array.from({ length: BINS }, () => 0);
  for (const score of scores) {
    counts[Math.min(BINS - 1, Math.floor(((score - low) / (high - low)) * BINS))]++;
  }
  return counts;
}

/** Steps along the tops of the bins; each run of bins that hold something is closed by the axis. */
function outline(counts: readonly number[], axes: Axes): string {
  const { low, high } = axes.x;
  const edge = (bin: number): number => xOf(axes, low + ((high - low) * bin) / BINS);
  const bottom = yOf(axes, 0);
  const steps = counts.map((count, bin) => {
    if (count === 0) return '';
    const start = bin > 0 && counts[bin - 1] > 0 ? '' : `M${edge(bin)} ${bottom}`;
    const end = (counts[bin + 1] ?? 0) > 0 ? '' : `V${bottom}`;
    return `${start}V${yOf(axes, count)}H${edge(bin + 1)}${end}`;
  });
  return steps.join('');
}

function thresholdLine(x: number): Html {
  return html`<path class="limit" d="M${x} ${AREA.top - 4}V${AREA.top + AREA.height}" />`;
}

function legend(threshold: number | null): Html[] {
  const y = 28;
  const entries = [
    html`<rect class="good" x="${AREA.left}" y="${y - 8}" width="12" height="8" />
      <text x="${AREA.left + 17}" y="${y}">good</text>`,
    html`<rect class="bad" x="${AREA.left + 62}" y="${y - 8}" width="12" height="8" />
      <text x="${AREA.left + 79}" y="${y}">defective</text>`,
  ];
  if (threshold === null) return entries;
  return [
    ...entries,
    html`<path class="limit" d="M${AREA.left + 150} ${y - 4}h22" />
      <text x="${AREA.left + 177}" y="${y}">threshold ${formatScore(threshold)}</text>`,
  ];
}

function describe({ good, defective, threshold }: HistogramSpec): string {
  const counts = `${good.length} good and ${defective.length} defective pictures.`;
  if (threshold === null) return `${counts} No threshold.`;
  const failing = good.filter((score) => score > threshold).length;
  const passing = defective.filter((score) => score <= threshold).length;
  return `${counts} At the threshold ${formatScore(threshold)}, ${failing} good fail and ${passing} defective pass.`;
}
