import { mapOfPatches } from '../image/frame.ts';
import type { Size } from '../image/rgb-image.ts';
import { gaussianSmooth } from './gaussian.ts';
import { enlargeSmoothly } from './smooth-enlargement.ts';

/** The patch distances of one picture at one level. */
export interface LevelDistances extends Size {
  /** Distance of each patch to its nearest bank element, shape [height, width]. */
  readonly distances: Float32Array;
}

/** How levels become one map. */
export interface AnomalyMapOptions {
  /** What each level's distances are divided by, see {@link normalScale}; ones for the thesis. */
  readonly scales: readonly number[];
  /** Joins the levels at each pixel (thesis: max). */
  readonly fusion: 'max' | 'mean';
  /** Side S of the map, pixels. */
  readonly size: number;
  /** Standard deviation of the smoothing, pixels of the map. */
  readonly sigma: number;
}

/**
 * The anomaly map of a picture (thesis 4.3): each level divided by its scale and enlarged
 * bilinearly, the levels joined, the result smoothed.
 *
 * @param levels - At least one, patch distances of shape [height, width] each.
 * @returns Anomaly of each pixel, shape [S, S].
 */
export function fuseLevels(
  levels: readonly LevelDistances[],
  { scales, fusion, size, sigma }: AnomalyMapOptions,
): Float32Array {
  // Dividing the few patches is the same as dividing the many pixels.
  const scaled = levels.map(({ distances }, l) => distances.map((value) => value / scales[l]));
  if (fusion === 'mean' || levels.length === 1) {
    return mean(levels.map((level, l) => enlargeSmoothly(scaled[l], level, size, sigma)));
  }
  const planes = levels.map((level, l) => mapOfPatches(scaled[l], level, size));
  return gaussianSmooth(maximum(planes), { width: size, height: size }, sigma);
}

/**
 * The normal scale of a level: the median distance of support patches to the bank built without
 * their picture. Levels divided by it compare on one map (decided; the thesis does not scale).
 *
 * @param distances - Patch distances of some pictures, shape [N] each, in any order.
 * @returns 1 when there is no distance or the median is 0, as between identical pictures.
 */
export function normalScale(distances: readonly Float32Array[]): number {
  const sorted = Float32Array.from(distances.flatMap((some) => [...some])).toSorted();
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return median > 0 ? median : 1;
}

function maximum(planes: readonly Float32Array[]): Float32Array {
  return planes.reduce((joined, plane) => joined.map((value, i) => Math.max(value, plane[i])));
}

function mean(planes: readonly Float32Array[]): Float32Array {
  if (planes.length === 1) return planes[0];
  const sum = planes.reduce((joined, plane) => joined.map((value, i) => value + plane[i]));
  return sum.map((value) => value / planes.length);
}
