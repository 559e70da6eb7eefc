/**
 * What a person says of where objects of several kinds lie.
 *
 * @module
 */
import { ArgumentRangeError } from '../errors.ts';
import type { Rectangle, Size } from '../image/rgb-image.ts';
import { MOST_OBJECTS, type LayoutPlace, type PlacesLayout } from './layout.ts';
import { REST } from './split-places.ts';

/** Where an object lies, and what it is. */
export interface WantedPlace {
  /** Unlike that of every other place. */
  readonly name: string;
  /** What its kind is called: places that say the same show the same. */
  readonly kind: string;
  /** In shares of the picture's sides. */
  readonly box: Rectangle;
}

/**
 * The layout of places; kinds are in the order in which places first name them.
 *
 * @param hasRest - Whether what lies beside the places is judged too.
 * @param picture - The first good one.
 * @throws {@link ArgumentRangeError} if places are none or too many, share a name, lie beyond the picture, or those of
 *   one kind are of several sizes.
 */
export function toPlacesLayout(
  wanted: readonly WantedPlace[],
  hasRest: boolean,
  { width, height }: Size,
): PlacesLayout {
  if (wanted.length === 0 || wanted.length > MOST_OBJECTS) {
    throw new ArgumentRangeError('places', wanted.length, `1 to ${MOST_OBJECTS} of them`);
  }
  const kinds = [...new Set(wanted.map(({ kind }) => kind))];
  for (const [i, place] of wanted.entries()) {
    assertNames(place, wanted.slice(0, i), hasRest);
    assertWithin(place);
    assertSize(place, wanted, { width, height });
  }
  const places = wanted.map(({ name, kind, box: { x, y, ...size } }): LayoutPlace => {
    return { name, kind: kinds.indexOf(kind), box: { x, y, ...size } };
  });
  const picture = { width, height };
  const named = hasRest ? [...kinds, REST] : kinds;
  return { kind: 'places', picture, area: null, kinds: named, places, hasRest };
}

function assertNames(
  { name, kind }: WantedPlace,
  before: readonly WantedPlace[],
  hasRest: boolean,
): void {
  for (const [what, word] of Object.entries({ name, kind })) {
    const isTaken = hasRest && word === REST;
    if (word.trim() !== '' && !isTaken) continue;
    const expected = isTaken
      ? 'another one, as what lies beside the places is called so'
      : 'a name';
    throw new ArgumentRangeError('places', `${what} "${word}"`, expected);
  }
  if (before.every((other) => other.name !== name)) return;
  throw new ArgumentRangeError(
    'places',
    `name "${name}" twice`,
    'a name of its own for each place',
  );
}

function assertWithin({ name, box: { x, y, width, height } }: WantedPlace): void {
  const isInside = [
    [x, width],
    [y, height],
  ].every(([start, length]) => start >= 0 && length > 0 && start + length <= 1 + ROUNDING);
  if (isInside) return;
  const found = `${name}: ${width} × ${height} at (${x}, ${y})`;
  throw new ArgumentRangeError('places', found, 'a rectangle within the picture, in shares');
}

/** What comes of adding shares. */
const ROUNDING = 1e-9;

/** What is seen in other proportions is another picture to a model. */
function assertSize(
  { name, kind, box }: WantedPlace,
  all: readonly WantedPlace[],
  picture: Size,
): void {
  const first = all.find((other) => other.kind === kind) ?? { name, box };
  const differs = (['width', 'height'] as const).some(
    (side) => Math.abs(box[side] - first.box[side]) * picture[side] > 1,
  );
  if (!differs) return;
  const [own, usual] = [box, first.box].map((one) =>
    (['width', 'height'] as const).map((side) => Math.round(one[side] * picture[side])).join(' × '),
  );
  const expected = `the size of ${first.name}, ${usual} pixels, as both are of the kind ${kind}`;
  throw new ArgumentRangeError('places', `${name}: ${own} pixels`, expected);
}
