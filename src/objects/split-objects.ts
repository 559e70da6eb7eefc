/**
 * Splits a picture into the objects that lie in it.
 *
 * @module
 */
import { crop } from '../image/draw.ts';
import { assertRgbImage, type Rectangle, type RgbImage } from '../image/rgb-image.ts';
import { sight } from './blobs.ts';
import type { ObjectContact } from './contact.ts';
import { cutObject, type Owners, withRims } from './cut-object.ts';
import { findObjects, type ObjectOutline } from './find-objects.ts';
import { areaIn, type FreeLayout, type GridLayout, type ObjectLayout } from './layout.ts';
import { type ObjectPlace, splitPlaces } from './split-places.ts';

/** An object of a picture. */
export interface SplitObject {
  /** What it covers, pixels of the picture; of a grid its cell. */
  readonly box: Rectangle;
  /** What was cut out, pixels of the picture; it may reach beyond it. */
  readonly window: Rectangle;
  /** The object alone, shape [window.height, window.width, 3]. */
  readonly image: RgbImage;
  /** 1 where the ground stands in the place of something else, shape [window.height, window.width]; null where that is nowhere. */
  readonly filled: Uint8Array | null;
  /** What touching others leaves to be judged; null where it touches none. */
  readonly contact: ObjectContact | null;
  /** Of its longer axis to the right, clockwise, from -90 to 90 degrees; null where it has none, or nobody looks. */
  readonly angle: number | null;
  /** Whether it and others cover each other. */
  readonly isOverlapping: boolean;
  /** Where it lies, if its layout has places for objects of several kinds. */
  readonly place?: ObjectPlace;
}

/**
 * Splits a picture into its objects, in reading order.
 *
 * @param image - Of any size, shape [H, W, 3].
 * @throws {@link ShapeError} if the image does not hold its pixels.
 */
export function splitObjects(image: RgbImage, layout: ObjectLayout): SplitObject[] {
  assertRgbImage(image);
  if (layout.kind === 'places') return splitPlaces(image, layout);
  return layout.kind === 'grid' ? splitGrid(image, layout) : splitFree(image, layout);
}

/** Cells of one size, so that all are seen alike. */
function splitGrid(image: RgbImage, { area, columns, rows }: GridLayout): SplitObject[] {
  const { x, y, width, height } = areaIn(area, image);
  const [across, down] = [width / columns, height / rows];
  const cell = { width: Math.max(Math.floor(across), 1), height: Math.max(Math.floor(down), 1) };
  return Array.from({ length: columns * rows }, (_, n) => {
    const [column, row] = [n % columns, Math.floor(n / columns)];
    const left = Math.min(x + Math.round(column * across), image.width - cell.width);
    const top = Math.min(y + Math.round(row * down), image.height - cell.height);
    const box = { x: left, y: top, ...cell };
    const object = { image: crop(image, box), filled: null, contact: null, angle: null };
    return { ...object, box, window: box, isOverlapping: false };
  });
}

function splitFree(image: RgbImage, layout: FreeLayout): SplitObject[] {
  const area = areaIn(layout.area, image);
  const within = layout.area === null ? image : crop(image, area);
  const sighted = sight(within);
  const { width, height } = sighted.size;
  const { smallest, usual, largest } = layout.sizes;
  const pixels = width * height;
  const sizes = { smallest: smallest * pixels, usual: usual * pixels, largest: largest * pixels };
  const { objects, labels } = findObjects(sighted, { ...layout, sizes });
  const owners = {
    size: sighted.size,
    labels: withRims(labels, sighted.size),
    groups: objects.map(({ group }) => group),
    ground: sighted.ground,
  };
  const side = Math.max(1, Math.round(layout.side * Math.max(area.width, area.height)));
  return objects.map((outline, n) =>
    toObject(outline, { within, area, side, owners, label: n + 1 }),
  );
}

interface Cutting {
  /** The area of the picture. */
  readonly within: RgbImage;
  /** Where it lies in the picture. */
  readonly area: Rectangle;
  /** Of what is cut out. */
  readonly side: number;
  readonly owners: Owners;
  readonly label: number;
}

function toObject(
  outline: ObjectOutline,
  { within, area, side, owners, label }: Cutting,
): SplitObject {
  const { size } = owners;
  const [scaleX, scaleY] = [within.width / size.width, within.height / size.height];
  const left = Math.floor(outline.x * scaleX);
  const top = Math.floor(outline.y * scaleY);
  const right = Math.min(Math.ceil((outline.x + outline.width) * scaleX), within.width);
  const bottom = Math.min(Math.ceil((outline.y + outline.height) * scaleY), within.height);
  const x = Math.round((left + right - side) / 2);
  const y = Math.round((top + bottom - side) / 2);
  const window = { x, y, width: side, height: side };
  const { image, filled, contact } = cutObject(within, window, label, owners);
  return {
    box: { x: area.x + left, y: area.y + top, width: right - left, height: bottom - top },
    window: { ...window, x: area.x + x, y: area.y + y },
    image,
    filled,
    contact,
    angle: outline.angle,
    isOverlapping: outline.isOverlapping,
  };
}
