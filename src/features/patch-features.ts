import { linearTaps } from '../image/resize.ts';
import type { Size } from '../image/rgb-image.ts';
import type { Matrix } from '../tensor/matrix.ts';

/** The feature maps of one picture at one level, as the backbone gives them: shape [C, H, W]. */
export interface FeatureMap extends Size {
  /** Channel after channel, shape [C, H, W]. */
  readonly data: Float32Array;
  /** Feature width C. */
  readonly channels: number;
}

/** The patch features of one picture at one level, patch by patch in row order. */
export interface PatchFeatures extends Size {
  /** Shape [H · W, D]. */
  readonly features: Matrix;
}

/** How feature maps become patch features. */
export interface PatchOptions {
  /** Odd side of the average pooling over patches; 1 for none. */
  readonly neighbourhood: number;
  /** Join all levels on the finest grid, or keep them apart. */
  readonly concat: boolean;
}

/**
 * Locally aware patch features (PatchCore 3.1): each patch the mean of its neighbourhood, the levels
 * apart or side by side.
 *
 * @param maps - One a level, each of shape [C, H, W].
 * @returns One entry, or one a level, each of shape [H · W, D].
 */
export function patchFeatures(
  maps: readonly FeatureMap[],
  { neighbourhood, concat }: PatchOptions,
): PatchFeatures[] {
  const levels = maps.map((map) => poolNeighbourhood(toPatches(map), neighbourhood));
  return concat ? [concatLevels(levels, 'interpolate')] : levels;
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
 * The mean over a square neighbourhood, zeros beyond the border: PatchCore's code pools with the
 * padding counted.
 *
 * @param patches - Features of shape [H · W, D].
 * @param side - Odd side of the neighbourhood in patches; 1 changes nothing.
 * @returns Features of shape [H · W, D].
 */
function poolNeighbourhood(patches: PatchFeatures, side: number): PatchFeatures {
  if (side === 1) return patches;
  const { features, height, width } = patches;
  const { data, rows, cols } = features;
  const radius = (side - 1) / 2;
  const alongRows = { data: new Float32Array(data.length), rows, cols };
  const pooled = { data: new Float32Array(data.length), rows, cols };
  for (let p = 0; p < rows; p++) {
    const x = p % width;
    const last = Math.min(width - 1, x + radius);
    for (let i = Math.max(0, x - radius); i <= last; i++) {
      addRow(alongRows, p, features, p - x + i);
    }
  }
  for (let p = 0; p < rows; p++) {
    const y = Math.floor(p / width);
    const last = Math.min(height - 1, y + radius);
    for (let i = Math.max(0, y - radius); i <= last; i++) {
      addRow(pooled, p, alongRows, p + (i - y) * width);
    }
  }
  for (let i = 0; i < data.length; i++) pooled.data[i] /= side * side;
  return { features: pooled, height, width };
}

/** Adds row j of `values` to row i of `sums`, both of shape [*, D]. */
function addRow(sums: Matrix, i: number, values: Matrix, j: number): void {
  const { cols } = sums;
  for (let c = 0, p = i * cols, q = j * cols; c < cols; c++, p++, q++) {
    sums.data[p] += values.data[q];
  }
}

/**
 * Joins levels on the grid of the finest one, their features side by side.
 *
 * @param levels - Each of shape [H_l · W_l, D_l].
 * @param enlarge - Coarser grids: interpolated bilinearly (PatchCore 3.1), or each patch repeated.
 * @returns Shape [H · W, Σ D_l].
 */
export function concatLevels(
  levels: readonly PatchFeatures[],
  enlarge: 'interpolate' | 'repeat',
): PatchFeatures {
  const { height, width } = levels.reduce((a, b) => (areaOf(b) > areaOf(a) ? b : a));
  const cols = levels.reduce((sum, level) => sum + level.features.cols, 0);
  const joined = { data: new Float32Array(height * width * cols), rows: height * width, cols };
  let offset = 0;
  for (const level of levels) {
    const taps = enlarge === 'interpolate' ? linearTaps : repeatingTaps;
    spread(level, joined, {
      offset,
      rows: taps(level.height, height),
      columns: taps(level.width, width),
    });
    offset += level.features.cols;
  }
  return { features: joined, height, width };
}

type Taps = ReturnType<typeof linearTaps>;

/** Writes a level into columns `offset` on of a finer or equal grid. */
function spread(
  { features, width }: PatchFeatures,
  target: Matrix,
  { offset, rows, columns }: { offset: number; rows: Taps; columns: Taps },
): void {
  const { data, cols } = features;
  let at = offset;
  for (let y = 0; y < rows.near.length; y++) {
    const above = rows.near[y] * width;
    const below = rows.far[y] * width;
    for (let x = 0; x < columns.near.length; x++, at += target.cols) {
      const a = (above + columns.near[x]) * cols;
      const b = (above + columns.far[x]) * cols;
      const c = (below + columns.near[x]) * cols;
      const d = (below + columns.far[x]) * cols;
      for (let i = 0; i < cols; i++) {
        const top = data[a + i] + (data[b + i] - data[a + i]) * columns.share[x];
        const bottom = data[c + i] + (data[d + i] - data[c + i]) * columns.share[x];
        target.data[at + i] = top + (bottom - top) * rows.share[y];
      }
    }
  }
}

/** Each input for all the outputs that it covers (PyTorch's `interpolate(mode='nearest')`). */
function repeatingTaps(from: number, to: number): Taps {
  const near = Int32Array.from({ length: to }, (_, i) => Math.floor((i * from) / to));
  return { near, far: near, share: new Float64Array(to) };
}

function areaOf({ height, width }: Size): number {
  return height * width;
}
