import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import type { Histogram } from './histogram.ts';
import classes from './histogram-chart.module.css';

const HEIGHT = 260;
/** Right of the plot, pixels; the slider below begins and ends with the plot (threshold-desk.module.css). */
const PADDING = 16;

/** Names of the sets, and of the axis. */
interface Labels {
  readonly good: string;
  readonly bad: string;
  readonly inspected: string;
  readonly axis: string;
}

/** Histograms of what was inspected, of bad and of good pictures, with the threshold as a line. */
export function HistogramChart({
  histogram,
  threshold,
  labels,
}: {
  readonly histogram: Histogram;
  readonly threshold: number;
  readonly labels: Labels;
}) {
  const { ref, width } = useElementSize();
  const scheme = useComputedColorScheme('light');
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const line = useRef(threshold);
  useEffect(() => {
    if (host.current === null || width === 0) return undefined;
    const { middles, shares } = histogram;
    const data: uPlot.AlignedData = [[...middles], ...shares.map(withoutZeros)];
    const plot = new uPlot(optionsOf(host.current, { width, labels, line }), data, host.current);
    chart.current = plot;
    return () => {
      plot.destroy();
    };
    // Colours are read from the style sheet anew where they change.
  }, [histogram, width, labels, scheme]);
  useEffect(() => {
    line.current = threshold;
    chart.current?.redraw(false);
  }, [threshold]);
  return (
    <div ref={ref} className={classes.chart}>
      <div ref={host} aria-hidden="true" />
    </div>
  );
}

/** An empty bin has no bar, not one without height. */
function withoutZeros(shares: readonly number[]): (number | null)[] {
  return shares.map((share) => (share === 0 ? null : share));
}

interface Drawing {
  readonly width: number;
  readonly labels: Labels;
  readonly line: { readonly current: number };
}

function optionsOf(host: Element, { width, labels, line }: Drawing): uPlot.Options {
  const style = getComputedStyle(host);
  const tone = (name: string) => style.getPropertyValue(name).trim();
  const bars = uPlot.paths.bars?.({ size: [0.9, 60], align: 0 });
  const axis = { stroke: tone('--soft'), grid: { stroke: tone('--line'), width: 1 } };
  const series = (label: string, colour: string) => ({
    label,
    fill: `${colour}99`,
    stroke: colour,
    width: 1,
    points: { show: false },
    ...(bars && { paths: bars }),
  });
  return {
    width,
    height: HEIGHT,
    padding: [8, PADDING, 0, 0],
    scales: {
      x: { time: false },
      y: { range: (_plot, _least, largest) => [0, Math.max(largest, 1) * 1.05] },
    },
    cursor: { show: false },
    legend: { show: false },
    axes: [
      { ...axis, grid: { show: false } },
      { ...axis, label: labels.axis, labelSize: 18 },
    ],
    series: [
      {},
      series(labels.inspected, tone('--link')),
      series(labels.bad, tone('--fail')),
      series(labels.good, tone('--pass')),
    ],
    hooks: {
      draw: [
        (plot) => {
          drawThreshold(plot, line.current, tone('--ink'));
        },
      ],
    },
  };
}

function drawThreshold(plot: uPlot, threshold: number, colour: string): void {
  const { ctx, bbox } = plot;
  const x = Math.round(plot.valToPos(threshold, 'x', true));
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}
