/**
 * Splits a picture into what lies at the places of a layout, and what lies beside them.
 *
 * @module
 */
import { crop } from '../image/draw.ts';
import type { Rectangle, RgbImage, Size } from '../image/rgb-image.ts';
import type { LayoutPlace, PlacesLayout } from './layout.ts';

/** What lies beside the places is called so. */
export const REST = 'rest';

/** Where an object of a picture of several kinds lies. */
export interface ObjectPlace {
  /** Its name, `rest` of what lies beside the places. */
  readonly name: string;
  /** What its kind is called. */
  readonly kind: string;
  /** Number of the kind by whose part it is judged. */
  readonly number: number;
  /** Whether it is what lies beside the places. */
  readonly isRest: boolean;
}

/** What lies at a place, or beside all: cut out as it is, nothing in it belongs to something else. */
interface PlacedObject {
  readonly box: Rectangle;
  readonly window: Rectangle;
  readonly image: RgbImage;
  readonly filled: null;
  readonly contact: null;
  readonly angle: null;
  readonly isOverlapping: false;
  readonly place: ObjectPlace;
}

/** In the order of the places; what lies beside them last. */
export function splitPlaces(image: RgbImage, layout: PlacesLayout): PlacedObject[] {
  const { kinds, places, hasRest } = layout;
  const objects = places.map((place) => {
    const { name, kind: number } = place;
    return cutOut(image, windowAt(image, layout, place), {
      name,
      kind: kinds[number],
      number,
      isRest: false,
    });
  });
  if (!hasRest) return objects;
  const number = kinds.length - 1;
  const whole = { x: 0, y: 0, width: image.width, height: image.height };
  return [
    ...objects,
    cutOut(image, whole, { name: REST, kind: kinds[number], number, isRest: true }),
  ];
}

/**
 * What lies at a place, cut out as if it were the place of another kind.
 *
 * @param number - Of the other kind.
 */
export function cutForKind(
  image: RgbImage,
  layout: PlacesLayout,
  place: LayoutPlace,
  number: number,
): RgbImage {
  return crop(image, windowAt(image, layout, { ...place, kind: number }));
}

function cutOut(image: RgbImage, box: Rectangle, place: ObjectPlace): PlacedObject {
  const object = { image: crop(image, box), filled: null, contact: null, angle: null };
  return { ...object, box, window: box, isOverlapping: false, place };
}

/** Whole pixels about the middle of a place, as many as of every place of its kind, so that all are seen alike. */
function windowAt(
  { width, height }: Size,
  { places }: PlacesLayout,
  { box, kind }: LayoutPlace,
): Rectangle {
  const size = places.find((place) => place.kind === kind)?.box ?? box;
  const [x, across] = spanAlong(box.x + box.width / 2, size.width, width);
  const [y, down] = spanAlong(box.y + box.height / 2, size.height, height);
  return { x, y, width: across, height: down };
}

/** First pixel and number of pixels about a middle, within a side; both in shares of it. */
function spanAlong(middle: number, share: number, side: number): [start: number, length: number] {
  const length = Math.min(Math.max(Math.round(share * side), 1), side);
  const start = Math.round(middle * side - length / 2);
  return [Math.min(Math.max(start, 0), side - length), length];
}
