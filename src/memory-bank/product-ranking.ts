import { GraphBuilder } from '../graph/builder.ts';
import { matMul } from '../graph/operators/matmul.ts';
import { serializeModel } from '../graph/serialize.ts';
import type { Runtime, Session } from '../runtime.ts';
import { matrixTensor } from '../tensor/matrix-tensor.ts';
import { matrix, type Matrix, row } from '../tensor/matrix.ts';
import { squaredNorms } from '../tensor/norms.ts';

/** Products as near each other, as a share of the largest that lengths allow, are compared in double. */
const DOUBT = 1e-5;

/**
 * Ranks rows of a matrix by their products with a query: which of many vectors point where it does. ONNX
 * Runtime computes all products in single precision, and the few that it cannot tell apart are computed
 * again in double: the order depends on neither threads nor machine.
 */
export class ProductRanking {
  readonly #runtime: Runtime;
  readonly #rows: Matrix;
  /** Length of the longest row. */
  readonly #longest: number;
  #session: Promise<Session> | undefined;

  /** @param rows - Shape [N, D]; not copied. */
  constructor(runtime: Runtime, rows: Matrix) {
    this.#runtime = runtime;
    this.#rows = rows;
    this.#longest = Math.sqrt(squaredNorms(rows).reduce((a, b) => Math.max(a, b), 0));
  }

  /**
   * @param query - Shape [D].
   * @param among - Numbers of the rows to rank.
   * @returns All of them, the largest product first; of equal ones, the lowest number first.
   */
  async rank(query: Float32Array, among: readonly number[]): Promise<number[]> {
    const rough = await this.#products(query);
    const [square] = squaredNorms(matrix(query, 1, query.length));
    const doubt = DOUBT * Math.sqrt(square) * this.#longest;
    const exact = new Map<number, number>();
    const exactOf = (i: number): number => {
      const known = exact.get(i) ?? product(query, row(this.#rows, i));
      exact.set(i, known);
      return known;
    };
    return among.toSorted((a, b) => {
      const difference = rough[b] - rough[a];
      return Math.abs(difference) > doubt ? difference : exactOf(b) - exactOf(a) || a - b;
    });
  }

  /** Frees the session. */
  async release(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await (await session)?.release();
  }

  /** Of all rows, shape [N]. */
  async #products(query: Float32Array): Promise<Float32Array> {
    const { rows, cols } = this.#rows;
    const products = new Float32Array(rows);
    this.#session ??= this.#runtime.createSession(productModel(cols));
    const session = await this.#session;
    await session.run(
      {
        rows: matrixTensor(this.#runtime, this.#rows),
        query: matrixTensor(this.#runtime, matrix(query, cols, 1)),
      },
      { products: new this.#runtime.Tensor('float32', products, [rows, 1]) },
    );
    return products;
  }
}

function productModel(width: number): Uint8Array {
  const g = new GraphBuilder();
  const rows = g.input('rows', ['n', width]);
  const query = g.input('query', [width, 1]);
  g.output('products', matMul(g, rows, query));
  return serializeModel(g);
}

/** Four sums grow side by side, since each addition waits for the one before. */
function product(a: Float32Array, b: Float32Array): number {
  let [w, x, y, z] = [0, 0, 0, 0];
  const whole = a.length - (a.length % 4);
  for (let i = 0; i < whole; i += 4) {
    w += a[i] * b[i];
    x += a[i + 1] * b[i + 1];
    y += a[i + 2] * b[i + 2];
    z += a[i + 3] * b[i + 3];
  }
  for (let i = whole; i < a.length; i++) w += a[i] * b[i];
  return w + x + (y + z);
}
