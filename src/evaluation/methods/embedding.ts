/**
 * From the raw maps of a picture to the features that methods compare.
 *
 * @module
 */
import {
  concatLevels,
  type FeatureMap,
  type PatchFeatures,
  patchFeatures,
  toPatches,
} from '../../features/patch-features.ts';
import type { Size } from '../../image/rgb-image.ts';

/**
 * All levels side by side on the finest grid, coarser ones enlarged bilinearly (PatchCore 3.1).
 *
 * @param maps - One a level, each of shape [C, H, W].
 * @param neighbourhood - Side of the average pooling; 1 for none.
 * @returns Shape [H · W, Σ C].
 */
export function interpolateLevels(
  maps: readonly FeatureMap[],
  neighbourhood: number,
): PatchFeatures {
  return patchFeatures(maps, { neighbourhood, join: 'concat' })[0];
}

/**
 * All levels side by side as PaDiM and RegAD's code join them (`embedding_concat`): on the finest
 * grid, where each patch of a coarser level counts for all the patches that it covers. Levels finer
 * than the ceiling allows are averaged down to the finest grid within it.
 *
 * @param maps - One a level, each of shape [C, H, W].
 * @param ceiling - Most patches of the grid.
 * @returns Shape [H · W, Σ C].
 */
export function stackLevels(
  maps: readonly FeatureMap[],
  ceiling: number = Infinity,
): PatchFeatures {
  const sizes = maps.toSorted((a, b) => areaOf(a) - areaOf(b));
  const grid = sizes.findLast((map) => areaOf(map) <= ceiling) ?? sizes[0];
  const fitting = maps.map((map) => (areaOf(map) > areaOf(grid) ? averageTo(map, grid) : map));
  return concatLevels(fitting.map(toPatches), 'repeat');
}

function areaOf({ height, width }: Size): number {
  return height * width;
}

/** The mean of what each cell of a coarser grid covers (PyTorch's `adaptive_avg_pool2d`). */
function averageTo(map: FeatureMap, { height, width }: Size): FeatureMap {
  const { channels } = map;
  const data = new Float32Array(channels * height * width);
  const rows = binsOf(map.height, height);
  const columns = binsOf(map.width, width);
  let at = 0;
  for (let c = 0; c < channels; c++) {
    const plane = map.data.subarray(c * map.height * map.width);
    for (const [top, bottom] of rows) {
      for (const [left, right] of columns) {
        let sum = 0;
        for (let y = top; y < bottom; y++) {
          for (let x = left; x < right; x++) sum += plane[y * map.width + x];
        }
        data[at++] = sum / ((bottom - top) * (right - left));
      }
    }
  }
  return { data, channels, height, width };
}

/** First cell and end of each of `to` bins over `from` cells. */
function binsOf(from: number, to: number): (readonly [first: number, end: number])[] {
  return Array.from({ length: to }, (_, i) => [
    Math.floor((i * from) / to),
    Math.ceil(((i + 1) * from) / to),
  ]);
}
