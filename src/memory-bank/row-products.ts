import { GraphBuilder } from '../graph/builder.ts';
import { fusedMatMul } from '../graph/operators/matmul.ts';
import { serializeModel } from '../graph/serialize.ts';
import type { Runtime, Session } from '../runtime.ts';
import { matrix, type Matrix } from '../tensor/matrix.ts';
import { matrixTensor } from '../tensor/matrix-tensor.ts';

/** Computes products of each row of a matrix with each, which hold all distances between rows. */
export class RowProducts {
  readonly #runtime: Runtime;
  readonly #session: Session;
  /** Of the last matrix, for the next: large arrays bring the garbage collector (measured). */
  #products = new Float32Array(0);

  private constructor(runtime: Runtime, session: Session) {
    this.#runtime = runtime;
    this.#session = session;
  }

  static async create(runtime: Runtime): Promise<RowProducts> {
    return new RowProducts(runtime, await runtime.createSession(productModel()));
  }

  /**
   * @param rows - Shape [N, D].
   * @returns Shape [N, N]; the array is the caller's until it asks again.
   */
  async of(rows: Matrix): Promise<Float32Array> {
    const count = rows.rows;
    if (this.#products.length !== count * count) this.#products = new Float32Array(count * count);
    const products = matrix(this.#products, count, count);
    await this.#session.run(
      { rows: matrixTensor(this.#runtime, rows) },
      { products: matrixTensor(this.#runtime, products) },
    );
    return products.data;
  }

  /** Frees the session. */
  release(): Promise<void> {
    return this.#session.release();
  }
}

function productModel(): Uint8Array {
  const g = new GraphBuilder();
  const rows = g.input('rows', ['n', 'd']);
  g.output('products', fusedMatMul(g, rows, rows, { transposeB: true }));
  return serializeModel(g);
}
