import type { Size } from '../image/rgb-image.ts';
import type { Matrix } from '../tensor/matrix.ts';

/** The feature maps of one picture at one level, as the backbone gives them: shape [C, H, W]. */
export interface FeatureMap {
  /** Channel after channel, shape [C, H, W]. */
  readonly data: Float32Array;
  /** Feature width C. */
  readonly channels: number;
  /** Rows of the grid, H. */
  readonly height: number;
  /** Columns of the grid, W. */
  readonly width: number;
}

/** The patch features of one picture at one level, patch by patch in row order. */
export interface PatchFeatures {
  /** Shape [H · W, D]. */
  readonly features: Matrix;
  /** Rows of the grid, H. */
  readonly height: number;
  /** Columns of the grid, W. */
  readonly width: number;
}

/**
 * Makes features locally aware: the mean over a square neighbourhood, zeros beyond the border
 * (PatchCore 3.1; its code pools with the padding counted).
 *
 * @param map - Shape [C, H, W].
 * @param side - Odd side of the neighbourhood in patches; 1 changes nothing.
 * @returns Shape [C, H, W].
 */
export function poolNeighbourhood(map: FeatureMap, side: number): FeatureMap {
  if (side === 1) return map;
  const { channels, height, width } = map;
  const radius = (side - 1) / 2;
  const sums = new Float32Array(map.data.length); // sums along rows
  const pooled = new Float32Array(map.data.length);
  for (let c = 0; c < channels; c++) {
    const plane = c * height * width;
    for (let y = 0; y < height; y++) {
      const start = plane + y * width;
      for (let x = 0; x < width; x++) {
        let sum = 0;
        const last = Math.min(width - 1, x + radius);
        for (let i = Math.max(0, x - radius); i <= last; i++) sum += map.data[start + i];
        sums[start + x] = sum;
      }
    }
    for (let y = 0; y < height; y++) {
      const first = Math.max(0, y - radius);
      const last = Math.min(height - 1, y + radius);
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (let i = first; i <= last; i++) sum += sums[plane + i * width + x];
        pooled[plane + y * width + x] = sum / (side * side);
      }
    }
  }
  return { data: pooled, channels, height, width };
}

/**
 * One row a patch: [C, H, W] -> [H · W, C].
 *
 * @param map - Shape [C, H, W].
 * @returns Features of shape [H · W, C].
 */
export function toPatches(map: FeatureMap): PatchFeatures {
  const { channels, height, width } = map;
  const patches = height * width;
  const data = new Float32Array(map.data.length);
  for (let c = 0; c < channels; c++) {
    for (let p = 0, from = c * patches; p < patches; p++)
      data[p * channels + c] = map.data[from + p];
  }
  return { features: { data, rows: patches, cols: channels }, height, width };
}

/**
 * Joins levels on the grid of the finest one (PatchCore 3.1): coarser maps are enlarged bilinearly
 * and the channels set side by side.
 *
 * @param maps - One map a level, each of shape [C_l, H_l, W_l].
 * @param enlarge - Bilinear resizing of one plane, shape [h, w] -> [H, W].
 * @returns Shape [Σ C_l, H, W] of the finest level.
 */
export function concatLevels(
  maps: readonly FeatureMap[],
  enlarge: (plane: Float32Array, from: Size, to: Size) => Float32Array,
): FeatureMap {
  const finest = maps.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a));
  const { height, width } = finest;
  const channels = maps.reduce((sum, map) => sum + map.channels, 0);
  const data = new Float32Array(channels * height * width);
  let offset = 0;
  for (const map of maps) {
    const area = map.height * map.width;
    for (let c = 0; c < map.channels; c++, offset += height * width) {
      const plane = map.data.subarray(c * area, (c + 1) * area);
      data.set(area === height * width ? plane : enlarge(plane, map, finest), offset);
    }
  }
  return { data, channels, height, width };
}
