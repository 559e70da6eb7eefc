import { GraphBuilder } from '../graph/builder.ts';
import { add, min } from '../graph/operators/elementwise.ts';
import { gemm } from '../graph/operators/matmul.ts';
import { reduceMin } from '../graph/operators/reduce.ts';
import { serializeModel } from '../graph/serialize.ts';
import type { Runtime, RuntimeTensor, Session } from '../runtime.ts';
import { gatherRows, type Matrix } from '../tensor/matrix.ts';
import { matrixTensor } from '../tensor/matrix-tensor.ts';
import { squaredNorms } from '../tensor/norms.ts';

/** Products of a run, which bounds the memory that it takes: 16 MiB. */
const PRODUCTS_AT_ONCE = 2 ** 22;

/** The squared distance from each of N rows to the nearest of a growing set of centres. */
export class CentreDistances {
  /** Squared length of each row, shape [N]. */
  readonly norms: Float32Array;
  readonly #runtime: Runtime;
  readonly #session: Session;
  readonly #features: Matrix;
  /** Read and written in turns, so that no run allocates, shape [N]. */
  #before: Float32Array;
  #after: Float32Array;

  private constructor(runtime: Runtime, session: Session, features: Matrix) {
    const { rows } = features;
    this.#runtime = runtime;
    this.#session = session;
    this.#features = features;
    this.norms = squaredNorms(features);
    this.#before = new Float32Array(rows).fill(Infinity);
    this.#after = new Float32Array(rows);
  }

  /**
   * Starts without a centre.
   *
   * @param features - Shape [N, D]; not copied.
   */
  static async create(runtime: Runtime, features: Matrix): Promise<CentreDistances> {
    const session = await runtime.createSession(stepModel(features.cols));
    return new CentreDistances(runtime, session, features);
  }

  /** Squared distances, -Infinity for a centre, shape [N]; written over two additions later. */
  get squared(): Float32Array {
    return this.#before;
  }

  /** Makes rows centres, at least one. */
  async add(indices: Uint32Array): Promise<void> {
    for (const index of indices) this.#before[index] = -Infinity;
    const { rows } = this.#features;
    const centres = gatherRows(this.#features, indices);
    const lengths = Float32Array.from(indices, (index) => this.norms[index]);
    const constant = {
      centres: matrixTensor(this.#runtime, centres),
      lengths: new this.#runtime.Tensor('float32', lengths, [lengths.length]),
    };
    const step = Math.max(1, Math.floor(PRODUCTS_AT_ONCE / indices.length));
    for (let first = 0; first < rows; first += step) {
      await this.#addTo(first, Math.min(first + step, rows), constant);
    }
    [this.#before, this.#after] = [this.#after, this.#before];
  }

  /** Frees the session. */
  release(): Promise<void> {
    return this.#session.release();
  }

  async #addTo(
    first: number,
    end: number,
    constant: Readonly<Record<string, RuntimeTensor>>,
  ): Promise<void> {
    const { data, cols } = this.#features;
    const part = { data: data.subarray(first * cols, end * cols), rows: end - first, cols };
    const column = (values: Float32Array): RuntimeTensor =>
      new this.#runtime.Tensor('float32', values.subarray(first, end), [end - first, 1]);
    await this.#session.run(
      {
        ...constant,
        features: matrixTensor(this.#runtime, part),
        norms: column(this.norms),
        before: column(this.#before),
      },
      { after: column(this.#after) },
    );
  }
}

/** One step: after = min(before, |x|² + min over the centres c of |c|² - 2 x·c). */
function stepModel(width: number): Uint8Array {
  const g = new GraphBuilder();
  const features = g.input('features', ['n', width]);
  const norms = g.input('norms', ['n', 1]);
  const before = g.input('before', ['n', 1]);
  const centres = g.input('centres', ['m', width]);
  const lengths = g.input('lengths', ['m']);
  const products = gemm(g, [features, centres, lengths], { transposeB: true, alpha: -2 });
  g.output('after', min(g, before, add(g, reduceMin(g, products, [1]), norms)));
  return serializeModel(g);
}
