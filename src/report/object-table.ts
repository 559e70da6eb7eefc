import type { InspectedObject, Inspection, Verdict } from '../inspection/inspection.ts';
import { titleOf } from '../inspection/reason.ts';
import type { Outcome } from '../inspection/entry.ts';
import { formatRatio } from '../page/format.ts';
import { html, type Html } from '../page/html.ts';
import { badgeOf } from './outcome.ts';

/**
 * `expected 6, found 5`, or how many there are where any number may be, and how many were not judged where they
 * touch; nothing of a picture of one object.
 */
export function describeObjects({
  objects,
  expectedObjects,
  foundObjects = 0,
}: Pick<Inspection, 'objects' | 'expectedObjects' | 'foundObjects'>): string | undefined {
  if (objects === undefined) return undefined;
  const count =
    typeof expectedObjects === 'number'
      ? `expected ${expectedObjects}, found ${foundObjects}`
      : `found ${foundObjects}`;
  const touching = objects.filter((object) => object.touching).length;
  return touching === 0 ? count : `${count}, ${touching} not judged where they touch`;
}

/** Each object of a picture, numbered as in the picture; nothing of a picture of one. */
export function objectTable(inspection: Inspection): Html | undefined {
  const { objects = [] } = inspection;
  if (objects.length === 0) return undefined;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Object</th>
        <th scope="col">Verdict</th>
        <th scope="col">Score <span>× threshold</span></th>
        <th scope="col">Left, top <span>px</span></th>
        <th scope="col">Size <span>px</span></th>
        <th scope="col">Angle</th>
        <th scope="col">Reasons</th>
      </tr>
    </thead>
    <tbody>
      ${objects.map(row)}
    </tbody>
  </table>`;
}

function row(
  { box, angle, verdict, reasons, ratio, touching, place, kind }: InspectedObject,
  i: number,
): Html {
  const remarks = [
    ...reasons.map(({ code }) => titleOf(code)),
    ...(touching ? ['Not judged where it touches another'] : []),
  ];
  return html`<tr>
    <th scope="row">${i + 1}${place === undefined ? undefined : placeOf(place, kind)}</th>
    <td>${badgeOf(OUTCOMES[verdict])}</td>
    <td>${ratio === null ? '–' : formatRatio(ratio)}</td>
    <td>${box.x}, ${box.y}</td>
    <td>${box.width} × ${box.height}</td>
    <td>${angle === null ? '–' : `${angle}°`}</td>
    <td>${remarks.join(', ') || '–'}</td>
  </tr>`;
}

/** The name of a place, and what belongs there where it does not say so. */
function placeOf(place: string, kind = place): Html {
  return html` <bdi>${place === kind ? place : `${place}, ${kind}`}</bdi>`;
}

const OUTCOMES: Readonly<Record<Verdict, Outcome>> = {
  pass: 'pass',
  fail: 'fail',
  'cannot judge': 'unjudged',
};
