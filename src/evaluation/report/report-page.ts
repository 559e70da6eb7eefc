import { scaleGradient } from '../../page/colour-scale.ts';
import { html, type Html, joined, trusted } from '../../page/html.ts';
import { BODY, DOCUMENT, MAIN } from '../../page/page-frame.ts';
import { STYLE } from '../../page/style.ts';
import { CHART_STYLE } from '../../page/charts/chart.ts';
import type { EvaluationResult } from '../results/evaluation-result.ts';
import { countOf } from '../tables/result-tables.ts';

/** What an evaluation needs beside the style of all reports. */
const EVALUATION_STYLE = `
.sheet { padding: 16px 18px; background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; display: flex; flex-direction: column; gap: 16px }
.sheet details { border: 0; padding: 0; margin: 0 } .sheet details > * + * { margin-block-start: 14px }
.sheet .tables { flex: none; max-inline-size: 100% } .sheet table { inline-size: auto; min-inline-size: min(100%, 340px) } .sheet .words { text-align: start; white-space: normal }
.side { display: flex; flex-wrap: wrap; gap: 20px 44px } .side .tables { min-inline-size: min(100%, 340px) }
caption { text-align: start; font-weight: 600; padding-block-end: 6px } tbody th { font-weight: 400 }
tr.total > * { border-block-start: 2px solid var(--soft); font-weight: 600 }
.charts { display: flex; flex-wrap: wrap; gap: 18px 26px } .charts figure { max-inline-size: 100%; overflow-x: auto }
.command { font: 13px/1.5 ui-monospace, Consolas, monospace; background: var(--well); padding: 10px 12px; border-radius: 4px; overflow-wrap: anywhere; white-space: pre-wrap; margin: 0; grid-column: 1 / -1 }
.example { display: grid; grid-template-columns: repeat(4, minmax(0, 224px)); gap: 4px 10px } .example p { grid-column: 1 / -1; font-size: 13px; overflow-wrap: anywhere } .example p span { color: var(--soft) }
.examples { display: flex; flex-direction: column; gap: 18px } .examples .legend { inline-size: 224px; max-inline-size: 100% }
@media print { .sheet { break-inside: auto } .charts figure, .example { break-inside: avoid } .gradient { print-color-adjust: exact; -webkit-print-color-adjust: exact } }
`;

/** The page up to its first section: style, title, and where the figures come from. */
export function evaluationHead(result: EvaluationResult): Html {
  const { dataset, provenance } = result;
  const head = html`<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${dataset.name} – evaluation</title>
    <style>
      ${trusted(STYLE)}${trusted(CHART_STYLE)}${trusted(EVALUATION_STYLE)}:root {
        --scale: ${trusted(scaleGradient())};
      }
    </style>
  </head>`;
  const masthead = html`<header class="masthead">
    <div class="title">
      <p class="kicker">Evaluation</p>
      <h1><bdi>${dataset.name}</bdi></h1>
      ${dataset.note === null ? undefined : html`<p class="note">${dataset.note}</p>`}
    </div>
    ${facts(result)}
    <pre class="command">${provenance.command}</pre>
  </header>`;
  return joined([DOCUMENT.open, head, BODY.open, MAIN.open, masthead]);
}

/** The end of the page: what the figures mean. */
export function evaluationFoot(): Html {
  const footer = html`<footer>
    <p>
      <b>AUROC</b>: the share of pairs of a good and a defective picture (or pixel) that the scores
      put in order; ties count half. <b>AUPRO</b>: mean share of a defect that is marked, over the
      share of good pixels marked with it, up to 30 %. <b>F1-max</b>: the best F1 of any threshold,
      chosen with the labels. <b>Deviation</b>: of a sample (n − 1), over support sets; of a mean,
      that of the means over categories.
    </p>
    <p>
      <b>False rejects</b> and <b>escapes</b> are at the threshold that was calibrated on the
      support set alone. Made by fewgood. This file needs no network.
    </p>
  </footer>`;
  return joined([footer, MAIN.close, BODY.close, DOCUMENT.close]);
}

function facts(result: EvaluationResult): Html {
  const { dataset, provenance, methods, categories, shots, seeds, cells } = result;
  const tests = categories.reduce((sum, category) => sum + category.tests.length, 0);
  const planned = categories.length * shots.length * seeds.length * methods.length;
  const entries: readonly (readonly [term: string, value: string])[] = [
    ['Data', `${countOf(categories.length)}, ${tests} test pictures, layout ${dataset.layout}`],
    ['Support sets', `K = ${shots.join(', ')}; seeds ${seeds.join(', ')}`],
    ['Cells', cells.length === planned ? String(planned) : `${cells.length} of ${planned}`],
    ['Machine', provenance.machine],
    ['Version', describeVersion(provenance)],
  ];
  return html`<dl class="facts">
    ${entries.map(
      ([term, value]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function describeVersion({ version, commit, runtime }: EvaluationResult['provenance']): string {
  return `fewgood ${version}${commit === null ? '' : ` (${commit.slice(0, 12)})`}, ${runtime}`;
}
