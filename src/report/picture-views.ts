import type { AnomalyMap, Inspection } from '../inspection/inspection.ts';
import { isBoxed, kindsOf } from '../inspection/part-kinds.ts';
import { paintMap, SCALE_MARKS, tintImage } from '../page/colour-scale.ts';
import type { EntryContext, Views } from './entry-context.ts';
import { counted, formatRatio, formatScore } from '../page/format.ts';
import { html, type Html } from '../page/html.ts';
import type { InspectedEntry } from '../inspection/entry.ts';
import { type BoxOverlay, encodePicture, showPicture } from '../page/picture.ts';
import { reduceImage, reduceMap } from '../page/reduce.ts';
import { hatchUnlooked } from './overlay.ts';
import { describeObjects } from './object-table.ts';
import { listedRegions } from './region-table.ts';

/**
 * Reduces picture and map, then colours them: a large picture costs little more than a small one.
 *
 * @param side - Longest side of a view, pixels.
 */
export function makeViews({ image, inspection }: InspectedEntry, side: number): Views {
  const plain = reduceImage(image, side);
  const map = reduceMap(inspection.map, side);
  const tinted = hatchUnlooked(tintImage(plain, map), inspection.map);
  return { plain, tinted, painted: paintMap(map) };
}

/** Picture, overlay and map side by side. */
export async function showViews(entry: InspectedEntry, context: EntryContext): Promise<Html> {
  const { name, image, inspection } = entry;
  const { views, encode } = context;
  const plain = await encodePicture(views.plain, encode);
  const tinted = await encodePicture(views.tinted, encode);
  const painted = await encodePicture(views.painted, encode);
  const boxes = { boxes: listedRegions(inspection), extent: image, numbered: true };
  const defects = describeDefects(inspection);
  const limitIsKnown = kindsOf(context.part).every(
    ({ calibration }) => calibration.mapLimit !== null,
  );
  const peak = describePeak(inspection.map, limitIsKnown);
  return html`<div class="views">
    <figure>
      ${showPicture(plain, `${name}, as inspected`, objectBoxes(entry))}
      <figcaption>
        Picture <span>${image.width} × ${image.height} px</span>${objectCount(inspection)}
      </figcaption>
    </figure>
    <figure>
      ${showPicture(tinted, `Overlay of ${name}: ${defects}`, boxes)}
      <figcaption>Overlay <span>${defects}</span></figcaption>
    </figure>
    <figure>
      ${showPicture(painted, `Anomaly map of ${name}: ${peak}`)}
      <figcaption>Anomaly map <span>${peak}</span>${limitIsKnown ? LEGEND : undefined}</figcaption>
    </figure>
  </div>`;
}

/** Numbered boxes about the objects of a picture of several. */
function objectBoxes({ image, inspection }: InspectedEntry): BoxOverlay | undefined {
  const { objects } = inspection;
  if (objects === undefined) return undefined;
  const boxes = objects.filter(isBoxed).map(({ box }) => box);
  return { boxes, extent: image, numbered: true };
}

function objectCount(inspection: Inspection): Html | undefined {
  const count = describeObjects(inspection);
  return count === undefined ? undefined : html` <span>· objects: ${count}</span>`;
}

/** `2 defects`, what of them fails nothing, or why there is none. */
export function describeDefects({ verdict, regions }: Inspection): string {
  if (verdict === 'cannot judge') return 'not judged';
  if (verdict === 'pass' && regions.length > 0) {
    return counted(regions.length, 'region too small to fail', 'regions too small to fail');
  }
  return regions.length > 0 ? counted(regions.length, 'defect') : 'no defect';
}

function describePeak({ data }: AnomalyMap, limitIsKnown: boolean): string {
  const peak = data.reduce((largest, value) => Math.max(largest, value), -Infinity);
  return limitIsKnown
    ? `peak ${formatRatio(peak)} × limit`
    : `peak ${formatScore(peak)}, no limit: colours compare with nothing`;
}

const LEGEND: Html = html`<span
  class="legend"
  role="img"
  aria-label="Colours: black up to ${SCALE_MARKS.cold} times the limit, red at the limit, pale yellow from ${SCALE_MARKS.hot} times the limit"
  ><span class="gradient"></span><span class="tick">${SCALE_MARKS.cold}</span
  ><span class="tick">limit</span><span class="tick">${SCALE_MARKS.hot} ×</span></span
>`;
