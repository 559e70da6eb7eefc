import { useMemo } from 'react';
import uPlot from 'uplot';
import { Plot, plotBase, type Tone } from '../../components/plot.tsx';
import type { ProductionPeriod } from '../../ports/evidence-api.ts';

/** Fail rates in per cent, a bar a period, with the ends of their intervals. */
export function RatePlot({ periods }: { readonly periods: readonly ProductionPeriod[] }) {
  const content = useMemo(() => {
    const percent = ({ fail }: ProductionPeriod) => (fail.share === null ? null : 100 * fail.share);
    const data: uPlot.AlignedData = [periods.map((_, i) => i), periods.map(percent)];
    return { data, options: (tone: Tone, width: number) => optionsOf(tone, width, periods) };
  }, [periods]);
  return <Plot content={content} />;
}

function optionsOf(tone: Tone, width: number, periods: readonly ProductionPeriod[]): uPlot.Options {
  const { axis, ...base } = plotBase(tone, width);
  const bars = uPlot.paths.bars?.({ size: [0.6, 48] });
  const top = Math.min(100, 100 * Math.max(...periods.map(endOf), 0.01) * 1.1);
  return {
    ...base,
    padding: [8, 16, 0, 0],
    scales: {
      x: { time: false, range: [-0.6, Math.max(periods.length, 4) - 0.4] },
      y: { range: [0, top] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 90,
        incrs: [1, 2, 3, 4, 6, 12, 24, 48, 96, 192],
        values: (_plot, splits) => splits.map((index) => labelOf(periods[index])),
      },
      { ...axis, values: (_plot, splits) => splits.map((value) => `${String(value)} %`) },
    ],
    series: [
      {},
      {
        fill: `${tone('--fail')}99`,
        stroke: tone('--fail'),
        width: 1,
        points: { show: false },
        ...(bars && { paths: bars }),
      },
    ],
    hooks: {
      draw: [
        (plot) => {
          for (const [index, { fail }] of periods.entries()) {
            if (fail.share !== null) drawInterval(plot, index, fail, tone('--ink'));
          }
        },
      ],
    },
  };
}

function endOf({ fail }: ProductionPeriod): number {
  return fail.share === null ? 0 : fail.high;
}

/** Day and month, and what the period is called. */
function labelOf(period: ProductionPeriod | undefined): string {
  return period === undefined ? '' : `${period.day.slice(5)} ${period.name}`;
}

function drawInterval(
  plot: uPlot,
  index: number,
  { low, high }: { readonly low: number; readonly high: number },
  colour: string,
): void {
  const { ctx } = plot;
  const x = plot.valToPos(index, 'x', true);
  const half = 4 * devicePixelRatio;
  const [from, to] = [plot.valToPos(100 * low, 'y', true), plot.valToPos(100 * high, 'y', true)];
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, from);
  ctx.lineTo(x, to);
  for (const y of [from, to]) {
    ctx.moveTo(x - half, y);
    ctx.lineTo(x + half, y);
  }
  ctx.stroke();
  ctx.restore();
}
