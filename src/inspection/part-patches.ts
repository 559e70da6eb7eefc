import type { PatchFeatures } from '../features/patch-features.ts';
import { FOREGROUND, OUTLINE } from '../hyperparameters.ts';
import type { Frame } from '../image/frame.ts';
import { row } from '../tensor/matrix.ts';
import { medianOf } from '../tensor/median.ts';
import { otsuLimit } from './agreed-foreground.ts';
import { distanceToNearest } from './outline.ts';

/**
 * Which patches of a good picture show the part: those unlike the border, where it shows a background all
 * around, else all that are looked at. A background that stays while the part turns would say that nothing
 * has turned.
 *
 * @param coarse - Of the picture, rows of length 1, shape [P, D].
 * @param frame - How it lies in the square.
 * @returns 1 for each that does, shape [P].
 */
export function partPatches(
  coarse: PatchFeatures,
  frame: Pick<Frame, 'content' | 'size'>,
): Uint8Array {
  const { features, width, height, looked } = coarse;
  const [left, right] = cells(frame.content.x, frame.content.width, width / frame.size);
  const [top, bottom] = cells(frame.content.y, frame.content.height, height / frame.size);
  const all = Uint8Array.from({ length: width * height }, (_, p) => {
    const [x, y] = [p % width, Math.floor(p / width)];
    const isWithin = x >= left && x < right && y >= top && y < bottom;
    return isWithin && looked?.[p] !== 0 && !isBesideUnlooked(looked, p, width) ? 1 : 0;
  });
  const isBorder = (p: number): boolean => {
    const [x, y] = [p % width, Math.floor(p / width)];
    return Math.min(x - left, right - 1 - x, y - top, bottom - 1 - y) === 0;
  };
  const shown = [...all.keys()].filter((p) => all[p] === 1);
  const border = shown.filter(isBorder);
  if (border.length < 2 || border.length === shown.length) return all;
  const distances = new Map(
    shown.map((p) => {
      const others = border.filter((other) => other !== p).map((other) => row(features, other));
      return [p, distanceToNearest(row(features, p), others)];
    }),
  );
  const limit = otsuLimit([...distances.values()]);
  const standsOut = (p: number): boolean => (distances.get(p) ?? 0) > limit;
  const strays = border.filter(standsOut).length;
  if (strays > FOREGROUND.strayBorder * border.length) return all;
  const median = (of: readonly number[]): number => medianOf(of.map((p) => distances.get(p) ?? 0));
  // Where nothing stands out, what differs most from the border is any of its patches.
  if (!(median(shown.filter(standsOut)) > OUTLINE.ratio * median(border))) return all;
  return all.map((is, p) => (is === 1 && standsOut(p) ? 1 : 0));
}

/** Whether a patch beside it is not looked at, which it feels. */
function isBesideUnlooked(looked: Uint8Array | undefined, p: number, width: number): boolean {
  if (looked === undefined) return false;
  const column = p % width;
  return [-1, 0, 1].some((down) =>
    [-1, 0, 1].some(
      (right) =>
        column + right >= 0 && column + right < width && looked[p + down * width + right] === 0,
    ),
  );
}

/** Cells of the grid that lie wholly in a span of pixels. */
function cells(start: number, length: number, perPixel: number): [first: number, end: number] {
  return [Math.ceil(start * perPixel), Math.floor((start + length) * perPixel)];
}
