/**
 * Where the part lies in good pictures: what all of them show in one place and no border of them shows.
 * After the foreground of AnomalyDINO (Damm et al., WACV 2025), which takes the first principal component of
 * a picture's patches; here the background is known by the borders, and several pictures have to agree.
 *
 * @module
 */
import { FOREGROUND } from '../hyperparameters.ts';
import type { LookArea } from '../image/look-area.ts';
import type { Size } from '../image/rgb-image.ts';
import { type Matrix, row } from '../tensor/matrix.ts';
import { distanceToNearest } from './outline.ts';

/** Where the part lies. */
export interface Foreground {
  /** What is looked at: the part with a margin, within what was to be looked at anyway. */
  readonly lookArea: LookArea;
  /** Its share of the picture, from 0 to 1. */
  readonly share: number;
  /** Least overlap of a picture's own foreground with the common one, from 0 to 1. */
  readonly agreement: number;
}

/** Patches of one picture, row by row, each of length 1. */
export interface PatchGrid extends Size {
  /** Shape [height · width, D]. */
  readonly rows: Matrix;
}

/** What good pictures have in common. */
export interface AgreedForeground {
  /** 1 for each patch where the part is, without holes; shape [height · width]. */
  readonly patches: Uint8Array;
  /** Overlap of each picture's own foreground with that, as a share of both. */
  readonly agreements: readonly number[];
  /** Share of the patches at the border that are unlike the borders of other pictures. */
  readonly strayBorder: number;
}

/**
 * Finds the foreground of pictures. A patch is as much foreground as it differs from the border patches of
 * all pictures, one at the border from those of the others; where that parts in two is found by Otsu's
 * criterion (IEEE Transactions on Systems, Man, and Cybernetics 9, 1979). Of each patch half of the pictures
 * have to say so, and two at least: what lies in the way of one picture is none of the part.
 *
 * @param grids - One a picture, at least two, of one size.
 */
export function agreeOnForeground(grids: readonly PatchGrid[]): AgreedForeground {
  const [{ width, height }] = grids;
  const border = borderOf({ width, height });
  const distances = distancesToBorders(grids, border);
  const limit = otsuLimit(distances.flatMap((of) => [...of]));
  const own = distances.map((of) => Uint8Array.from(of, (distance) => (distance > limit ? 1 : 0)));
  const enough = Math.max(2, grids.length / 2);
  const voted = Uint8Array.from(own[0], (_, p) => {
    return own.reduce((sum, of) => sum + of[p], 0) >= enough ? 1 : 0;
  });
  const strays = own.reduce((sum, of) => sum + border.reduce((all, p) => all + of[p], 0), 0);
  return {
    patches: withoutHoles(voted, { width, height }),
    agreements: own.map((of) => overlap(of, voted)),
    strayBorder: strays / (border.length * own.length),
  };
}

/** Numbers of the patches along the border of a grid. */
function borderOf({ width, height }: Size): number[] {
  return Array.from({ length: width * height }, (_, p) => p).filter((p) => {
    const [x, y] = [p % width, Math.floor(p / width)];
    return x === 0 || y === 0 || x === width - 1 || y === height - 1;
  });
}

/** Of each patch of each picture to the nearest border patch, for one at the border of another picture. */
function distancesToBorders(
  grids: readonly PatchGrid[],
  border: readonly number[],
): Float32Array[] {
  const atBorder = new Set(border);
  const borders = grids.map(({ rows }) => border.map((p) => row(rows, p)));
  return grids.map(({ rows }, own) => {
    const all = borders.flat();
    const others = borders.filter((_, picture) => picture !== own).flat();
    return Float32Array.from({ length: rows.rows }, (_, p) =>
      distanceToNearest(row(rows, p), atBorder.has(p) ? others : all),
    );
  });
}

/** The value that parts others in two groups whose means lie farthest apart, for their sizes. */
export function otsuLimit(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const total = sorted.reduce((sum, value) => sum + value, 0);
  let [below, best, limit] = [0, 0, Infinity];
  for (let n = 1; n < sorted.length; n++) {
    below += sorted[n - 1];
    const above = sorted.length - n;
    const apart = n * above * (below / n - (total - below) / above) ** 2;
    if (apart > best && sorted[n] > sorted[n - 1]) {
      [best, limit] = [apart, (sorted[n - 1] + sorted[n]) / 2];
    }
  }
  return limit;
}

/** Share of the patches of either that both have; 0 where neither has any. */
function overlap(one: Uint8Array, other: Uint8Array): number {
  let [both, either] = [0, 0];
  for (const [p, has] of one.entries()) {
    both += has & other[p];
    either += has | other[p];
  }
  return either === 0 ? 0 : both / either;
}

/** With what no way over sides leads to from the border of the grid: what is inside of a part belongs to it. */
function withoutHoles(patches: Uint8Array, { width, height }: Size): Uint8Array {
  const filled = new Uint8Array(patches.length).fill(1);
  const open = borderOf({ width, height }).filter((p) => patches[p] === 0);
  for (let p = open.pop(); p !== undefined; p = open.pop()) {
    if (filled[p] === 0) continue;
    filled[p] = 0;
    const x = p % width;
    const beside = [
      ...(x > 0 ? [p - 1] : []),
      ...(x < width - 1 ? [p + 1] : []),
      p - width,
      p + width,
    ];
    open.push(...beside.filter((q) => patches[q] === 0 && filled[q] === 1));
  }
  return filled;
}

/** Whether pictures show a part of which the foreground says where it lies; else why not. */
export function doubtOf({ patches, agreements, strayBorder }: AgreedForeground): {
  readonly picture: number | null;
  readonly fault: string;
} | null {
  const share = patches.reduce((sum, has) => sum + has, 0) / patches.length;
  const least = Math.min(...agreements);
  if (strayBorder > FOREGROUND.strayBorder) {
    return { picture: null, fault: 'the part touches the borders, or their background varies' };
  }
  if (share === 0 || share > FOREGROUND.most) {
    return { picture: null, fault: 'nothing stands out from the background at the borders' };
  }
  if (least >= FOREGROUND.agreement) return null;
  return { picture: agreements.indexOf(least), fault: 'its part lies elsewhere than the others' };
}
