import { UsageError } from '../errors.ts';
import type { LookArea, Polygon } from '../image/look-area.ts';
import type { Rectangle, Size } from '../image/rgb-image.ts';
import { expectedObjects, type ObjectLayout, type PlacesLayout } from '../objects/layout.ts';
import type { ObjectsWanted } from '../objects/learn-layout.ts';
import { counted } from '../page/format.ts';
import { printable } from '../printable.ts';
import type { Values } from './command.ts';

/** How many objects a picture shows. */
export const objectsOptions = {
  objects: {
    type: 'string',
    value: 'N|auto',
    help: 'each picture shows N objects, or as many as there are, on a ground of one colour: each is judged by itself, and their number too',
  },
  grid: {
    type: 'string',
    value: 'COLUMNSxROWS',
    help: 'each picture, or its --region, is a grid of nests that hold an object each, such as 3x2',
  },
} as const;

/** How a part is learned of pictures of several objects. */
export interface ObjectsRequest {
  readonly objects: ObjectsWanted;
  readonly area: Rectangle | null;
}

/**
 * What the options say of objects; undefined where a picture shows one.
 *
 * @param lookArea - Of the other options: with objects a rectangle at most, in which they lie.
 * @throws {@link UsageError} if they say nothing that can be, or are at odds.
 */
export function toObjectsRequest(
  { objects, grid }: Values<typeof objectsOptions>,
  lookArea: LookArea | undefined,
): ObjectsRequest | undefined {
  if (objects !== undefined && grid !== undefined) {
    throw new UsageError(
      'Cannot use --objects beside --grid: a grid says how many objects there are',
      'Name one of them.',
      { options: ['objects', 'grid'] },
    );
  }
  if (grid !== undefined) return { objects: toGrid(grid), area: toArea(lookArea) };
  if (objects !== undefined) return { objects: toCount(objects), area: toArea(lookArea) };
  return undefined;
}

function toGrid(text: string): ObjectsWanted {
  const [, columns, rows] = /^\s*(\d{1,3})\s*[x×]\s*(\d{1,3})\s*$/i.exec(text) ?? [];
  if (columns !== undefined && rows !== undefined && Number(columns) * Number(rows) > 0) {
    return { columns: Number(columns), rows: Number(rows) };
  }
  throw new UsageError(
    `Cannot use --grid "${text}": expected columns and rows, such as 3x2`,
    'Pass --grid 3x2 for three columns and two rows.',
    { options: ['grid'] },
  );
}

function toCount(text: string): ObjectsWanted {
  if (text === 'auto') return text;
  if (/^\d{1,3}$/.test(text) && Number(text) > 0) return Number(text);
  throw new UsageError(
    `Cannot use --objects "${text}": expected auto or a whole number of at least 1`,
    'Say how many objects each picture shows, or auto.',
    { options: ['objects'] },
  );
}

/** Where objects lie, in shares of the picture's sides. */
function toArea(lookArea: LookArea | undefined): Rectangle | null {
  if (lookArea === undefined) return null;
  const { include, ignore, mask } = lookArea;
  const area = include && rectangleOf(include);
  if (ignore.length === 0 && mask === null && area !== undefined) return area;
  throw new UsageError(
    'Cannot look at another shape of a picture of several objects: expected a rectangle',
    'Name a rectangle in which the objects lie, --region x,y,width,height, and no shape that is ignored.',
    { options: ['region', 'ignoreRegion', 'mask'] },
  );
}

/** Undefined if the shape is no upright rectangle. */
export function rectangleOf(shape: Polygon): Rectangle | undefined {
  const [x, right] = [Math.min, Math.max].map((end) => end(...shape.map(([across]) => across)));
  const [y, bottom] = [Math.min, Math.max].map((end) => end(...shape.map(([, down]) => down)));
  if (x === undefined || y === undefined || right === undefined || bottom === undefined)
    return undefined;
  const isUpright = shape.every(
    ([across, down]) => [x, right].includes(across) && [y, bottom].includes(down),
  );
  if (shape.length !== 4 || !isUpright) return undefined;
  return { x, y, width: right - x, height: bottom - y };
}

function placesText({ places, kinds, hasRest }: PlacesLayout): string {
  const words = kinds.slice(0, hasRest ? -1 : undefined).map((kind, number) => {
    const count = places.filter((place) => place.kind === number).length;
    return `${count} × ${printable(kind)}`;
  });
  const rest = hasRest ? ', and what lies beside' : '';
  return `${counted(places.length, 'place')} a picture: ${words.join(', ')}${rest}`;
}

/** How objects lie, for a person; nothing of a part of one. */
export function objectsLine(
  layout: ObjectLayout | undefined,
  picture: Size | undefined,
): string | undefined {
  if (layout === undefined) return undefined;
  if (layout.kind === 'places') return placesText(layout);
  const area = layout.area === null ? 'a picture' : 'in a part of the picture';
  if (layout.kind === 'grid') {
    return `${counted(layout.columns * layout.rows, 'nest')} ${area}, ${layout.columns} × ${layout.rows}`;
  }
  const expected = expectedObjects(layout);
  const number = expected === null ? 'any number of objects' : counted(expected, 'object');
  const side = picture === undefined ? '' : `, seen in squares of ${picture.width} px`;
  return `${number} ${area}${side}`;
}
