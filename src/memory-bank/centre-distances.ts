import { GraphBuilder } from '../graph/builder.ts';
import { add, cast, min } from '../graph/operators/elementwise.ts';
import { reshape } from '../graph/operators/layout.ts';
import { matMul } from '../graph/operators/matmul.ts';
import { argMax } from '../graph/operators/reduce.ts';
import { serializeModel } from '../graph/serialize.ts';
import type { Runtime, RuntimeTensor, Session } from '../runtime.ts';
import { type Matrix, row } from '../tensor/matrix.ts';
import { matrixTensor } from '../tensor/matrix-tensor.ts';
import { squaredNorms } from '../tensor/norms.ts';

/** The row farthest from all centres. */
export interface FarthestRow {
  /** Its number; of equally far ones, the lowest. */
  readonly index: number;
  /** To the nearest centre; -Infinity when every row is one. */
  readonly squaredDistance: number;
}

/** The squared distance from each of N rows to the nearest of a growing set of centres. */
export class CentreDistances {
  readonly #runtime: Runtime;
  readonly #session: Session;
  readonly #features: Matrix;
  readonly #norms: Float32Array;
  readonly #constant: { readonly features: RuntimeTensor; readonly norms: RuntimeTensor };
  readonly #farthest = new Int32Array(1);
  /** Read and written in turns, so that no run allocates; shape [N], -Infinity for a centre. */
  #before: Float32Array;
  #after: Float32Array;

  private constructor(runtime: Runtime, session: Session, features: Matrix) {
    const { rows } = features;
    this.#runtime = runtime;
    this.#session = session;
    this.#features = features;
    this.#norms = squaredNorms(features);
    this.#constant = {
      features: matrixTensor(runtime, features),
      norms: new runtime.Tensor('float32', this.#norms, [rows]),
    };
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

  /** Makes a row a centre and finds the row that is farthest now. */
  async add(index: number): Promise<FarthestRow> {
    const { Tensor } = this.#runtime;
    const { rows, cols } = this.#features;
    this.#before[index] = -Infinity; // not the farthest again, even where all rows are equal
    const centre = row(this.#features, index).map((x) => -2 * x);
    await this.#session.run(
      {
        ...this.#constant,
        before: new Tensor('float32', this.#before, [rows]),
        centre: new Tensor('float32', centre, [cols, 1]),
        norm: new Tensor('float32', this.#norms.subarray(index, index + 1), [1]),
      },
      {
        after: new Tensor('float32', this.#after, [rows]),
        farthest: new Tensor('int32', this.#farthest, [1]),
      },
    );
    [this.#before, this.#after] = [this.#after, this.#before];
    const [farthest] = this.#farthest;
    return { index: farthest, squaredDistance: this.#before[farthest] };
  }

  /** Frees the session. */
  release(): Promise<void> {
    return this.#session.release();
  }
}

/** One step: after = min(before, |x|² - 2 x·c + |c|²), and where it is largest. */
function stepModel(width: number): Uint8Array {
  const g = new GraphBuilder();
  const features = g.input('features', ['n', width]);
  const norms = g.input('norms', ['n']);
  const before = g.input('before', ['n']);
  const centre = g.input('centre', [width, 1]); // times -2
  const norm = g.input('norm', [1]);
  const products = reshape(g, matMul(g, features, centre), ['n']);
  const after = min(g, before, add(g, add(g, products, norms), norm));
  g.output('after', after);
  g.output('farthest', cast(g, argMax(g, after, 0), 'int32'));
  return serializeModel(g);
}
