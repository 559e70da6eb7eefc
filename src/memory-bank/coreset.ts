import { ArgumentRangeError } from '../errors.ts';
import { BANK } from '../hyperparameters.ts';
import type { Random } from '../random.ts';
import type { Runtime } from '../runtime.ts';
import { gatherRows, type Matrix } from '../tensor/matrix.ts';
import { CentreDistances } from './centre-distances.ts';
import { chooseFarthest } from './farthest-rows.ts';
import { project } from './projection.ts';
import { RowProducts } from './row-products.ts';

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
 * Rows only come nearer to the centres while these grow. So the row that is farthest from them is
 * among some hundred candidates, those that were farthest at last, as long as one of these is farther
 * than all others were then. Until it is not, only candidates are held against each new centre; then
 * all rows are, against all new centres by one product. What is chosen is what one step after the
 * other chooses, in a sixth of the time (measured): O(size · N · W), memory O(N · W).
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
  const products = await RowProducts.create(runtime);
  try {
    return await chooseInRounds({ features: projected, distances, products }, first, options);
  } finally {
    await distances.release();
    await products.release();
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

/** Candidates of a round: few where few of them are chosen. */
const CANDIDATES = { least: 64, most: 2048 };

/** What rows are chosen by. */
interface Selection {
  readonly features: Matrix;
  readonly distances: CentreDistances;
  readonly products: RowProducts;
}

async function chooseInRounds(
  selection: Selection,
  first: number,
  { size, onProgress }: CoresetOptions,
): Promise<Coreset> {
  const { distances } = selection;
  const indices = new Uint32Array(size);
  let rows: Uint32Array = Uint32Array.of(first);
  for (let chosen = 0, count = CANDIDATES.least; ; count = nextCount(count, rows.length)) {
    indices.set(rows, chosen);
    for (let i = 1; i <= rows.length; i++) onProgress?.(chosen + i, size);
    chosen += rows.length;
    await distances.add(rows);
    if (chosen === size) break;
    rows = await chooseAmong(selection, count, size - chosen);
  }
  // Rounding may leave a row slightly below 0; without any row left the largest is -Infinity.
  const largest = distances.squared.reduce((max, square) => Math.max(max, square), 0);
  return { indices, coveringRadius: Math.sqrt(largest) };
}

/**
 * The next rows, at least one.
 *
 * @param count - Candidates.
 * @param size - Most rows.
 */
async function chooseAmong(
  { features, distances: { squared }, products }: Selection,
  count: number,
  size: number,
): Promise<Uint32Array> {
  const { rows, floor } = farthestOf(squared, count);
  const distances = Float64Array.from(rows, (r) => squared[r]);
  const start = distances.indexOf(Math.max(...distances));
  const options = { distances, start, size, floor };
  const { indices } = chooseFarthest(await products.of(gatherRows(features, rows)), options);
  return Uint32Array.from(indices, (i) => rows[i]);
}

function nextCount(count: number, chosen: number): number {
  if (chosen * 4 > count) return Math.min(2 * count, CANDIDATES.most);
  return chosen * 16 < count ? Math.max(count / 2, CANDIDATES.least) : count;
}

/** The rows with the largest values, in order; of equal ones, the first. */
interface Candidates {
  readonly rows: Uint32Array;
  /** The largest value of any other row; -Infinity without any. */
  readonly floor: number;
}

function farthestOf(values: Float32Array, count: number): Candidates {
  const { length } = values;
  if (length <= count) return { rows: Uint32Array.from(values.keys()), floor: -Infinity };
  const sorted = values.toSorted();
  const [floor, least] = [sorted[length - count - 1], sorted[length - count]];
  const rows = new Uint32Array(count);
  // Of those that are as far as the nearest candidate, the first ones.
  let equal = count - (length - 1 - sorted.lastIndexOf(least));
  for (let r = 0, c = 0; c < count; r++) {
    if (values[r] > least || (values[r] === least && equal-- > 0)) rows[c++] = r;
  }
  return { rows, floor };
}
