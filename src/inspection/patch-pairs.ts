/**
 * Which place of the first good picture each patch of a copy of it shows, and where an inspected picture has
 * the patch that is nearest to it.
 *
 * @module
 */
import type { PatchFeatures } from '../features/patch-features.ts';
import type { PlacePairs } from '../image/fit-similarity.ts';
import { type Frame, patchBox } from '../image/frame.ts';
import type { Size } from '../image/rgb-image.ts';
import { type PicturePoint, placeUnder, similarityAbout } from '../image/similarity.ts';
import { widened } from '../tensor/half-matrix.ts';
import { type Matrix, squaredDistance } from '../tensor/matrix.ts';
import type { ReverseMatch } from './copy-matcher.ts';
import type { Copies } from './part.ts';

/** The good picture that others are held against. */
export interface GoodView {
  /** How it lies in the square. */
  readonly frame: Frame;
  /** 1 for each patch that shows the part, shape [gridHeight · gridWidth]. */
  readonly shows: Uint8Array;
}

/** An inspected picture. */
export interface SeenView {
  /** Rows of length 1. */
  readonly coarse: PatchFeatures;
  /** How it lies in the square. */
  readonly frame: Frame;
}

/** A copy of the good picture, and where the inspected picture has its patches. */
export interface TurnedMatch {
  readonly match: ReverseMatch;
  /** By how much the copy is turned, counter-clockwise as augmentations are. */
  readonly degrees: number;
}

/**
 * The pairs of a copy's patches that show the part, both places in pixels of the good picture's size.
 *
 * @param copies - That the copy is of.
 */
export function patchPairs(
  { match, degrees }: TurnedMatch,
  copies: Copies,
  good: GoodView,
  seen: SeenView,
): PlacePairs {
  const grid = { width: match.gridWidth, height: match.gridHeight };
  const { size, picture } = good.frame;
  // Where what the copy shows at a place of the square is in the plain picture.
  const back = similarityAbout([size / 2, size / 2], { degrees, scale: 1, dx: 0, dy: 0 });
  const rows = widened(copies.features, match.copy * match.patches.length, match.patches.length);
  const [across, down] = [
    picture.width / seen.frame.picture.width,
    picture.height / seen.frame.picture.height,
  ];
  const [from, to]: [number[], number[]] = [[], []];
  for (const [p, patch] of match.patches.entries()) {
    const place = placeUnder(back, centreOf(p, grid, size));
    const own = patchAt(place, grid, size);
    if (own === undefined || good.shows[own] === 0) continue;
    from.push(...placeIn(good.frame, place));
    const [x, y] = placeIn(seen.frame, nearestPlace(rows, p, patch, seen));
    to.push(x * across, y * down);
  }
  return { from: Float64Array.from(from), to: Float64Array.from(to) };
}

function centreOf(patch: number, grid: Size, size: number): PicturePoint {
  const { x, y, width, height } = patchBox(patch, grid, size);
  return [x + width / 2, y + height / 2];
}

/** The patch at a place of the square; undefined beyond it. */
function patchAt([x, y]: PicturePoint, grid: Size, size: number): number | undefined {
  const column = Math.floor((x * grid.width) / size);
  const row = Math.floor((y * grid.height) / size);
  const isWithin = column >= 0 && row >= 0 && column < grid.width && row < grid.height;
  return isWithin ? row * grid.width + column : undefined;
}

function placeIn(frame: Frame, [x, y]: PicturePoint): PicturePoint {
  const box = frame.boxInPicture({ x, y, width: 0, height: 0 });
  return [box.x, box.y];
}

/** Where the nearest patch is, moved by less than half of one to where a parabola over its neighbours is least. */
function nearestPlace(
  rows: Matrix,
  p: number,
  patch: number,
  { coarse, frame }: SeenView,
): PicturePoint {
  const { width, height, features, looked } = coarse;
  const own = squaredDistance(rows, p, features, patch);
  const [column, row] = [patch % width, Math.floor(patch / width)];
  const shift = (step: number, isInside: boolean): number => {
    if (!isInside || looked?.[patch - step] === 0 || looked?.[patch + step] === 0) return 0;
    const before = squaredDistance(rows, p, features, patch - step);
    const after = squaredDistance(rows, p, features, patch + step);
    const bend = before + after - 2 * own;
    return bend > 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend))) : 0;
  };
  const [x, y] = centreOf(patch, coarse, frame.size);
  return [
    x + (shift(1, column > 0 && column < width - 1) * frame.size) / width,
    y + (shift(width, row > 0 && row < height - 1) * frame.size) / height,
  ];
}
