import { html, type Html } from '../html.ts';
import { asPercent, type Axes, drawAxes, niceScale, yOf } from './axes.ts';
import { type Chart, coordinate, SERIES } from './chart.ts';

/** Groups of bars: a group a category, a bar a method. */
export interface BarChartSpec {
  readonly id: string;
  readonly title: string;
  /** Of the bars within each group. */
  readonly series: readonly string[];
  readonly groups: readonly BarGroup[];
  /** Where bars start: a share such as 0.5, the AUROC of chance; bars below it hang down. */
  readonly baseline: number;
}

/** The height of a bar. */
export interface Bar {
  readonly mean: number;
  /** Standard deviation, half the length of its error bar; null for none. */
  readonly sd: number | null;
}

/** Bars that stand together. */
export interface BarGroup {
  readonly name: string;
  /** One a series; null leaves a gap. */
  readonly bars: readonly (Bar | null)[];
}

const LEFT = 56;
const TOP = 30;
const HEIGHT = 200;
const WIDEST_BAR = 22;
const NARROWEST_BAR = 5;
const GAP = 18;
const LEGEND = 150;
/** Width of a letter, pixels: near enough to know whether names fit. */
const LETTER = 6;

/** Bars with error bars of one standard deviation. */
export function barChart(spec: BarChartSpec): Chart {
  const { id, title, series, groups, baseline } = spec;
  const bar = Math.min(WIDEST_BAR, Math.max(NARROWEST_BAR, 640 / (groups.length * series.length)));
  const group = Math.max(series.length * bar + GAP, 44);
  const area = { left: LEFT, top: TOP, width: groups.length * group, height: HEIGHT };
  const axes: Axes = { area, x: { low: 0, high: groups.length, ticks: [] }, y: range(spec) };
  const longest = Math.max(...groups.map(({ name }) => name.length)) * LETTER;
  const isSlanted = longest > group;
  const below = isSlanted ? 24 + longest * 0.6 : 30;
  return {
    id,
    title,
    description: groups.map((entry) => describe(entry, series)).join(' '),
    width: coordinate(LEFT + area.width + LEGEND + 20),
    height: coordinate(TOP + HEIGHT + below),
    content: [
      html`<text class="heading" x="${LEFT}" y="14">${title}</text>`,
      ...drawAxes(axes, { text: '', format: undefined }, { text: 'Percent', format: asPercent }),
      ...groups.flatMap((entry, i) => {
        const left = LEFT + i * group + (group - series.length * bar) / 2;
        return [
          ...entry.bars.flatMap((value, s) =>
            value === null ? [] : drawBar(value, { axes, baseline, left: left + s * bar, bar, s }),
          ),
          groupName(entry.name, LEFT + (i + 0.5) * group, isSlanted),
        ];
      }),
      html`<path class="axis" d="M${LEFT} ${yOf(axes, baseline)}h${coordinate(area.width)}" />`,
      ...series.map((name, i) => legendEntry(name, LEFT + area.width + 16, i)),
    ],
  };
}

/** From the baseline, or the lowest bar below it, to 1. */
function range({ groups, baseline }: BarChartSpec): Axes['y'] {
  const lows = groups.flatMap(({ bars }) =>
    bars.map((bar) => (bar === null ? baseline : bar.mean - (bar.sd ?? 0))),
  );
  return niceScale(Math.max(0, Math.min(baseline, ...lows)), 1);
}

interface BarPlace {
  readonly axes: Axes;
  readonly baseline: number;
  readonly left: number;
  readonly bar: number;
  /** Which series. */
  readonly s: number;
}

function drawBar({ mean, sd }: Bar, { axes, baseline, left, bar, s }: BarPlace): Html[] {
  const ends = [yOf(axes, mean), yOf(axes, baseline)];
  const [top, bottom] = [Math.min(...ends), Math.max(...ends)];
  const body = html`<rect
    class="column s${s % SERIES}"
    x="${coordinate(left + 0.5)}"
    y="${top}"
    width="${coordinate(bar - 1)}"
    height="${coordinate(bottom - top)}"
  />`;
  if (sd === null || sd === 0) return [body];
  const centre = coordinate(left + bar / 2);
  const whisker = coordinate(Math.min(3, bar / 4));
  const [high, low] = [Math.min(1, mean + sd), Math.max(axes.y.low, mean - sd)];
  const path = `M${centre} ${yOf(axes, low)}V${yOf(axes, high)}m${-whisker} 0h${2 * whisker}`;
  return [body, html`<path class="whisker" d="${path}" />`];
}

function groupName(name: string, x: number, isSlanted: boolean): Html {
  const [at, y] = [coordinate(x), TOP + HEIGHT + 16];
  return isSlanted
    ? html`<text class="end" transform="translate(${at + 4} ${y}) rotate(-35)">${name}</text>`
    : html`<text class="middle" x="${at}" y="${y}">${name}</text>`;
}

function legendEntry(name: string, left: number, position: number): Html {
  const [x, y] = [coordinate(left), TOP + 10 + position * 18];
  return html`<rect
      class="column s${position % SERIES}"
      x="${x}"
      y="${y - 9}"
      width="12"
      height="10"
    />
    <text x="${x + 18}" y="${y}">${name}</text>`;
}

function describe({ name, bars }: BarGroup, series: readonly string[]): string {
  const values = bars.flatMap((bar, i) =>
    bar === null ? [] : [`${series[i]} ${(bar.mean * 100).toFixed(1)}`],
  );
  return `${name}: ${values.join(', ')}.`;
}
