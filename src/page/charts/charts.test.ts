import { describe, expect, it } from 'vitest';
import { asPercent, niceScale, xOf, yOf } from './axes.ts';
import { barChart } from './bar-chart.ts';
import { type Chart, chartFile, coordinate, showChart } from './chart.ts';
import { proChart, rocChart } from './curve-chart.ts';
import { histogramChart } from './histogram-chart.ts';

/** The `d` of each path of a class. */
function paths(chart: Chart, className: string): string[] {
  const matches = chartFile(chart).matchAll(/<path\s+class="([^"]*)"\s+d="([^"]*)"/g);
  return [...matches].flatMap(([, classes, d]) =>
    classes.split(' ').includes(className) ? [d] : [],
  );
}

/** An attribute of each rectangle of a class, in pixels. */
function rectangles(chart: Chart, className: string, attribute: string): number[] {
  const matches = chartFile(chart).matchAll(/<rect\s+class="([^"]*)"([^>]*)>/g);
  return [...matches]
    .filter(([, classes]) => classes.split(' ').includes(className))
    .map(([, , attributes]) =>
      Number(new RegExp(`\\b${attribute}="([^"]*)"`).exec(attributes)?.[1]),
    );
}

describe('niceScale', () => {
  it.each([
    [0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0, 0.3, [0, 0.1, 0.2, 0.3]],
    [0.42, 1, [0.4, 0.6, 0.8, 1]],
    [-3.1, 4, [-4, -2, 0, 2, 4]],
    [0.001, 0.0034, [0.001, 0.0015, 0.002, 0.0025, 0.003, 0.0035]],
  ])('spans %f to %f with round values', (low, high, ticks) => {
    expect(niceScale(low, high).ticks).toEqual(ticks);
  });

  it('places values between its ends', () => {
    const area = { left: 10, top: 20, width: 100, height: 50 };
    const axes = { area, x: niceScale(0, 1), y: niceScale(0, 1) };
    expect([xOf(axes, 0), xOf(axes, 0.25), yOf(axes, 0), yOf(axes, 1)]).toEqual([10, 35, 70, 20]);
    expect(asPercent(0.07)).toBe('7');
    expect(coordinate(1 / 3)).toBe(0.33);
  });
});

describe('curves', () => {
  const curve = { name: 'a <b>', x: [0, 0.2, 0.4, 1], y: [0, 0.5, 1, 1], area: 0.8125 };

  it('end at the axis, interpolated', () => {
    const chart = proChart([curve], { id: 'pro', subject: 'bottle' });
    // At 0.3, the end of the axis, halfway from 0.5 to 1.
    expect(paths(chart, 'curve')[0]).toBe('M56 276L222.67 151L306 88.5');
    expect(paths(chart, 'chance')).toEqual([]);
  });

  it('of ROC reach the corner and have the line of chance', () => {
    const chart = rocChart([curve], { id: 'roc', subject: 'bottle' });
    expect(paths(chart, 'curve')[0]).toBe('M56 276L106 151L156 26L306 26');
    expect(paths(chart, 'chance')).toEqual(['M56 276L306 26']);
  });

  it('tell their areas in legend and description, escaped', () => {
    const chart = rocChart([curve, { ...curve, name: 'c', area: null }], { id: 'r', subject: 's' });
    expect(chart.description).toBe('AUROC in percent: a <b> 81.3; c.');
    const svg = showChart(chart).text;
    expect(svg).toContain('a &lt;b&gt; 81.3');
    expect(svg).not.toContain('<b>');
    expect(svg).toContain('aria-labelledby="r-title r-description"');
    expect(svg).not.toContain('<style>');
    expect(chartFile(chart)).toContain('prefers-color-scheme: dark');
  });
});

describe('histogramChart', () => {
  const spec = { id: 'h', subject: 's', good: [0, 0, 1], defective: [1, 5, 5], threshold: 2 };

  it('draws counts to scale', () => {
    const chart = histogramChart(spec);
    // Two good pictures in the first bin reach the top, of an axis that ends at 2.
    expect(paths(chart, 'good')[0]).toMatch(/^M48 170V40H60\.08V170M/);
    expect(paths(chart, 'bad')[0]).toMatch(/V40H338V170$/);
    expect(paths(chart, 'limit')).toHaveLength(2);
  });

  it('says what the threshold gets wrong', () => {
    expect(histogramChart(spec).description).toBe(
      '3 good and 3 defective pictures. At the threshold 2, 0 good fail and 1 defective pass.',
    );
    const bare = histogramChart({ ...spec, threshold: null });
    expect(bare.description).toContain('No threshold');
    expect(paths(bare, 'limit')).toEqual([]);
  });

  it('survives scores that are all the same', () => {
    const svg = chartFile(histogramChart({ ...spec, good: [3], defective: [], threshold: 3 }));
    expect(svg).not.toMatch(/NaN|Infinity/);
  });
});

describe('barChart', () => {
  const bars = [
    { mean: 0.75, sd: 0.05, n: 3 },
    { mean: 0.45, sd: null, n: 1 },
  ];
  const spec = {
    id: 'b',
    title: 'Image AUROC',
    series: ['a', 'b'],
    groups: [{ name: 'screw', bars }],
    baseline: 0.5,
  };

  it('draws bars from the baseline, downwards below it', () => {
    const chart = barChart(spec);
    // The axis goes from 0.4 to 1 on 200 px: 0.25 above the baseline, 0.05 below it.
    const [up, down] = rectangles(chart, 'column', 'height');
    expect([up, down]).toEqual([expect.closeTo(83.33, 1), expect.closeTo(16.67, 1)]);
    const [upper, lower] = rectangles(chart, 'column', 'y');
    expect(upper + up).toBeCloseTo(lower, 1);
    expect(paths(chart, 'whisker')).toHaveLength(1);
    expect(chart.description).toBe('screw: a 75.0, b 45.0.');
  });

  it('leaves a gap where there is no figure', () => {
    const chart = barChart({ ...spec, groups: [{ name: 'screw', bars: [null, bars[0]] }] });
    // One bar, and the two of the legend.
    expect(rectangles(chart, 'column', 'height')).toHaveLength(3);
    expect(chart.description).toBe('screw: b 75.0.');
  });

  it('slants names that do not fit', () => {
    const group = { name: 'permissive/hazelnut_toy_long', bars: bars.slice(0, 1) };
    const chart = barChart({ ...spec, series: ['a'], groups: [group, group] });
    expect(chartFile(chart)).toContain('rotate(-35)');
    expect(chart.height).toBeGreaterThan(barChart(spec).height);
  });
});
