import { GraphBuilder } from '../graph/builder.ts';
import { cast } from '../graph/operators/elementwise.ts';
import { reshape } from '../graph/operators/layout.ts';
import { fusedMatMul, gemm } from '../graph/operators/matmul.ts';
import { topK } from '../graph/operators/reduce.ts';
import { gather } from '../graph/operators/region.ts';
import { serializeModel } from '../graph/serialize.ts';
import type { Runtime, Session } from '../runtime.ts';
import { type HalfMatrix, widened } from '../tensor/half-matrix.ts';
import type { Matrix } from '../tensor/matrix.ts';
import { halfTensor, matrixTensor } from '../tensor/matrix-tensor.ts';
import { areEquallyLong, squaredNorms } from '../tensor/norms.ts';

/** Of each row of some blocks, the target that is nearest to it. */
export interface NearestTargets {
  /** Numbers of the blocks. */
  readonly blocks: readonly number[];
  /** Squared distances, in single precision, shape [blocks · P]. */
  readonly squaredDistances: Float32Array;
  /** Rows of the targets, shape [blocks · P]. */
  readonly targets: Int32Array;
}

/** Squared length of each row of blocks, shape [P] each, by the numbers of those that were looked up. */
export type BlockNorms = Map<number, Float32Array>;

/** Blocks that are searched at once, which bounds the products held: [BLOCKS · P, M]. */
const BLOCKS_AT_ONCE = 64;

/**
 * Searches, for the rows of some blocks of a matrix, the nearest of other rows: the blocks stay, what is
 * searched changes. ONNX Runtime gathers the blocks, widens those, and finds the nearest rows in single
 * precision.
 */
export class BlockSearch {
  readonly #runtime: Runtime;
  readonly #features: HalfMatrix;
  readonly #blockRows: number;
  readonly #norms: BlockNorms;
  /** One for targets of equal length, one for others. */
  readonly #sessions = new Map<boolean, Promise<Session>>();

  /**
   * @param features - Block after block, shape [N, D]; not copied.
   * @param blockRows - Rows P of a block.
   * @param norms - Of the same features, where another search has looked up some; more are added.
   */
  constructor(
    runtime: Runtime,
    features: HalfMatrix,
    blockRows: number,
    norms: BlockNorms = new Map(),
  ) {
    this.#runtime = runtime;
    this.#features = features;
    this.#blockRows = blockRows;
    this.#norms = norms;
  }

  /**
   * @param targets - The rows to search, shape [M, D].
   * @param blocks - Numbers of the blocks whose rows are looked up.
   * @returns Some of the blocks at a time, in their order.
   */
  async *nearest(targets: Matrix, blocks: readonly number[]): AsyncGenerator<NearestTargets, void> {
    const { rows, cols } = this.#features;
    const size = this.#blockRows;
    const { Tensor } = this.#runtime;
    const norms = squaredNorms(targets);
    const isEven = areEquallyLong(norms);
    const session = await this.#sessionFor(isEven);
    const feeds = {
      blocks: halfTensor(this.#runtime, this.#features, [rows / size, size, cols]),
      targets: matrixTensor(this.#runtime, targets),
      ...(isEven ? {} : { norms: new Tensor('float32', norms, [targets.rows]) }),
    };
    for (let first = 0; first < blocks.length; first += BLOCKS_AT_ONCE) {
      const some = blocks.slice(first, first + BLOCKS_AT_ONCE);
      const scores = new Float32Array(some.length * size);
      const nearest = new Int32Array(some.length * size);
      await session.run(
        { ...feeds, among: new Tensor('int32', Int32Array.from(some), [some.length]) },
        {
          scores: new Tensor('float32', scores, [scores.length, 1]),
          nearest: new Tensor('int32', nearest, [nearest.length, 1]),
        },
      );
      for (const [k, block] of some.entries()) {
        const lengths = this.#normsOf(block);
        for (let row = 0, i = k * size; row < size; row++, i++) {
          const square = isEven ? scores[i] + norms[nearest[i]] : scores[i];
          scores[i] = Math.max(0, lengths[row] + square);
        }
      }
      yield { blocks: some, squaredDistances: scores, targets: nearest };
    }
  }

  /** Frees the sessions. */
  async release(): Promise<void> {
    const sessions = await Promise.all(this.#sessions.values());
    this.#sessions.clear();
    for (const session of sessions) await session.release();
  }

  /** Most blocks are never looked up by a program that judges one picture. */
  #normsOf(block: number): Float32Array {
    const size = this.#blockRows;
    const known = this.#norms.get(block);
    if (known) return known;
    const norms = squaredNorms(widened(this.#features, block * size, size));
    this.#norms.set(block, norms);
    return norms;
  }

  #sessionFor(isEven: boolean): Promise<Session> {
    const existing = this.#sessions.get(isEven);
    if (existing) return existing;
    const model = nearestModel(this.#blockRows, this.#features.cols, isEven);
    const session = this.#runtime.createSession(model);
    this.#sessions.set(isEven, session);
    return session;
  }
}

/** |t|² - 2 b·t of each row b of some blocks, and the target t where it is smallest; without |t|² where it is the same. */
function nearestModel(size: number, width: number, isEven: boolean): Uint8Array {
  const g = new GraphBuilder();
  const blocks = g.input('blocks', ['c', size, width], 'float16');
  const among = g.input('among', ['k'], 'int32');
  const targets = g.input('targets', ['m', width]);
  const rows = reshape(g, cast(g, gather(g, blocks, among), 'float32'), [-1, width]);
  const options = { transposeB: true, alpha: -2 };
  const products = isEven
    ? fusedMatMul(g, rows, targets, options)
    : gemm(g, [rows, targets, g.input('norms', ['m'])], options);
  const { values, indices } = topK(g, products, 1, { largest: false });
  g.output('scores', values);
  g.output('nearest', cast(g, indices, 'int32'));
  return serializeModel(g);
}
