import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import classes from './plot.module.css';

/** Colours of the style sheet by their names, such as `--fail`. */
export type Tone = (name: string) => string;

/** What a plot is made of. Both stay the same objects until they change: a new one draws all anew. */
export interface PlotContent {
  readonly data: uPlot.AlignedData;
  readonly options: (tone: Tone, width: number) => uPlot.Options;
}

/** Height of every plot, pixels. */
const PLOT_HEIGHT = 260;

/**
 * A chart, for eyes alone: what it shows is told in words beside it.
 *
 * @param marks - What is drawn over it, by a hook of the options; it is drawn again where this changes.
 */
export function Plot({
  content,
  marks,
}: {
  readonly content: PlotContent;
  readonly marks?: unknown;
}) {
  const { ref, width } = useElementSize();
  const scheme = useComputedColorScheme('light');
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  useEffect(() => {
    if (host.current === null || width === 0) return undefined;
    const style = getComputedStyle(host.current);
    const tone = (name: string) => style.getPropertyValue(name).trim();
    const plot = new uPlot(content.options(tone, width), content.data, host.current);
    chart.current = plot;
    return () => {
      plot.destroy();
    };
    // Colours are read from the style sheet anew where they change.
  }, [content, width, scheme]);
  useEffect(() => {
    chart.current?.redraw(false);
  }, [marks]);
  return (
    <div ref={ref} className={classes.chart}>
      <div ref={host} aria-hidden="true" />
    </div>
  );
}

/** Axes, frame and manners that all plots share. */
export function plotBase(tone: Tone, width: number) {
  return {
    width,
    height: PLOT_HEIGHT,
    cursor: { show: false },
    legend: { show: false },
    axis: { stroke: tone('--soft'), grid: { stroke: tone('--line'), width: 1 } },
  };
}
