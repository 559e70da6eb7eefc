import { linearTaps } from '../image/resize.ts';
import type { Size } from '../image/rgb-image.ts';
import type { Matrix } from '../tensor/matrix.ts';
import { unitRows } from '../tensor/norms.ts';

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
  /** 1 for each patch that counts, shape [H · W]; all do by default. */
  readonly looked?: Uint8Array | undefined;
}

/** How feature maps become patch features. */
export interface PatchOptions {
  /** Odd side of the average pooling over patches; 1 for none. */
  readonly neighbourhood: number;
  /**
   * Join all levels on the finest grid, as they are or each scaled to the same length, so that no
   * level drowns another; or keep them apart.
   */
  readonly join: 'concat' | 'unit-concat' | 'apart';
}

/** What is compared of a picture. */
export interface PictureFeatures {
  /** Patch features, one entry, or one a level where they are apart. */
  readonly levels: readonly PatchFeatures[];
  /** Of the coarsest level alone, each row of length 1: few patches that tell what is where. */
  readonly coarse: PatchFeatures;
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
  options: PatchOptions,
): readonly PatchFeatures[] {
  return joined(pooled(maps, options), options);
}

/**
 * The patch features of {@link patchFeatures}, and those of the coarsest level by themselves.
 *
 * @param maps - One a level, each of shape [C, H, W].
 */
export function pictureFeatures(
  maps: readonly FeatureMap[],
  options: PatchOptions,
): PictureFeatures {
  const levels = pooled(maps, options);
  const coarsest = levels.reduce((a, b) => (areaOf(b) < areaOf(a) ? b : a));
  const coarse = { ...coarsest, features: unitRows(coarsest.features) };
  return { levels: joined(levels, options), coarse };
}

function pooled(
  maps: readonly FeatureMap[],
  { neighbourhood }: PatchOptions,
): readonly PatchFeatures[] {
  return maps.map((map) => poolNeighbourhood(toPatches(map), neighbourhood));
}

function joined(
  levels: readonly PatchFeatures[],
  { join }: PatchOptions,
): readonly PatchFeatures[] {
  if (join === 'apart') return levels;
  const all = concatLevels(levels, 'interpolate');
  if (join === 'unit-concat') {
    scaleBlocks(
      all.features,
      levels.map(({ features }) => features.cols),
    );
  }
  return [all];
}

/** Scales each level's columns of each row to the same length, all together to length 1. */
function scaleBlocks({ data, cols }: Matrix, widths: readonly number[]): void {
  const length = 1 / Math.sqrt(widths.length);
  for (let start = 0; start < data.length; start += cols) {
    let at = start;
    for (const width of widths) {
      let sum = 0;
      for (let i = at; i < at + width; i++) sum += data[i] * data[i];
      const factor = sum > 0 ? length / Math.sqrt(sum) : 0;
      for (let i = at; i < at + width; i++) data[i] *= factor;
      at += width;
    }
  }
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
 * @param patches - Features of shape [H · W, D]; the result is written over them.
 * @param side - Odd side of the neighbourhood in patches; 1 changes nothing.
 * @returns Features of shape [H · W, D].
 */
function poolNeighbourhood(patches: PatchFeatures, side: number): PatchFeatures {
  if (side === 1) return patches;
  const { features, height, width } = patches;
  const { data, rows, cols } = features;
  const radius = (side - 1) / 2;
  const alongRows = { data: new Float32Array(data.length), rows, cols };
  for (let p = 0; p < rows; p++) {
    const x = p % width;
    const first = Math.max(0, x - radius);
    const count = Math.min(width - 1, x + radius) - first + 1;
    sumRows(alongRows, p, features, { first: p - x + first, count, step: 1 });
  }
  for (let p = 0; p < rows; p++) {
    const y = Math.floor(p / width);
    const first = Math.max(0, y - radius);
    const count = Math.min(height - 1, y + radius) - first + 1;
    sumRows(features, p, alongRows, { first: p + (first - y) * width, count, step: width });
  }
  for (let i = 0; i < data.length; i++) data[i] /= side * side;
  return patches;
}

/**
 * Writes the sum of `count` rows of `values`, each `step` rows further, to row i of `sums`. Two and
 * three rows, the most of all windows, take one pass (a third of the time, measured).
 */
function sumRows(
  { data: sums, cols }: Matrix,
  i: number,
  { data: values }: Matrix,
  { first, count, step }: { first: number; count: number; step: number },
): void {
  const start = i * cols;
  const pitch = step * cols;
  const at = first * cols;
  if (count === 1) {
    for (let c = 0; c < cols; c++) sums[start + c] = values[at + c];
  } else if (count === 2) {
    for (let c = 0; c < cols; c++) sums[start + c] = values[at + c] + values[at + pitch + c];
  } else {
    const [second, third] = [at + pitch, at + 2 * pitch];
    for (let c = 0; c < cols; c++) {
      const two = Math.fround(values[at + c] + values[second + c]);
      sums[start + c] = two + values[third + c];
    }
  }
  for (let k = 3; k < count; k++) {
    const row = at + k * pitch;
    for (let c = 0; c < cols; c++) sums[start + c] += values[row + c];
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
  const all = { data: new Float32Array(height * width * cols), rows: height * width, cols };
  let offset = 0;
  for (const level of levels) {
    if (level.height === height && level.width === width) copyColumns(level, all, offset);
    else {
      const taps = enlarge === 'interpolate' ? linearTaps : repeatingTaps;
      const [rows, columns] = [taps(level.height, height), taps(level.width, width)];
      spread(level, all, { offset, rows, columns });
    }
    offset += level.features.cols;
  }
  return { features: all, height, width };
}

type Taps = ReturnType<typeof linearTaps>;

/** Writes a level into columns `offset` on of the same grid. */
function copyColumns({ features }: PatchFeatures, target: Matrix, offset: number): void {
  const { data, rows, cols } = features;
  for (let p = 0; p < rows; p++) {
    target.data.set(data.subarray(p * cols, (p + 1) * cols), p * target.cols + offset);
  }
}

/** Writes a level into columns `offset` on of a finer grid. */
function spread(
  { features, width }: PatchFeatures,
  target: Matrix,
  { offset, rows, columns }: { offset: number; rows: Taps; columns: Taps },
): void {
  const { cols } = features;
  const pitch = columns.near.length * cols;
  // Rows of the coarser grid, widened: each is used for all rows of the finer grid that it is near.
  let near = new Float64Array(pitch);
  let far = new Float64Array(pitch);
  let [nearRow, farRow] = [-1, -1];
  for (let y = 0, at = offset; y < rows.near.length; y++) {
    if (rows.near[y] === farRow) {
      [near, far] = [far, near];
      [nearRow, farRow] = [farRow, nearRow];
    }
    if (rows.near[y] !== nearRow) widen(features, rows.near[y] * width, columns, near);
    if (rows.far[y] !== farRow) widen(features, rows.far[y] * width, columns, far);
    [nearRow, farRow] = [rows.near[y], rows.far[y]];
    const share = rows.share[y];
    for (let p = 0; p < pitch; at += target.cols) {
      for (let i = 0; i < cols; i++, p++) {
        target.data[at + i] = near[p] + (far[p] - near[p]) * share;
      }
    }
  }
}

/** Writes a row of the coarser grid, which starts with patch `start`, on the columns of the finer. */
function widen(
  { data, cols }: Matrix,
  start: number,
  { near, far, share }: Taps,
  target: Float64Array,
): void {
  for (let x = 0, at = 0; x < near.length; x++) {
    const a = (start + near[x]) * cols;
    const b = (start + far[x]) * cols;
    const ratio = share[x];
    for (let i = 0; i < cols; i++, at++) {
      target[at] = data[a + i] + (data[b + i] - data[a + i]) * ratio;
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
