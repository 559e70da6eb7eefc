/**
 * Charts as SVG: a title and a description for those who do not see them, colours that follow the
 * reader's light or dark scheme, and no number that is not also told by place or dash.
 *
 * @module
 */
import { html, type Html, trusted } from '../html.ts';

/** A chart that is ready to be shown. */
export interface Chart {
  /** Unique within its page; letters, digits and hyphens. */
  readonly id: string;
  /** What it shows. */
  readonly title: string;
  /** What it says, in words and numbers. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly content: readonly Html[];
}

/** Series that charts tell apart by colour and dash. */
export const SERIES: number = 8;

/**
 * Colours and lines of all charts: once a page, and within each file of its own. The colours are
 * those of Okabe and Ito (Color Universal Design, 2008), darkened or lightened for contrast.
 * No class here has a meaning in the style of all reports.
 */
export const CHART_STYLE: string = `
.chart { --ink: #17212b; --soft: #55626f; --line: #d5dce2; --good: #0a6ea8; --bad: #b3470a; --s0: #0a6ea8; --s1: #b3470a; --s2: #00805c; --s3: #a84c86; --s4: #8a6d00; --s5: #6a51a3; --s6: #55626f; --s7: #17212b }
@media (prefers-color-scheme: dark) { .chart { --ink: #e4eaef; --soft: #9daab6; --line: #35424d; --good: #5ab4ec; --bad: #f09a4a; --s0: #5ab4ec; --s1: #f09a4a; --s2: #3cc79a; --s3: #e09ac6; --s4: #e3cc45; --s5: #b8a6f5; --s6: #9daab6; --s7: #e4eaef } }
@media print { .chart { --ink: #000; --soft: #444; --line: #bbb; --good: #0a6ea8; --bad: #b3470a; --s0: #0a6ea8; --s1: #b3470a; --s2: #00805c; --s3: #a84c86; --s4: #8a6d00; --s5: #6a51a3; --s6: #55626f; --s7: #17212b } }
.chart { max-width: 100%; height: auto; display: block }
.chart text { font: 11px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; fill: var(--soft) }
.chart .heading { font-weight: 600; fill: var(--ink) } .chart .end { text-anchor: end } .chart .middle { text-anchor: middle }
.chart .grid { stroke: var(--line); fill: none } .chart .axis { stroke: var(--soft); fill: none } .chart .chance { stroke: var(--soft); stroke-dasharray: 2 3; fill: none }
.chart .curve { fill: none; stroke-width: 1.75; stroke-linejoin: round } .chart .whisker { stroke: var(--ink); fill: none }
${Array.from({ length: SERIES }, (_, i) => `.chart .s${i} { stroke: var(--s${i}); --tone: var(--s${i}) }`).join(' ')}
.chart .s1 { stroke-dasharray: 6 3 } .chart .s2 { stroke-dasharray: 2 2 } .chart .s3 { stroke-dasharray: 8 3 2 3 } .chart .s4 { stroke-dasharray: 10 4 } .chart .s5 { stroke-dasharray: 4 1 } .chart .s6 { stroke-dasharray: 1 3 } .chart .s7 { stroke-dasharray: 12 3 3 3 }
.chart .column { fill: var(--tone); fill-opacity: .75; stroke: none }
.chart .good { fill: var(--good); fill-opacity: .35; stroke: var(--good) } .chart .bad { fill: none; stroke: var(--bad); stroke-width: 2 } .chart .limit { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 5 3 }
`;

/** A chart within a page that holds {@link CHART_STYLE}. */
export function showChart(chart: Chart): Html {
  return svg(chart, undefined);
}

/** A chart as an SVG file of its own. */
export function chartFile(chart: Chart): string {
  return `${
    svg(
      chart,
      html`<style>
        ${trusted(CHART_STYLE)}
      </style>`,
    ).text
  }\n`;
}

function svg(chart: Chart, style: Html | undefined): Html {
  const { id, title, description, width, height, content } = chart;
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    class="chart"
    id="${id}"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-labelledby="${id}-title ${id}-description"
  >
    <title id="${id}-title">${title}</title>
    <desc id="${id}-description">${description}</desc>
    ${style}${content}
  </svg>`;
}

/** A number for SVG: two decimals, which is finer than any screen. */
export function coordinate(value: number): number {
  return Number(value.toFixed(2));
}
