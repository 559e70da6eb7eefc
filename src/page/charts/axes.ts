import { html, type Html } from '../html.ts';
import { coordinate } from './chart.ts';

/** Where a chart draws its values, pixels. */
export interface PlotArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A range of values along an axis. */
export interface AxisScale {
  readonly low: number;
  readonly high: number;
  /** Where lines and numbers stand. */
  readonly ticks: readonly number[];
}

/** Both axes over an area. */
export interface Axes {
  readonly area: PlotArea;
  readonly x: AxisScale;
  readonly y: AxisScale;
}

/** How an axis is labelled. */
export interface AxisLabel {
  readonly text: string;
  /** A number at a tick; undefined for an axis without numbers. */
  readonly format: ((value: number) => string) | undefined;
}

/**
 * Round values, about `count` of them, that span `low` to `high`.
 *
 * @param high - Greater than `low`.
 */
export function niceScale(low: number, high: number, count = 5): AxisScale {
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5].find((factor) => factor * power >= raw) ?? 10) * power;
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  const ticks = Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
  return { low: ticks[0], high: ticks[ticks.length - 1], ticks };
}

/** Horizontal position of a value. */
export function xOf({ area, x }: Axes, value: number): number {
  return coordinate(area.left + ((value - x.low) / (x.high - x.low)) * area.width);
}

/** Vertical position of a value; up is more. */
export function yOf({ area, y }: Axes, value: number): number {
  return coordinate(area.top + area.height - ((value - y.low) / (y.high - y.low)) * area.height);
}

/** Grid lines, numbers and labels. */
export function drawAxes(axes: Axes, xLabel: AxisLabel, yLabel: AxisLabel): Html[] {
  const { area, x, y } = axes;
  const [right, bottom] = [area.left + area.width, area.top + area.height];
  const vertical = x.ticks.map((tick) => {
    const at = xOf(axes, tick);
    const line = html`<path class="grid" d="M${at} ${area.top}V${bottom}" />`;
    return xLabel.format === undefined
      ? line
      : html`${line}<text class="middle" x="${at}" y="${bottom + 15}"
            >${xLabel.format(tick)}</text
          >`;
  });
  const horizontal = y.ticks.map((tick) => {
    const at = yOf(axes, tick);
    const line = html`<path class="grid" d="M${area.left} ${at}H${right}" />`;
    return yLabel.format === undefined
      ? line
      : html`${line}<text class="end" x="${area.left - 6}" y="${at + 4}"
            >${yLabel.format(tick)}</text
          >`;
  });
  const [centre, middle] = [area.left + area.width / 2, area.top + area.height / 2];
  return [
    ...(xLabel.format === undefined ? [] : vertical),
    ...horizontal,
    html`<path class="axis" d="M${area.left} ${area.top}V${bottom}H${right}" />`,
    html`<text class="middle" x="${centre}" y="${bottom + 32}">${xLabel.text}</text>`,
    html`<text class="middle" transform="translate(${area.left - 38} ${middle}) rotate(-90)"
      >${yLabel.text}</text
    >`,
  ];
}

/** A share as percent, such as `30`. */
export function asPercent(share: number): string {
  return String(Number((share * 100).toFixed(2)));
}
