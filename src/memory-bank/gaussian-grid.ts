/**
 * A Gaussian at each position of a grid and the distance to it: PaDiM (arXiv:2011.08785, III-B and
 * III-C) and RegAD's "normal distribution estimation" (arXiv:2207.07361).
 *
 * @module
 */
import { GraphBuilder } from '../graph/builder.ts';
import { add, mul, sqrt, sub } from '../graph/operators/elementwise.ts';
import { fusedMatMul, matMul } from '../graph/operators/matmul.ts';
import { reduceSum } from '../graph/operators/reduce.ts';
import { serializeModel } from '../graph/serialize.ts';
import type { Value } from '../graph/value.ts';
import type { Runtime, RuntimeTensor, Session } from '../runtime.ts';
import { cholesky, invertLower } from '../tensor/cholesky.ts';
import type { Matrix } from '../tensor/matrix.ts';

/** A Gaussian of the normal features at each of P positions. */
export interface GaussianGrid {
  /**
   * Mahalanobis distance of the feature at each position to the Gaussian of that position.
   *
   * @param features - Shape [P, D].
   * @returns Shape [P].
   */
  distances(features: Matrix): Promise<Float32Array>;
  /** Frees the session. */
  release(): Promise<void>;
}

/**
 * Estimates mean and covariance at each position: Σ = 1 / (N - 1) Σₙ (xₙ - μ)(xₙ - μ)ᵀ + ε 1, where a
 * single sample has no covariance but ε 1.
 *
 * With fewer samples than dimensions no D×D matrix is made. Be Z the centred samples over √(N - 1),
 * shape [N, D], so that Σ = Zᵀ Z + ε 1, and d = x - μ. Then (ridge regression of d on the samples)
 *
 *     dᵀ Σ⁻¹ d = min over a of |d - Zᵀ a|² / ε + |a|²,   at a = (Z Zᵀ + ε 1)⁻¹ Z d,
 *
 * because there it equals (|d|² - dᵀ Zᵀ (Z Zᵀ + ε 1)⁻¹ Z d) / ε, which is Woodbury's form of dᵀ Σ⁻¹ d.
 * As a sum of squares at a minimum it loses no digits to cancellation, and errors of a only count
 * squared. Otherwise dᵀ Σ⁻¹ d = |L⁻¹ d|² with Σ = L Lᵀ.
 *
 * @param samples - At least one, each of shape [P, D]; memory is N · P · (D + N) numbers.
 * @param regularization - ε, above 0.
 */
export async function fitGaussianGrid(
  runtime: Runtime,
  samples: readonly Matrix[],
  regularization: number,
): Promise<GaussianGrid> {
  const { rows: positions, cols: width } = samples[0];
  const dual = samples.length < width;
  const { means, deviations } = standardize(samples);
  const stack = new runtime.Tensor('float32', deviations, [positions, samples.length, width]);
  const side = dual ? samples.length : width;
  const whitening = await gramMatrices(runtime, stack, { dual, side });
  invertRoots(whitening, side, regularization);
  const feeds = {
    means: new runtime.Tensor('float32', means, [positions, 1, width]),
    whitening: new runtime.Tensor('float32', whitening, [positions, side, side]),
    ...(dual && { deviations: stack }),
  };
  const model = dual ? ridgeModel(width, side, regularization) : whiteningModel(width);
  return new FittedGrid(runtime, await runtime.createSession(model), feeds);
}

class FittedGrid implements GaussianGrid {
  readonly #runtime: Runtime;
  readonly #session: Session;
  readonly #feeds: Readonly<Record<string, RuntimeTensor>>;

  constructor(runtime: Runtime, session: Session, feeds: Readonly<Record<string, RuntimeTensor>>) {
    this.#runtime = runtime;
    this.#session = session;
    this.#feeds = feeds;
  }

  async distances({ data, rows, cols }: Matrix): Promise<Float32Array> {
    const distances = new Float32Array(rows);
    await this.#session.run(
      { ...this.#feeds, features: new this.#runtime.Tensor('float32', data, [rows, 1, cols]) },
      { distances: new this.#runtime.Tensor('float32', distances, [rows]) },
    );
    return distances;
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}

/** The mean at each position, shape [P, D], and what samples deviate from it, over √(N - 1): [P, N, D]. */
function standardize(samples: readonly Matrix[]): {
  means: Float32Array;
  deviations: Float32Array;
} {
  const { rows: positions, cols: width } = samples[0];
  const count = samples.length;
  const scale = 1 / Math.sqrt(Math.max(1, count - 1));
  const means = new Float32Array(positions * width);
  const deviations = new Float32Array(positions * count * width);
  for (let at = 0; at < means.length; at++) {
    let sum = 0;
    for (const { data } of samples) sum += data[at];
    const mean = sum / count;
    means[at] = mean;
    const channel = at % width;
    let to = (at - channel) * count + channel;
    for (const { data } of samples) {
      deviations[to] = (data[at] - mean) * scale;
      to += width;
    }
  }
  return { means, deviations };
}

/** Z Zᵀ (dual) or Zᵀ Z at each position, shape [P, side, side]. */
async function gramMatrices(
  runtime: Runtime,
  stack: RuntimeTensor,
  { dual, side }: { dual: boolean; side: number },
): Promise<Float32Array> {
  const [positions, count, width] = stack.dims;
  const g = new GraphBuilder();
  const z = g.input('stack', ['p', count, width]);
  g.output('gram', fusedMatMul(g, z, z, dual ? { transposeB: true } : { transposeA: true }));
  const session = await runtime.createSession(serializeModel(g));
  const gram = new Float32Array(positions * side * side);
  await session.run(
    { stack },
    { gram: new runtime.Tensor('float32', gram, [positions, side, side]) },
  );
  await session.release();
  return gram;
}

/** Replaces each matrix C by the inverse of its Cholesky factor, with ε added to its diagonal first. */
function invertRoots(matrices: Float32Array, side: number, regularization: number): void {
  const area = side * side;
  const square = new Float64Array(area);
  for (let at = 0; at < matrices.length; at += area) {
    square.set(matrices.subarray(at, at + area));
    for (let i = 0; i < area; i += side + 1) square[i] += regularization;
    cholesky(square, side);
    invertLower(square, side);
    matrices.set(square, at);
  }
}

/** |L⁻¹ d| at each position. */
function whiteningModel(width: number): Uint8Array {
  const g = new GraphBuilder();
  const whitening = g.input('whitening', ['p', width, width]);
  const white = fusedMatMul(g, deviationOf(g, width), whitening, { transposeB: true });
  g.output('distances', sqrt(g, squaredLength(g, white)));
  return serializeModel(g);
}

/** √(|d - Zᵀ a|² / ε + |a|²) at each position. */
function ridgeModel(width: number, count: number, regularization: number): Uint8Array {
  const g = new GraphBuilder();
  const whitening = g.input('whitening', ['p', count, count]);
  const samples = g.input('deviations', ['p', count, width]);
  const deviation = deviationOf(g, width);
  const products = fusedMatMul(g, deviation, samples, { transposeB: true });
  const white = fusedMatMul(g, products, whitening, { transposeB: true });
  const weights = matMul(g, white, whitening);
  const remainder = squaredLength(g, sub(g, deviation, matMul(g, weights, samples)));
  const scaled = mul(g, remainder, g.scalar(1 / regularization));
  g.output('distances', sqrt(g, add(g, scaled, squaredLength(g, weights))));
  return serializeModel(g);
}

/** d = x - μ, a row at each position, shape [P, 1, D]. */
function deviationOf(g: GraphBuilder, width: number): Value {
  return sub(g, g.input('features', ['p', 1, width]), g.input('means', ['p', 1, width]));
}

/** Of the rows of a [P, 1, D], shape [P]. */
function squaredLength(g: GraphBuilder, x: Value): Value {
  return reduceSum(g, mul(g, x, x), [1, 2], { keepDims: false });
}
