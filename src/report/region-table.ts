import type { Inspection, Region } from '../inspection/inspection.ts';
import type { Extent } from '../inspection/defect-size.ts';
import { lengthText } from '../inspection/sizing.ts';
import { counted, formatRatio, formatShare } from '../page/format.ts';
import { html, type Html, joined } from '../page/html.ts';
import type { InspectedEntry } from '../inspection/entry.ts';

/** Defects that a table lists; the rest is counted. */
const LISTED = 12;

/** The defects that are shown, most anomalous first. */
export function listedRegions({ regions }: Inspection): readonly Region[] {
  return regions.slice(0, LISTED);
}

/** Boxes, areas and peaks of the defects, numbered as in the overlay; nothing where none is. */
export function regionTable({ image, inspection }: InspectedEntry): Html | undefined {
  const { regions } = inspection;
  if (regions.length === 0) return undefined;
  const pixels = image.width * image.height;
  const isScaled = regions.some(({ millimetres }) => millimetres !== undefined);
  const rows = listedRegions(inspection).map(
    ({ x, y, width, height, area, peak, kind, millimetres, small }, i) =>
      html`<tr>
        <th scope="row">${i + 1}</th>
        <td>${x}, ${y}</td>
        <td>${width} × ${height}</td>
        <td>${area}</td>
        ${millimetres && metricCells(millimetres)}
        <td>${formatShare(area / pixels)}</td>
        <td>${formatRatio(peak)}</td>
        <td>
          ${kind === 'missing' ? 'missing here' : 'foreign here'}${small ? ', too small to fail' : ''}
        </td>
      </tr>`,
  );
  const table = html`<table>
    <thead>
      <tr>
        <th scope="col">${inspection.verdict === 'fail' ? 'Defect' : 'Area'}</th>
        <th scope="col">Left, top <span>px</span></th>
        <th scope="col">Size <span>px</span></th>
        <th scope="col">Area <span>px</span></th>
        ${isScaled ? METRIC_HEADS : undefined}
        <th scope="col">Of picture</th>
        <th scope="col">Peak <span>× limit</span></th>
        <th scope="col">What</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
  return joined([table, ...notes(inspection, rows.length)]);
}

const METRIC_HEADS = html`<th scope="col">Size <span>mm</span></th>
  <th scope="col">Area <span>mm²</span></th>`;

function metricCells({ width, height, area }: Extent): Html {
  return html`<td>${lengthText(width)} × ${lengthText(height)}</td>
    <td>${lengthText(area)}</td>`;
}

function notes({ verdict, regions }: Inspection, shown: number): Html[] {
  const paragraphs: Html[] = [];
  if (regions.length > shown) {
    const others = counted(
      regions.length - shown,
      verdict === 'fail' ? 'weaker defect' : 'weaker area',
    );
    paragraphs.push(html`<p class="note">and ${others}</p>`);
  }
  // A score above its threshold whose map nowhere passes its own limit
  if (!(regions[0].peak > 1)) {
    paragraphs.push(
      html`<p class="note">
        The score is above its threshold, the map nowhere above its own limit: the box names the
        area about its peak.
      </p>`,
    );
  }
  return paragraphs;
}
