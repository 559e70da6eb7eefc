/**
 * Lays clutter beside the part of a picture, never over it.
 *
 * @module
 */
import { type LookArea, lookMask } from '../src/image/look-area.ts';
import type { RgbImage, Size } from '../src/image/rgb-image.ts';
import { squaredDistances } from '../src/objects/distance-transform.ts';
import type { Random } from '../src/random.ts';
import { between } from '../src/synthetic/draw.ts';
import { type ClutterItem, outstanding } from './clutter-items.ts';

/** Where clutter lies: beside what somebody would declare as the area of the part, or within it, beside the part. */
export type ClutterPlace = 'away' | 'near';

/** Makes an item whose longer side is as long, pixels. */
export type MakeItem = (random: Random, side: number) => ClutterItem;

/** Items a picture. */
const ITEMS = 3;
/** Longer side of an item, as a share of the picture's shorter side; smaller where there is no place. */
const SIDES = { largest: 0.34, smallest: 0.08 } as const;
/** Places that are tried, each with an item a little smaller. */
const TRIES = 400;
/** How far items are from the part, as a share of the picture's shorter side. */
const DISTANCE = 0.03;
/** Share of an item that lies in the picture, at least. */
const LEAST_SHOWN = 0.5;
/** Share of an item near the part that lies in the declared area, at least. */
const LEAST_WITHIN = 0.3;
/** Cover from which on a pixel is the item's. */
const COVERED = 0.1;

/** A picture with what is known of it. */
export interface ClutterScene {
  readonly image: RgbImage;
  /** Where somebody would say that the part lies. */
  readonly declared: LookArea;
}

/** How clutter is laid. */
export interface ClutterPlan {
  readonly place: ClutterPlace;
  readonly make: MakeItem;
}

/**
 * Lays up to three items into a picture, where the part and its surroundings are not.
 *
 * @returns Undefined where there is no place for any.
 */
export function cluttered(
  { image, declared }: ClutterScene,
  { place, make }: ClutterPlan,
  random: Random,
): RgbImage | undefined {
  const within = lookMask(declared, image, { x: 0, y: 0, ...image });
  const side = Math.min(image.width, image.height);
  const taken = nearPart(image, DISTANCE * side);
  let [shown, items] = [image, 0];
  for (let attempt = 0; attempt < TRIES && items < ITEMS; attempt++) {
    const share = SIDES.largest + ((SIDES.smallest - SIDES.largest) * attempt) / TRIES;
    const own = random.fork(`item-${attempt}`);
    const item = make(own, Math.max(Math.round(share * side), 4));
    const spot = spotOf(item, image, own);
    const { pixels, free, inside } = survey(item, spot, { size: image, taken, within });
    const isFree = free === pixels && pixels >= LEAST_SHOWN * areaOf(item);
    const isThere = place === 'away' ? inside === 0 : inside >= LEAST_WITHIN * pixels;
    if (!isFree || !isThere) continue;
    shown = laid(shown, item, spot);
    for (const { at } of coveredPixels(item, spot, image)) taken[at] = 1;
    items++;
  }
  return items === 0 ? undefined : shown;
}

/** Not zero on the part and nearer to it than any item lies, shape [H, W]. */
function nearPart(image: RgbImage, distance: number): Uint8Array {
  const part = outstanding(image);
  // Beyond the picture is no part: a frame as wide as the distance keeps it away.
  const frame = Math.ceil(distance) + 1;
  const [columns, rows] = [image.width + 2 * frame, image.height + 2 * frame];
  const beside = new Uint8Array(columns * rows).fill(1);
  const at = (i: number): number =>
    (Math.floor(i / image.width) + frame) * columns + (i % image.width) + frame;
  for (const [i, is] of part.entries()) if (is !== 0) beside[at(i)] = 0;
  const squared = squaredDistances(beside, columns, rows);
  return part.map((_, i) => (squared[at(i)] <= distance * distance ? 1 : 0));
}

interface Spot {
  readonly left: number;
  readonly top: number;
}

/** Anywhere; it may reach beyond the picture. */
function spotOf(item: Size, picture: Size, random: Random): Spot {
  const centreX = between(random, 0, picture.width);
  const centreY = between(random, 0, picture.height);
  return {
    left: Math.round(centreX - item.width / 2),
    top: Math.round(centreY - item.height / 2),
  };
}

/** Pixels of an item that lie in the picture: all, those where nothing lies, those of the declared area. */
function survey(
  item: ClutterItem,
  spot: Spot,
  field: { readonly size: Size; readonly taken: Uint8Array; readonly within: Uint8Array },
): { readonly pixels: number; readonly free: number; readonly inside: number } {
  let [pixels, free, inside] = [0, 0, 0];
  for (const { at } of coveredPixels(item, spot, field.size)) {
    pixels++;
    free += field.taken[at] === 0 ? 1 : 0;
    inside += field.within[at] === 0 ? 0 : 1;
  }
  return { pixels, free, inside };
}

function areaOf({ cover }: ClutterItem): number {
  return cover.reduce((sum, share) => sum + (share > COVERED ? 1 : 0), 0);
}

/** Pixels of the picture that an item covers, with those of the item. */
function* coveredPixels(
  { cover, width }: ClutterItem,
  { left, top }: Spot,
  picture: Size,
): Generator<{ readonly at: number; readonly from: number }> {
  for (const [from, share] of cover.entries()) {
    if (share <= COVERED) continue;
    const [x, y] = [left + (from % width), top + Math.floor(from / width)];
    if (x < 0 || y < 0 || x >= picture.width || y >= picture.height) continue;
    yield { at: y * picture.width + x, from };
  }
}

function laid(image: RgbImage, item: ClutterItem, spot: Spot): RgbImage {
  const data = image.data.slice();
  for (const { at, from } of coveredPixels(item, spot, image)) {
    for (const [k, plane] of item.levels.entries()) {
      const level = plane[from] + (1 - item.cover[from]) * image.data[3 * at + k];
      data[3 * at + k] = Math.min(Math.max(Math.round(level), 0), 255);
    }
  }
  return { ...image, data };
}
