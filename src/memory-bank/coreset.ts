import { ArgumentRangeError } from '../errors.ts';
import { BANK } from '../hyperparameters.ts';
import type { Random } from '../random.ts';
import type { Runtime } from '../runtime.ts';
import type { Matrix } from '../tensor/matrix.ts';
import { CentreDistances } from './centre-distances.ts';
import { project } from './projection.ts';

/** How long work goes on. */
export interface ProgressOptions {
  /** Told after each row that was chosen; the work ends with what it throws. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** How a coreset is chosen. */
export interface CoresetOptions extends ProgressOptions {
  /** Rows to choose, an integer from 1 to N. */
  readonly size: number;
  /** Draws the first row and the projection. */
  readonly random: Random;
  /** Width in which distances are measured; wider features are projected. */
  readonly projectionWidth?: number;
}

/** Rows that stand for all. */
export interface Coreset {
  /** Row numbers in order of selection, shape [size]; the first m are the coreset of size m. */
  readonly indices: Uint32Array;
  /** Largest distance from a row to the nearest chosen one, in the space of the projection. */
  readonly coveringRadius: number;
}

/**
 * Selects a coreset by greedy k-center (PatchCore, Algorithm 1; thesis Algorithm 3): each step adds
 * the row farthest from those chosen. The covering radius is at most twice the best possible
 * (Gonzalez 1985), up to what the projection and float32 round.
 *
 * Each step is one run of an ONNX Runtime session; time O(size · N · W), memory O(N · W).
 *
 * @param features - Patch features of shape [N, D], all finite.
 * @throws {@link ArgumentRangeError} if `size` is out of range.
 */
export async function kCenterGreedy(
  runtime: Runtime,
  features: Matrix,
  options: CoresetOptions,
): Promise<Coreset> {
  const { size, random, projectionWidth = BANK.projectionWidth } = options;
  if (!Number.isInteger(size) || size < 1 || size > features.rows) {
    throw new ArgumentRangeError('size', size, `an integer from 1 to ${features.rows} rows`);
  }
  const first = random.below(features.rows);
  const projected = await project(runtime, features, projectionWidth, random);
  const distances = await CentreDistances.create(runtime, projected);
  try {
    return await chooseFarthest(distances, first, options);
  } finally {
    await distances.release();
  }
}

/**
 * Rows that a coreset keeps: the ratio's share, rounded up, but no more than the ceiling.
 *
 * @param rows - Rows to choose from.
 * @param ratio - Share, above 0 and at most 1.
 * @param ceiling - A positive integer.
 * @throws {@link ArgumentRangeError} if `ratio` or `ceiling` is out of range.
 */
export function coresetSize(rows: number, ratio: number, ceiling: number): number {
  if (!(ratio > 0 && ratio <= 1)) {
    throw new ArgumentRangeError('ratio', ratio, 'a number above 0 and at most 1');
  }
  if (!(ceiling >= 1)) throw new ArgumentRangeError('ceiling', ceiling, 'at least 1');
  // The tolerance keeps products such as 0.07 · 100 = 7.000…01 whole.
  return Math.min(Math.ceil(ratio * rows - 1e-9 * rows), Math.floor(ceiling));
}

async function chooseFarthest(
  distances: CentreDistances,
  first: number,
  { size, onProgress }: CoresetOptions,
): Promise<Coreset> {
  const indices = new Uint32Array(size);
  let next = { index: first, squaredDistance: 0 };
  for (let chosen = 0; chosen < size; chosen++) {
    indices[chosen] = next.index;
    next = await distances.add(next.index);
    onProgress?.(chosen + 1, size);
  }
  // Rounding may leave a row slightly below 0; without any row left the largest is -Infinity.
  return { indices, coveringRadius: Math.sqrt(Math.max(0, next.squaredDistance)) };
}
