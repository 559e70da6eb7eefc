import type { Inspection, Verdict } from '../inspection/inspection.ts';
import { formatRatio, formatScore } from '../page/format.ts';
import { html, type Html } from '../page/html.ts';

/** Ratio at the end of the bar; the threshold, at 1, stands in the middle. */
const END = 2;

/**
 * The score as a bar with the threshold marked on it, and as numbers, which are never clamped: a
 * bar that ends before the score does ends in an arrow.
 */
export function scoreBar({ verdict, score, threshold, ratio }: Inspection): Html {
  const limit = threshold === null ? 'no threshold' : `threshold ${formatScore(threshold)}`;
  return html`<div class="score">
    ${ratio === null ? html`<div class="bar unknown"></div>` : bar(ratio, verdict)}
    <p class="ratio">
      ${ratio === null ? 'no ratio' : html`${formatRatio(ratio)} <span>× threshold</span>`}
    </p>
    <p class="score-text">Score ${formatScore(score)}, ${limit}</p>
  </div>`;
}

function bar(ratio: number, verdict: Verdict): Html {
  const share = ratio > 0 ? Math.min(ratio / END, 1) : 0; // also where it is not a number
  const beyond = ratio > END ? 'beyond' : '';
  return html`<div class="bar ${verdict} ${beyond}" aria-hidden="true">
    <span class="fill" style="inline-size:${(share * 100).toFixed(2)}%"></span
    ><span class="mark"></span>
  </div>`;
}
