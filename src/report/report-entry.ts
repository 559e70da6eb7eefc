import {
  type FaultyEntry,
  type InspectedEntry,
  type InspectionEntry,
  outcomeOf,
} from '../inspection/entry.ts';
import type { Inspection, Timings } from '../inspection/inspection.ts';
import { type Reason, titleOf } from '../inspection/reason.ts';
import { alignmentText } from './alignment-text.ts';
import { comparisonFigure } from './comparison-figure.ts';
import type { EntryContext } from './entry-context.ts';
import { formatMilliseconds } from '../page/format.ts';
import { html, type Html } from '../page/html.ts';
import { objectTable } from './object-table.ts';
import { badgeOf, orderOf } from './outcome.ts';
import { describeDefects, showViews } from './picture-views.ts';
import { regionTable } from './region-table.ts';
import { scoreBar } from './score-bar.ts';

/** Identifier of an entry's card within the page. */
export function cardId(index: number): string {
  return `picture-${index + 1}`;
}

/** The card of a picture that could not be judged: what went wrong, and what to do about it. */
export function faultyCard(entry: FaultyEntry, index: number): Html {
  const { code, message, remedy } = entry.error;
  return card(entry, index, {
    aside: html`<p class="code">${code}</p>`,
    body: html`<p class="message">${message}</p>
      <p class="remedy">${remedy}</p>`,
  });
}

/** The card of an inspected picture; what is behind the verdict stands open unless it passed. */
export async function inspectedCard(
  entry: InspectedEntry,
  index: number,
  context: EntryContext,
): Promise<Html> {
  const { inspection } = entry;
  const state = inspection.verdict === 'pass' ? '' : 'open';
  const title = isShown(inspection) ? describeDefects(inspection) : 'hottest patch';
  return card(entry, index, {
    aside: scoreBar(inspection),
    body: html`${reasonList(inspection.reasons)}${warningList(entry)}${await showViews(entry, context)}
      <details ${state}>
        <summary>${title}</summary>
        <div class="evidence">
          ${await comparisonFigure(entry, context)}
          <div class="tables">
            ${objectTable(inspection)}${regionTable(entry)}${alignmentLine(inspection)}${timingLine(inspection.timings)}
          </div>
        </div>
      </details>`,
  });
}

/** Whether regions are what is behind the verdict. */
function isShown({ verdict, regions }: Inspection): boolean {
  return verdict === 'fail' || (verdict === 'pass' && regions.length > 0);
}

/** What stands against judging the picture, before anything else of it; nothing where nothing does. */
function reasonList(reasons: readonly Reason[]): Html | undefined {
  if (reasons.length === 0) return undefined;
  return html`<ul class="reasons">
    ${reasons.map(
      ({ code, message, remedy }) =>
        html`<li>
          <p class="message"><strong>${titleOf(code)}:</strong> ${message}.</p>
          <p class="remedy">${remedy}</p>
        </li>`,
    )}
  </ul>`;
}

/** What is doubtful about how the picture was read; nothing where nothing is. */
function warningList({ image: { warnings = [] } }: InspectedEntry): Html | undefined {
  if (warnings.length === 0) return undefined;
  return html`<ul class="reasons">
    ${warnings.map(
      ({ message, remedy }) =>
        html`<li>
          <p class="message"><strong>Warning:</strong> ${message}.</p>
          <p class="remedy">${remedy}</p>
        </li>`,
    )}
  </ul>`;
}

function card(
  entry: InspectionEntry,
  index: number,
  { aside, body }: { readonly aside: Html; readonly body: Html },
): Html {
  const outcome = outcomeOf(entry);
  const id = cardId(index);
  return html`<article
    class="card ${outcome}"
    id="${id}"
    aria-labelledby="${id}-name"
    style="order:${orderOf(entry)}"
  >
    <header>
      ${badgeOf(outcome)}
      <h3 id="${id}-name"><bdi>${entry.name}</bdi></h3>
      ${aside}
    </header>
    ${body}${originLine(entry)}
  </article> `;
}

/** When it was judged, and which file it is; nothing where that is not known. */
function originLine(entry: InspectionEntry): Html | undefined {
  const { time, file, replaced } = entry;
  const terms = [
    ...(time === undefined ? [] : [`judged ${time}`]),
    ...(file === undefined ? [] : [`written ${file.modified}`]),
    ...('error' in entry ? [] : [`${entry.image.width} × ${entry.image.height} px`]),
    ...(file === undefined ? [] : [`SHA-256 ${file.sha256.slice(0, 12)}`]),
    ...(replaced ? ['replaced a picture that was judged before'] : []),
  ];
  if (time === undefined && file === undefined) return undefined;
  return html`<p class="timings">${terms.join(' · ')}</p>`;
}

/** How the part lies; nothing of a part that is not aligned. */
function alignmentLine({ alignment }: Inspection): Html | undefined {
  const text = alignmentText(alignment);
  return text === undefined ? undefined : html`<p class="timings"><b>How it lies</b> ${text}</p>`;
}

function timingLine(timings: Timings): Html | undefined {
  const { preprocess, features, search, map } = timings;
  const total = preprocess + features + search + map;
  if (!(total > 0)) return undefined; // the platform gave no clock
  const stages = Object.entries({ preprocess, features, search, map });
  const terms = stages.map(([stage, time]) => `${stage} ${formatMilliseconds(time)}`);
  return html`<p class="timings"><b>${formatMilliseconds(total)}</b> ${terms.join(' · ')}</p>`;
}
