import { html } from '../html.ts';
import { type Axes, drawAxes, niceScale, xOf, yOf } from './axes.ts';
import type { Chart } from './chart.ts';

/** What a training's log says of a step. */
export interface LossPoint {
  /** Loss before the update, from -1 to 1. */
  readonly loss: number;
  /** Spread of the encodings, about 1; 0 if they have collapsed. */
  readonly spread: number;
}

const AREA = { left: 56, top: 40, width: 540, height: 240 };
const WIDTH = AREA.left + AREA.width + 24;
const HEIGHT = AREA.top + AREA.height + 44;
/** Points of a curve; more steps are averaged. */
const POINTS = 240;

/**
 * Loss and spread of a training over its steps.
 *
 * @param points - Of each step in order; at least one.
 */
export function lossChart(points: readonly LossPoint[]): Chart {
  const curves = [
    { name: 'loss', values: averaged(points.map(({ loss }) => loss)) },
    { name: 'spread of the encodings', values: averaged(points.map(({ spread }) => spread)) },
  ];
  const all = curves.flatMap(({ values }) => values);
  const [low, high] = [Math.min(...all, 0), Math.max(...all, 0)];
  const axes: Axes = {
    area: AREA,
    x: niceScale(0, Math.max(points.length, 1)),
    y: niceScale(low, high > low ? high : low + 1),
  };
  const [first, last] = [points[0], points[points.length - 1]];
  return {
    id: 'loss',
    title: `Loss of ${points.length} steps`,
    description: `From ${first.loss.toFixed(3)} to ${last.loss.toFixed(3)}; spread of the encodings from ${first.spread.toFixed(2)} to ${last.spread.toFixed(2)}.`,
    width: WIDTH,
    height: HEIGHT,
    content: [
      html`<text class="heading" x="${AREA.left}" y="12">Loss of ${points.length} steps</text>`,
      ...drawAxes(axes, { text: 'Steps', format: String }, { text: 'Mean', format: String }),
      ...curves.map(({ values }, i) => {
        const places = values.map((value, at) => {
          const step = ((at + 0.5) / values.length) * points.length;
          return `${xOf(axes, step)} ${yOf(axes, value)}`;
        });
        return html`<path class="curve s${i}" d="M${places.join('L')}" />`;
      }),
      ...curves.map(({ name }, i) => {
        const x = AREA.left + 80 * i;
        return html`<path class="curve s${i}" d="M${x} 26h22" /><text x="${x + 28}" y="30"
            >${name}</text
          >`;
      }),
    ],
  };
}

/** At most `POINTS` means of consecutive values. */
function averaged(values: readonly number[]): number[] {
  const size = Math.ceil(values.length / POINTS);
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) => {
    const part = values.slice(i * size, (i + 1) * size);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}
