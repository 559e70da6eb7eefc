import { useMemo } from 'react';
import { useFormatter } from 'use-intl';
import type uPlot from 'uplot';
import { Plot, plotBase, type Tone } from '../../components/plot.tsx';
import type { ChartAlarm, ControlChart } from '../../ports/evidence-api.ts';

/** One line of a control chart. */
interface Line {
  readonly values: readonly number[];
  /** Colour of the style sheet. */
  readonly tone: string;
  readonly kind: 'score' | 'line' | 'limit';
}

/** A control chart over the number of the score; its axis says when that was. */
export function ControlPlot({
  chart,
  kind,
}: {
  readonly chart: ControlChart;
  readonly kind: 'ewma' | 'cusum';
}) {
  const format = useFormatter();
  const content = useMemo(() => {
    const lines = kind === 'ewma' ? ewmaLines(chart) : cusumLines(chart);
    const data: uPlot.AlignedData = [
      chart.times.map((_, i) => i),
      ...lines.map(({ values }) => [...values]),
    ];
    const alarms = chart.alarms.filter((alarm) => alarm.chart === kind);
    const label = (index: number) => {
      const time = chart.times[index];
      return time === undefined
        ? ''
        : format.dateTime(new Date(time), {
            month: 'numeric',
            day: 'numeric',
            hour: 'numeric',
            minute: 'numeric',
          });
    };
    const options = (tone: Tone, width: number) => optionsOf(tone, { width, lines, alarms, label });
    return { data, options };
  }, [chart, kind, format]);
  return <Plot content={content} />;
}

function ewmaLines({ standard, ewma, ewmaLimits }: ControlChart): Line[] {
  return [
    { values: standard, tone: '--soft', kind: 'score' },
    { values: ewmaLimits, tone: '--fail', kind: 'limit' },
    { values: ewmaLimits.map((limit) => -limit), tone: '--fail', kind: 'limit' },
    { values: ewma, tone: '--link', kind: 'line' },
  ];
}

/** The sum of what lies too low is drawn downwards. */
function cusumLines({ cusumUp, cusumDown, cusumLimit }: ControlChart): Line[] {
  return [
    { values: cusumUp.map(() => cusumLimit), tone: '--fail', kind: 'limit' },
    { values: cusumUp.map(() => -cusumLimit), tone: '--fail', kind: 'limit' },
    { values: cusumUp, tone: '--link', kind: 'line' },
    { values: cusumDown.map((sum) => -sum), tone: '--error', kind: 'line' },
  ];
}

interface Drawing {
  readonly width: number;
  readonly lines: readonly Line[];
  readonly alarms: readonly ChartAlarm[];
  readonly label: (index: number) => string;
}

function optionsOf(tone: Tone, { width, lines, alarms, label }: Drawing): uPlot.Options {
  const { axis, ...base } = plotBase(tone, width);
  return {
    ...base,
    padding: [8, 16, 0, 0],
    scales: { x: { time: false } },
    axes: [
      {
        ...axis,
        space: 110,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000],
        values: (_plot, splits) => splits.map(label),
      },
      axis,
    ],
    series: [
      {},
      ...lines.map(({ tone: colour, kind }) => ({
        stroke: kind === 'score' ? 'transparent' : tone(colour),
        width: kind === 'line' ? 2 : 1.5,
        ...(kind === 'limit' && { dash: [7, 5] }),
        points:
          kind === 'score'
            ? { show: true, size: 5, fill: tone(colour), stroke: tone(colour) }
            : { show: false },
      })),
    ],
    hooks: {
      drawAxes: [
        (plot) => {
          for (const alarm of alarms) drawAlarm(plot, alarm, tone);
        },
      ],
    },
  };
}

/** A ground below the lines, and a triangle that says which way: colour alone is none for everybody. */
function drawAlarm(plot: uPlot, { from, to, side }: ChartAlarm, tone: Tone): void {
  const { ctx, bbox } = plot;
  const left = plot.valToPos(from - 0.5, 'x', true);
  const width = Math.max(2 * devicePixelRatio, plot.valToPos(to + 0.5, 'x', true) - left);
  const size = 7 * devicePixelRatio;
  const [tip, foot] =
    side === 'up'
      ? [bbox.top + 2, bbox.top + 2 + size]
      : [bbox.top + bbox.height - 2, bbox.top + bbox.height - 2 - size];
  ctx.save();
  ctx.fillStyle = tone('--fail-ground');
  ctx.fillRect(left, bbox.top, width, bbox.height);
  ctx.fillStyle = tone('--fail');
  ctx.beginPath();
  ctx.moveTo(left + width / 2, tip);
  ctx.lineTo(left + width / 2 - size, foot);
  ctx.lineTo(left + width / 2 + size, foot);
  ctx.fill();
  ctx.restore();
}
