/**
 * The objects of a picture whose layout is known: where each is, which pixels are whose.
 *
 * @module
 */
import type { Rectangle } from '../image/rgb-image.ts';
import { type Blob, blobsOf, pixelsOf, type Sighted } from './blobs.ts';
import { countObjects, type ObjectSizes } from './counting.ts';
import { withoutHoles } from './foreground.ts';
import type { FreeLayout } from './layout.ts';
import { splitTouching } from './split-touching.ts';

/** Objects of one area that have less than this share of the smallest one's pixels cover each other. */
const COVERED = 0.85;
/** Axes of which one is this many times the other tell an angle. */
const ELONGATED = 1.25;
/** Middles that are no farther apart than this share of an object's height stand in one row. */
const SAME_ROW = 0.5;

/** An object in a picture as it was looked at. */
export interface ObjectOutline extends Rectangle {
  /** Pixels, holes filled. */
  readonly area: number;
  /** Of its longer axis to the right, clockwise, from -90 to 90 degrees; null where it has none. */
  readonly angle: number | null;
  /** Whether it and others cover each other. */
  readonly isOverlapping: boolean;
  /** Number of the connected area that it lies in: objects of one touch each other. */
  readonly group: number;
}

/** The objects of a picture, in reading order. */
export interface ObjectOutlines {
  readonly objects: readonly ObjectOutline[];
  /** 0 beside objects, n on the n-th, holes filled, shape [height, width]. */
  readonly labels: Int32Array;
}

/** What of a layout finding objects goes by. */
export interface Search extends Pick<FreeLayout, 'threshold' | 'gap' | 'count'> {
  /** In pixels of the picture as it was looked at. */
  readonly sizes: ObjectSizes;
}

/** Finds the objects of a picture. */
export function findObjects(
  sighted: Sighted,
  { threshold, gap, count, sizes }: Search,
): ObjectOutlines {
  const blobs = blobsOf(sighted, { threshold, gap });
  const counts = countObjects(
    blobs.map(({ area }) => area),
    sizes,
    count,
  );
  const pieces = blobs.flatMap((blob, group) =>
    piecesOf(blob, counts[group], sizes).map((piece) => ({ ...piece, group })),
  );
  const ordered = inReadingOrder(pieces);
  const labels = new Int32Array(sighted.size.width * sighted.size.height);
  for (const [n, piece] of ordered.entries()) paint(labels, sighted.size.width, piece, n + 1);
  const objects = ordered.map(({ mask, ...outline }) => ({
    ...outline,
    angle: angleOf(mask, outline.width),
  }));
  return { objects, labels };
}

interface Piece extends Omit<ObjectOutline, 'angle'> {
  /** 1 on it, holes filled, shape [height, width]. */
  readonly mask: Uint8Array;
}

/** The objects of one area. */
function piecesOf(
  blob: Blob,
  count: number,
  { usual, smallest }: ObjectSizes,
): Omit<Piece, 'group'>[] {
  const { mask, width, height } = blob;
  if (count === 0) return [];
  const isOverlapping = count > 1 && blob.area / count < COVERED * smallest;
  const labels = splitTouching({ mask, width, height, count, usual });
  return Array.from({ length: count }, (_, k) => pieceOf(blob, labels, k + 1)).flatMap((piece) =>
    piece === undefined ? [] : { ...piece, isOverlapping },
  );
}

/** What has one label within an area; undefined where nothing has. */
function pieceOf(
  { x, y, width, height }: Rectangle,
  labels: Uint8Array,
  label: number,
): Omit<Piece, 'isOverlapping' | 'group'> | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let v = 0, i = 0; v < height; v++) {
    for (let u = 0; u < width; u++, i++) {
      if (labels[i] !== label) continue;
      [left, right] = [Math.min(left, u), Math.max(right, u)];
      [top, bottom] = [Math.min(top, v), v];
    }
  }
  if (right < 0) return undefined;
  const [across, down] = [right - left + 1, bottom - top + 1];
  const own = Uint8Array.from({ length: across * down }, (_, i) => {
    const [u, v] = [left + (i % across), top + Math.floor(i / across)];
    return labels[v * width + u] === label ? 1 : 0;
  });
  const mask = withoutHoles(own, across, down);
  return { x: x + left, y: y + top, width: across, height: down, mask, area: pixelsOf(mask) };
}

/** Row by row from the left; rows are what middles share. */
function inReadingOrder(pieces: readonly Piece[]): Piece[] {
  const middle = ({ y, height }: Piece): number => y + height / 2;
  const rows: Piece[][] = [];
  for (const piece of pieces.toSorted((a, b) => middle(a) - middle(b))) {
    const row = rows.at(-1);
    const isSame =
      row !== undefined &&
      middle(piece) - middle(row[0]) <= SAME_ROW * Math.min(row[0].height, piece.height);
    if (isSame) row.push(piece);
    else rows.push([piece]);
  }
  return rows.flatMap((row) => row.toSorted((a, b) => a.x + a.width / 2 - (b.x + b.width / 2)));
}

function paint(
  labels: Int32Array,
  pitch: number,
  { x, y, width, mask }: Piece,
  label: number,
): void {
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    const at = (y + Math.floor(i / width)) * pitch + x + (i % width);
    if (labels[at] === 0) labels[at] = label;
  }
}

/** By second moments, whole degrees; null for what is about as wide as long. */
function angleOf(mask: Uint8Array, width: number): number | null {
  let [n, x, y, xSquares, products, ySquares] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    const column = i % width;
    const row = Math.floor(i / width);
    n++;
    x += column;
    y += row;
    xSquares += column * column;
    products += column * row;
    ySquares += row * row;
  }
  const xx = xSquares / n - (x / n) ** 2;
  const xy = products / n - (x / n) * (y / n);
  const yy = ySquares / n - (y / n) ** 2;
  const spread = Math.sqrt((xx - yy) ** 2 + 4 * xy * xy);
  const [longer, shorter] = [(xx + yy + spread) / 2, (xx + yy - spread) / 2];
  if (!(longer > ELONGATED ** 2 * shorter)) return null;
  return Math.round((Math.atan2(2 * xy, xx - yy) / 2) * (180 / Math.PI)) + 0;
}
