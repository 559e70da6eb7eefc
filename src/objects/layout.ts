/**
 * How several objects lie in one picture, as good pictures show it. Sizes are shares of the picture, so
 * that they mean the same at every resolution.
 *
 * @module
 */
import { ArgumentRangeError } from '../errors.ts';
import type { Rectangle, Size } from '../image/rgb-image.ts';
import type { Masking } from './blobs.ts';
import type { ObjectSizes } from './counting.ts';

/** What every layout says. */
interface AnyLayout {
  /** Of the first good picture: those of another frame have other places and sizes. */
  readonly picture: Size;
  /** Where objects are looked for, in shares of the picture's sides; null for all of the picture. */
  readonly area: Rectangle | null;
}

/** A rectangle of which each cell holds one object. */
export interface GridLayout extends AnyLayout {
  /** Tells it from other layouts. */
  readonly kind: 'grid';
  /** Cells a row. */
  readonly columns: number;
  /** Cells a column. */
  readonly rows: number;
}

/** Objects that lie anyhow on a ground of one colour. */
export interface FreeLayout extends AnyLayout, Masking {
  /** Tells it from other layouts. */
  readonly kind: 'free';
  /** How many there are; null where good pictures differ in it. */
  readonly count: number | null;
  /** Of objects, holes filled, as shares of the area's pixels. */
  readonly sizes: ObjectSizes;
  /** Side of the square that is cut out about an object, as a share of the area's longer side. */
  readonly side: number;
}

/** Where an object of a known kind lies. */
export interface LayoutPlace {
  /** Unlike that of every other place. */
  readonly name: string;
  /** Number of its kind, in the order of the layout's. */
  readonly kind: number;
  /** In shares of the picture's sides. */
  readonly box: Rectangle;
}

/** Objects of several kinds, each at a place of its own. */
export interface PlacesLayout extends AnyLayout {
  /** Tells it from other layouts. */
  readonly kind: 'places';
  /** All of the picture: each place says where it is. */
  readonly area: null;
  /** What the kinds are called, that of what lies beside the places last, where it is looked at. */
  readonly kinds: readonly string[];
  /** Those of one kind are of one size. */
  readonly places: readonly LayoutPlace[];
  /** Whether what lies beside the places is judged too, by the last of the kinds. */
  readonly hasRest: boolean;
}

/** How several objects lie in one picture. */
export type ObjectLayout = GridLayout | FreeLayout | PlacesLayout;

/** Most columns or rows of a grid, and most objects of a picture. */
export const MOST_OBJECTS = 400;

/**
 * Checks a grid before the work that it is for.
 *
 * @throws {@link ArgumentRangeError} if columns or rows are no whole numbers from 1, or too many.
 */
export function assertGrid({ columns, rows }: Pick<GridLayout, 'columns' | 'rows'>): void {
  for (const [name, value] of Object.entries({ columns, rows })) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new ArgumentRangeError(name, value, 'a whole number of at least 1');
  }
  if (columns * rows <= MOST_OBJECTS) return;
  throw new ArgumentRangeError('grid', `${columns}x${rows}`, `up to ${MOST_OBJECTS} cells`);
}

/** How many objects a picture should show; null where any number may. */
export function expectedObjects(layout: ObjectLayout): number | null {
  if (layout.kind === 'places') return layout.places.length;
  return layout.kind === 'grid' ? layout.columns * layout.rows : layout.count;
}

/** The area of a layout in whole pixels of a picture. */
export function areaIn(area: Rectangle | null, { width, height }: Size): Rectangle {
  if (area === null) return { x: 0, y: 0, width, height };
  const x = Math.min(Math.round(area.x * width), width - 1);
  const y = Math.min(Math.round(area.y * height), height - 1);
  const right = Math.min(Math.round((area.x + area.width) * width), width);
  const bottom = Math.min(Math.round((area.y + area.height) * height), height);
  return { x, y, width: Math.max(right - x, 1), height: Math.max(bottom - y, 1) };
}
