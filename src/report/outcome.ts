import { type InspectionEntry, type Outcome, outcomeOf, OUTCOMES } from '../inspection/entry.ts';
import { html, type Html } from '../page/html.ts';

const WORDS: Readonly<Record<Outcome, string>> = {
  fail: 'Fail',
  unjudged: 'Cannot judge',
  error: 'Error',
  pass: 'Pass',
};

/** The outcome as a word: colour never tells it alone. */
export function wordOf(outcome: Outcome): string {
  return WORDS[outcome];
}

/** Places for one outcome in {@link orderOf}; four times as many fit CSS's 32 bits. */
const PLACES = 2 ** 29 - 1;

/**
 * Where an entry stands, as a CSS `order`: by outcome, most pressing first, then by ratio, the
 * largest first. So a report can be written as pictures come and still be read failing first.
 */
export function orderOf(entry: InspectionEntry): number {
  const ratio = 'error' in entry ? 0 : (entry.inspection.ratio ?? 0);
  const share = ratio > 0 ? 1 / (1 + ratio) : 1; // also where it is not a number
  return OUTCOMES.indexOf(outcomeOf(entry)) * (PLACES + 1) - 2 ** 30 + Math.round(share * PLACES);
}

/** The outcome's sign, distinct in shape: check, cross, question mark, exclamation mark. */
export function iconOf(outcome: Outcome): Html {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <use href="#icon-${outcome}"></use>
  </svg>`;
}

/** Definitions that {@link iconOf} refers to; once a page. */
export const ICONS: Html = html`<svg class="definitions" aria-hidden="true">
  <symbol id="icon-fail" viewBox="0 0 16 16">
    <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" />
    <path class="sign" d="M5.3 5.3l5.4 5.4m0-5.4l-5.4 5.4" />
  </symbol>
  <symbol id="icon-unjudged" viewBox="0 0 16 16">
    <rect x=".8" y=".8" width="14.4" height="14.4" rx="2.6" />
    <path class="sign" d="M5.5 6.1a2.5 2.5 0 1 1 3.6 2.2C8.3 8.7 8 9 8 9.8M8 12.4v.1" />
  </symbol>
  <symbol id="icon-error" viewBox="0 0 16 16">
    <path d="M8 1l7.4 13.6H.6z" />
    <path class="sign" d="M8 6v4M8 12.2v.1" />
  </symbol>
  <symbol id="icon-pass" viewBox="0 0 16 16">
    <circle cx="8" cy="8" r="7.3" />
    <path class="sign" d="M4.6 8.3l2.4 2.4 4.5-5" />
  </symbol>
</svg>`;

/** The outcome as sign and word. */
export function badgeOf(outcome: Outcome): Html {
  return html`<span class="badge ${outcome}">${iconOf(outcome)}${wordOf(outcome)}</span>`;
}
