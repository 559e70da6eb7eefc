import { GraphBuilder } from '../graph/builder.ts';
import { fusedMatMul } from '../graph/operators/matmul.ts';
import { serializeModel } from '../graph/serialize.ts';
import type { Runtime, Session } from '../runtime.ts';
import { type Matrix, matrix, squaredDistance } from '../tensor/matrix.ts';
import { matrixTensor } from '../tensor/matrix-tensor.ts';
import type { Coreset } from './coreset.ts';

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
  readonly #runtime: Runtime;
  readonly #session: Session;
  /** Of the last block, for the next: large arrays bring the garbage collector (measured). */
  #products = new Float32Array(0);

  private constructor(runtime: Runtime, session: Session) {
    this.#runtime = runtime;
    this.#session = session;
  }

  static async create(runtime: Runtime): Promise<BlockCoresets> {
    return new BlockCoresets(runtime, await runtime.createSession(productModel()));
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
    const products = await this.#productsOf(block);
    const chosen = chooseFarthest(products, farthestFromMean(block), size);
    return {
      indices: chosen.indices.map((row) => first + row),
      coveringRadius: size === rows ? 0 : radiusOf(block, chosen),
    };
  }

  /** Of each row with each, shape [N, N]; the array is the caller's until it asks again. */
  async #productsOf(block: Matrix): Promise<Float32Array> {
    const { rows } = block;
    if (this.#products.length !== rows * rows) this.#products = new Float32Array(rows * rows);
    const products = matrix(this.#products, rows, rows);
    await this.#session.run(
      { block: matrixTensor(this.#runtime, block) },
      { products: matrixTensor(this.#runtime, products) },
    );
    return products.data;
  }

  /** Frees the session. */
  release(): Promise<void> {
    return this.#session.release();
  }
}

/** Rows in order of selection, and the one that is farthest from all of them. */
interface Chosen {
  readonly indices: Uint32Array;
  readonly farthest: number;
}

/** @param products - Of each row with each, shape [N, N]. */
function chooseFarthest(products: Float32Array, start: number, size: number): Chosen {
  const rows = Math.sqrt(products.length);
  const norms = Float32Array.from({ length: rows }, (_, r) => products[r * rows + r]);
  const indices = new Uint32Array(size);
  const distances = new Float64Array(rows).fill(Infinity);
  let next = start;
  for (let chosen = 0; chosen < size; chosen++) {
    indices[chosen] = next;
    const norm = norms[next];
    const at = next * rows;
    distances[next] = -Infinity; // not the farthest again, even where all rows are equal
    let farthest = -Infinity;
    for (let r = 0; r < rows; r++) {
      const distance = norm + norms[r] - 2 * products[at + r];
      let nearest = distances[r];
      if (distance < nearest) {
        nearest = distance;
        distances[r] = distance;
      }
      if (nearest > farthest) {
        farthest = nearest;
        next = r;
      }
    }
  }
  return { indices, farthest: next };
}

/** Distance from the farthest row to the nearest chosen one, in double precision. */
function radiusOf(block: Matrix, { indices, farthest }: Chosen): number {
  const squares = Array.from(indices, (index) => squaredDistance(block, farthest, block, index));
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

function productModel(): Uint8Array {
  const g = new GraphBuilder();
  const block = g.input('block', ['n', 'd']);
  g.output('products', fusedMatMul(g, block, block, { transposeB: true }));
  return serializeModel(g);
}
