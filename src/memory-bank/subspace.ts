import { GraphBuilder } from '../graph/builder.ts';
import { mul, sub } from '../graph/operators/elementwise.ts';
import { fusedMatMul, matMul } from '../graph/operators/matmul.ts';
import { reduceSum } from '../graph/operators/reduce.ts';
import { serializeModel } from '../graph/serialize.ts';
import type { Value } from '../graph/value.ts';
import type { Runtime, RuntimeTensor, Session } from '../runtime.ts';
import { type Matrix, matrix } from '../tensor/matrix.ts';
import { matrixTensor } from '../tensor/matrix-tensor.ts';
import { symmetricEigen } from '../tensor/symmetric-eigen.ts';

/** The affine subspace that holds most of the variance of the normal features. */
export interface Subspace {
  /** Orthonormal directions, the one of largest variance first, shape [R, D]. */
  readonly components: Matrix;
  /**
   * Squared distance of each feature to the subspace.
   *
   * @param features - Shape [N, D].
   * @returns Shape [N].
   */
  squaredResiduals(features: Matrix): Promise<Float32Array>;
  /** Frees the session. */
  release(): Promise<void>;
}

/**
 * Principal component analysis (SubspaceAD, arXiv:2602.23013): the fewest components that explain a
 * share of the variance, at least one.
 *
 * ONNX Runtime sums the D×D covariance matrix by matrix; its decomposition takes about 5 D³
 * multiplications, which is fast for a few hundred dimensions.
 *
 * @param features - At least one matrix, each of shape [N, D].
 * @param explainedVariance - Share of the variance, above 0 and at most 1.
 */
export async function fitSubspace(
  runtime: Runtime,
  features: readonly Matrix[],
  explainedVariance: number,
): Promise<Subspace> {
  const { cols: width } = features[0];
  const mean = new runtime.Tensor('float32', meanOf(features), [width]);
  const { values, vectors } = symmetricEigen(await scatter(runtime, features, mean), width);
  const rank = componentCount(values, explainedVariance);
  const components = matrix(Float32Array.from(vectors.subarray(0, rank * width)), rank, width);
  const session = await runtime.createSession(residualModel(components));
  return new FittedSubspace(runtime, session, mean, components);
}

class FittedSubspace implements Subspace {
  readonly components: Matrix;
  readonly #runtime: Runtime;
  readonly #session: Session;
  readonly #mean: RuntimeTensor;

  constructor(runtime: Runtime, session: Session, mean: RuntimeTensor, components: Matrix) {
    this.#runtime = runtime;
    this.#session = session;
    this.#mean = mean;
    this.components = components;
  }

  async squaredResiduals(features: Matrix): Promise<Float32Array> {
    const residuals = new Float32Array(features.rows);
    const { Tensor } = this.#runtime;
    await this.#session.run(
      { features: matrixTensor(this.#runtime, features), mean: this.#mean },
      { residuals: new Tensor('float32', residuals, [features.rows]) },
    );
    return residuals;
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}

/** Fewest of the eigenvalues, largest first, whose sum reaches a share of the sum of all. */
function componentCount(values: Float64Array, share: number): number {
  const total = values.reduce((sum, value) => sum + value, 0);
  let [explained, count] = [0, 0];
  while (count < values.length && (count === 0 || explained < share * total)) {
    explained += values[count++];
  }
  return count;
}

/** Mean feature, shape [D]. */
function meanOf(features: readonly Matrix[]): Float32Array {
  const sums = new Float64Array(features[0].cols);
  let count = 0;
  for (const { data, rows, cols } of features) {
    for (let at = 0; at < data.length; at++) sums[at % cols] += data[at];
    count += rows;
  }
  return Float32Array.from(sums, (sum) => sum / count);
}

/** Σ (x - μ)(x - μ)ᵀ, shape [D, D]; sums over matrices are in double precision. */
async function scatter(
  runtime: Runtime,
  features: readonly Matrix[],
  mean: RuntimeTensor,
): Promise<Float64Array> {
  const { cols: width } = features[0];
  const g = new GraphBuilder();
  const centred = centredFeatures(g, width);
  g.output('products', fusedMatMul(g, centred, centred, { transposeA: true }));
  const session = await runtime.createSession(serializeModel(g));
  const sums = new Float64Array(width * width);
  const products = new Float32Array(width * width);
  const fetches = { products: new runtime.Tensor('float32', products, [width, width]) };
  for (const some of features) {
    await session.run({ features: matrixTensor(runtime, some), mean }, fetches);
    for (let at = 0; at < sums.length; at++) sums[at] += products[at];
  }
  await session.release();
  return sums;
}

/** |c - (c Vᵀ) V|² of each centred feature c; computed as it stands, so that nothing cancels. */
function residualModel({ data, rows, cols }: Matrix): Uint8Array {
  const g = new GraphBuilder();
  const centred = centredFeatures(g, cols);
  const components = g.constant(data, [rows, cols]);
  const coordinates = fusedMatMul(g, centred, components, { transposeB: true });
  const remainder = sub(g, centred, matMul(g, coordinates, components));
  g.output('residuals', reduceSum(g, mul(g, remainder, remainder), [1], { keepDims: false }));
  return serializeModel(g);
}

function centredFeatures(g: GraphBuilder, width: number): Value {
  return sub(g, g.input('features', ['n', width]), g.input('mean', [width]));
}
