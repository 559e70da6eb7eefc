import { html, type Html } from '../html.ts';
import { METRIC } from '../../hyperparameters.ts';
import { asPercent, type Axes, drawAxes, niceScale, xOf, yOf } from './axes.ts';
import { type Chart, SERIES } from './chart.ts';

/** A curve of a method, points from left to right. */
export interface Curve {
  readonly name: string;
  /** Shares from 0 to 1. */
  readonly x: readonly number[];
  /** Shares from 0 to 1, one for each of `x`. */
  readonly y: readonly number[];
  /** Area under the curve from 0 to 1, for the legend; null where it is not known. */
  readonly area: number | null;
}

/** What distinguishes a chart of curves from others of its page. */
export interface CurveChartOptions {
  readonly id: string;
  /** What the curves were measured on. */
  readonly subject: string;
}

const WIDTH = 470;
const AREA = { left: 56, top: 26, width: 250, height: 250 };
const HEIGHT = AREA.top + AREA.height + 44;

/** ROC curves of image scores: what share of the defective is found at which false alarms. */
export function rocChart(curves: readonly Curve[], options: CurveChartOptions): Chart {
  return curveChart(curves, {
    ...options,
    kind: 'ROC curves',
    measure: 'AUROC',
    xMax: 1,
    xLabel: 'Good pictures that fail, %',
    yLabel: 'Defective pictures found, %',
  });
}

/** PRO curves of anomaly maps, up to the false positive rate at which AUPRO ends. */
export function proChart(curves: readonly Curve[], options: CurveChartOptions): Chart {
  return curveChart(curves, {
    ...options,
    kind: 'PRO curves',
    measure: 'AUPRO',
    xMax: METRIC.proLimit,
    xLabel: 'Good pixels marked, %',
    yLabel: 'Share of a defect marked, %',
  });
}

interface CurveChartSpec extends CurveChartOptions {
  readonly kind: string;
  readonly measure: string;
  readonly xMax: number;
  readonly xLabel: string;
  readonly yLabel: string;
}

function curveChart(curves: readonly Curve[], spec: CurveChartSpec): Chart {
  const { id, subject, kind, measure, xMax, xLabel, yLabel } = spec;
  const axes: Axes = { area: AREA, x: niceScale(0, xMax), y: niceScale(0, 1) };
  const legends = curves.map((curve) => legendText(curve));
  return {
    id,
    title: `${kind}, ${subject}`,
    description: `${measure} in percent: ${legends.join('; ')}.`,
    width: WIDTH,
    height: HEIGHT,
    content: [
      html`<text class="heading" x="${AREA.left}" y="14">${kind}, ${subject}</text>`,
      ...drawAxes(axes, { text: xLabel, format: asPercent }, { text: yLabel, format: asPercent }),
      ...(xMax === 1
        ? [
            html`<path
              class="chance"
              d="M${xOf(axes, 0)} ${yOf(axes, 0)}L${xOf(axes, 1)} ${yOf(axes, 1)}"
            />`,
          ]
        : []),
      ...curves.map(
        (curve, i) => html`<path class="curve s${i % SERIES}" d="${path(curve, axes)}" />`,
      ),
      ...legends.map((text, i) => legendEntry(text, i)),
    ],
  };
}

/** The curve up to the end of the axis, where it is interpolated. */
function path({ x, y }: Curve, axes: Axes): string {
  const points: string[] = [];
  for (let i = 0; i < x.length; i++) {
    const isBeyond = x[i] > axes.x.high;
    const end = isBeyond ? interpolate({ x, y, i }, axes.x.high) : y[i];
    points.push(`${xOf(axes, Math.min(x[i], axes.x.high))} ${yOf(axes, end)}`);
    if (isBeyond) break;
  }
  return `M${points.join('L')}`;
}

function interpolate(
  { x, y, i }: Pick<Curve, 'x' | 'y'> & { readonly i: number },
  at: number,
): number {
  return y[i - 1] + ((y[i] - y[i - 1]) * (at - x[i - 1])) / (x[i] - x[i - 1]);
}

function legendText({ name, area }: Curve): string {
  return area === null ? name : `${name} ${(area * 100).toFixed(1)}`;
}

function legendEntry(text: string, position: number): Html {
  const [x, y] = [AREA.left + AREA.width + 14, AREA.top + 10 + position * 18];
  return html`<path class="curve s${position % SERIES}" d="M${x} ${y - 4}h22" /><text
      x="${x + 28}"
      y="${y}"
      >${text}</text
    >`;
}
