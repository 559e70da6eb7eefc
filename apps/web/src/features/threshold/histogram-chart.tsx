import { useMemo, useRef } from 'react';
import uPlot from 'uplot';
import { Plot, plotBase, type Tone } from '../../components/plot.tsx';
import type { Histogram } from './histogram.ts';

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
  const line = useRef(threshold);
  line.current = threshold;
  const content = useMemo(() => {
    const { middles, shares } = histogram;
    const data: uPlot.AlignedData = [[...middles], ...shares.map(withoutZeros)];
    return {
      data,
      options: (tone: Tone, width: number) => optionsOf(tone, { width, labels, line }),
    };
  }, [histogram, labels]);
  return <Plot content={content} marks={threshold} />;
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

function optionsOf(tone: Tone, { width, labels, line }: Drawing): uPlot.Options {
  const bars = uPlot.paths.bars?.({ size: [0.9, 60], align: 0 });
  const { axis, ...base } = plotBase(tone, width);
  const series = (label: string, colour: string) => ({
    label,
    fill: `${colour}99`,
    stroke: colour,
    width: 1,
    points: { show: false },
    ...(bars && { paths: bars }),
  });
  return {
    ...base,
    padding: [8, PADDING, 0, 0],
    scales: {
      x: { time: false },
      y: { range: (_plot, _least, largest) => [0, Math.max(largest, 1) * 1.05] },
    },
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
