import { type Outcome, OUTCOMES } from '../inspection/entry.ts';
import { counted, formatRatio } from '../page/format.ts';
import { html, type Html, joined, trusted } from '../page/html.ts';
import { badgeOf, iconOf, wordOf } from './outcome.ts';
import { BODY, DOCUMENT, MAIN, RESULTS } from '../page/page-frame.ts';
import type { Picture } from '../page/picture.ts';
import { cardId } from './report-entry.ts';
import { SCRIPT } from './script.ts';

/** What the overview keeps of an entry. */
export interface OverviewItem {
  /** Number of the entry, from 0. */
  readonly index: number;
  /** Its name. */
  readonly name: string;
  /** How it went. */
  readonly outcome: Outcome;
  /** Where it stands, see `orderOf`. */
  readonly order: number;
  /** Score over threshold; null where there is none. */
  readonly ratio: number | null;
  /** A small picture; undefined where none could be read. */
  readonly thumbnail: Picture | undefined;
}

/** The page after its last entry: counts and overview, which the style moves up, and the notes. */
export function reportFoot(items: readonly OverviewItem[]): Html {
  const sorted = items.toSorted((a, b) => a.order - b.order || a.index - b.index);
  const summary = html`<section
    class="summary"
    id="summary"
    aria-labelledby="summary-title"
    tabindex="-1"
  >
    <h2 id="summary-title">${counted(items.length, 'picture')}</h2>
    ${filters(items)}
    <ol class="overview">
      ${sorted.map(tile)}
    </ol>
  </section>`;
  const zoom = html`<dialog class="zoom" aria-label="Enlarged picture"></dialog>`;
  const script = html`<script>
    ${trusted(SCRIPT)};
  </script>`;
  return joined([
    RESULTS.close,
    summary,
    NOTES,
    MAIN.close,
    zoom,
    script,
    BODY.close,
    DOCUMENT.close,
  ]);
}

/** Counts that choose what is shown; plain radio buttons and style, so they need no script. */
function filters(items: readonly OverviewItem[]): Html {
  const choices = OUTCOMES.map((outcome) => {
    const count = items.filter((item) => item.outcome === outcome).length;
    return html`<label class="${outcome}"
      ><input type="radio" name="show" value="${outcome}" /><b>${count}</b
      >${badgeOf(outcome)}</label
    >`;
  });
  return html`<fieldset class="filters">
    <legend>Show</legend>
    <label><input type="radio" name="show" value="all" checked /><b>${items.length}</b> All</label
    >${choices}
  </fieldset>`;
}

function tile({ index, name, outcome, ratio, thumbnail }: OverviewItem): Html {
  // The ratio of a picture that cannot be judged says nothing of it.
  const isJudged = ratio !== null && outcome !== 'unjudged';
  const label = isJudged ? formatRatio(ratio) : wordOf(outcome);
  const image =
    thumbnail === undefined
      ? html`<span class="blank">${iconOf(outcome)}</span>`
      : html`<img
          src="${thumbnail.source}"
          width="${thumbnail.width}"
          height="${thumbnail.height}"
          alt=""
          decoding="async"
        />`;
  return html`<li class="${outcome}">
    <a
      href="#${cardId(index)}"
      title="${name}"
      aria-label="${wordOf(outcome)}: ${name}${isJudged ? `, ${label} times the threshold` : ''}"
      >${image}<span class="caption">${iconOf(outcome)}${label}</span></a
    >
  </li>`;
}

const NOTES: Html = html`<footer>
  <p>
    <b>Ratio</b>: the picture's anomaly score over the part's threshold; above 1 it fails. It is not
    clamped. <b>Map</b>: anomaly of each pixel over the part's map limit, on one colour scale for
    all pictures of the part. Score and map have limits of their own. <b>Cannot judge</b> is never a
    pass: the picture is not as the good ones were taken, so its score says nothing, whether it is
    above the threshold or not; or the part is not there, and the score is not above the threshold.
  </p>
  <p>Made by fewgood. This file needs no network.</p>
</footer>`;
