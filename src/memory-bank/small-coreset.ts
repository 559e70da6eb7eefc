import type { Runtime } from '../runtime.ts';
import { type Matrix, matrix, squaredDistance } from '../tensor/matrix.ts';
import type { Coreset } from './coreset.ts';
import { chooseFarthest } from './farthest-rows.ts';
import { RowProducts } from './row-products.ts';

/** Neighbouring rows of a matrix. */
export interface RowBlock {
  readonly first: number;
  readonly rows: number;
}

/**
 * Selects coresets of blocks of some hundred rows, such as the patches of one picture, by greedy
 * k-center, as `kCenterGreedy` does of many. It starts with the row farthest from their mean, so that
 * nothing is drawn.
 *
 * One product of the block with itself, by ONNX Runtime, has all distances that the selection needs
 * (a fifth of the time of loops, measured). They are of single precision, so that of nearly equally
 * far rows another one may be chosen.
 */
export class BlockCoresets {
  readonly #products: RowProducts;

  private constructor(products: RowProducts) {
    this.#products = products;
  }

  static async create(runtime: Runtime): Promise<BlockCoresets> {
    return new BlockCoresets(await RowProducts.create(runtime));
  }

  /**
   * @param features - Shape [N, D], all finite.
   * @param block - The rows to choose from.
   * @param size - Rows to choose, from 1 to those of the block.
   * @returns Row numbers of `features`, shape [size].
   */
  async choose(features: Matrix, { first, rows }: RowBlock, size: number): Promise<Coreset> {
    const { data, cols } = features;
    const block = matrix(data.subarray(first * cols, (first + rows) * cols), rows, cols);
    const products = await this.#products.of(block);
    const distances = new Float64Array(rows).fill(Infinity);
    const start = farthestFromMean(block);
    const { indices, farthest } = chooseFarthest(products, { distances, start, size });
    return {
      indices: Uint32Array.from(indices, (row) => first + row),
      coveringRadius: size === rows ? 0 : radiusOf(block, indices, farthest),
    };
  }

  /** Frees the session. */
  release(): Promise<void> {
    return this.#products.release();
  }
}

/** Distance from the farthest row to the nearest chosen one, in double precision. */
function radiusOf(block: Matrix, indices: readonly number[], farthest: number): number {
  const squares = indices.map((index) => squaredDistance(block, farthest, block, index));
  return Math.sqrt(Math.min(...squares));
}

/** The row farthest from the mean; of equally far ones, the first. */
function farthestFromMean({ data, rows, cols }: Matrix): number {
  const mean = new Float32Array(cols);
  for (let r = 0, at = 0; r < rows; r++) {
    for (let c = 0; c < cols; c++, at++) mean[c] += data[at];
  }
  for (let c = 0; c < cols; c++) mean[c] /= rows;
  let best = 0;
  let farthest = -Infinity;
  for (let r = 0, at = 0; r < rows; r++) {
    let distance = 0;
    for (let c = 0; c < cols; c++, at++) {
      const difference = data[at] - mean[c];
      distance += difference * difference;
    }
    if (distance > farthest) {
      farthest = distance;
      best = r;
    }
  }
  return best;
}
