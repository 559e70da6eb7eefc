/**
 * Parts on trays: where one lies, what is wrong with it, what it covers.
 *
 * @module
 */
import type { Rectangle } from '../image/rgb-image.ts';
import type { Random } from '../random.ts';
import { type DefectKind, parseDefectKind } from './defects/index.ts';
import { type Design, partDistance } from './design.ts';
import { forPixelsIn, type View } from './pose.ts';
import { drawVisibly, expose, type Studio } from './render.ts';
import type { PlacedDesign } from './surface.ts';
import { cosine, sine } from './turn.ts';

/** Part units that a place spans: a part spans up to 2.44, so that none touch by themselves. */
export const FIELD = 3;
/** How far a part lies from the middle of its place, part units each way. */
export const SHIFT = 0.12;

/** The places of a tray. */
export interface TrayPlaces {
  /** Places a row. */
  readonly columns: number;
  /** Rows of places. */
  readonly rows: number;
  /** Side of a place, pixels. */
  readonly place: number;
}

/** A part with its origin at a place of the tray, in part units. */
export function viewAt(
  x: number,
  y: number,
  { columns, rows, place }: TrayPlaces,
  turn: number,
): View {
  const pixel = FIELD / place;
  return {
    width: columns * place,
    height: rows * place,
    pixel,
    cos: cosine(turn),
    sin: sine(turn),
    originX: x / pixel,
    originY: y / pixel,
  };
}

/** Lays a part; a defect is one that can be seen where the part lies alone. */
export function layPart(
  { design, defect }: { readonly design: Design; readonly defect: DefectKind | null },
  { view, place, light, camera }: Pick<Studio, 'view' | 'light' | 'camera'> & { place: number },
  random: Random,
): PlacedDesign {
  const textureSeed = random.fork('texture').below(2 ** 31);
  if (defect === null) return { design, view, seed: textureSeed };
  const alone = { ...view, width: place, height: place, originX: place / 2, originY: place / 2 };
  const studio: Studio = { view: alone, light, camera, textureSeed, random: random.fork('defect') };
  const good = expose(studio, design);
  const flawed = drawVisibly(parseDefectKind(defect), { studio, design, good });
  return { design: flawed.design, view, seed: textureSeed };
}

/** The pixels that a part covers. */
export function boxOf(design: Design, view: View): Rectangle {
  const distance = partDistance(design);
  let [left, top, right, bottom] = [view.width, view.height, -1, -1];
  forPixelsIn(view, { x: 0, y: 0, halfWidth: 1.3, halfHeight: 1.3 }, (i, x, y) => {
    if (distance(x, y) > 0) return;
    const [column, row] = [i % view.width, Math.floor(i / view.width)];
    [left, right] = [Math.min(left, column), Math.max(right, column)];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
  });
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
