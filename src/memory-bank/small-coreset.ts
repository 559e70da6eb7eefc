import { type Matrix, squaredDistance } from '../tensor/matrix.ts';
import type { Coreset } from './coreset.ts';

/**
 * Selects a coreset of some neighbouring rows by greedy k-center, as `kCenterGreedy` does of many: for
 * the few hundred patches of one picture. It starts with the row farthest from their mean, so that
 * nothing is drawn.
 *
 * @param features - Shape [N, D], all finite.
 * @param block - The rows to choose from.
 * @param size - Rows to choose, from 1 to those of the block.
 * @returns Row numbers of `features`, shape [size].
 */
export function greedyBlockCoreset(
  features: Matrix,
  { first, rows }: { readonly first: number; readonly rows: number },
  size: number,
): Coreset {
  const indices = new Uint32Array(size);
  const distances = new Float64Array(rows).fill(Infinity);
  let next = farthestFrom(features, first, rows);
  let farthest = Infinity;
  for (let chosen = 0; chosen < size; chosen++) {
    indices[chosen] = first + next;
    distances[next] = -Infinity; // not the farthest again, even where all rows are equal
    approach(distances, features, first, first + next);
    farthest = -Infinity;
    for (let r = 0; r < rows; r++) {
      if (distances[r] > farthest) [farthest, next] = [distances[r], r];
    }
  }
  return { indices, coveringRadius: Math.sqrt(Math.max(0, farthest)) };
}

/** Lowers squared distances of the block's rows to that of a new centre, where that is nearer. */
function approach(
  distances: Float64Array,
  { data, cols }: Matrix,
  first: number,
  centre: number,
): void {
  const centreAt = centre * cols;
  for (let r = 0, at = first * cols; r < distances.length; r++, at += cols) {
    const before = distances[r];
    let sum = 0;
    // No further than the distance before: most rows end early.
    for (let c = 0; c < cols && sum < before; c++) {
      const difference = data[at + c] - data[centreAt + c];
      sum += difference * difference;
    }
    if (sum < before) distances[r] = sum;
  }
}

/** The row farthest from the mean of the block; of equally far ones, the first. */
function farthestFrom(features: Matrix, first: number, rows: number): number {
  const { data, cols } = features;
  const mean = { data: new Float32Array(cols), rows: 1, cols };
  for (let at = first * cols; at < (first + rows) * cols; at++) mean.data[at % cols] += data[at];
  for (let c = 0; c < cols; c++) mean.data[c] /= rows;
  let [best, farthest] = [0, -Infinity];
  for (let r = 0; r < rows; r++) {
    const distance = squaredDistance(features, first + r, mean, 0);
    if (distance > farthest) [best, farthest] = [r, distance];
  }
  return best;
}
