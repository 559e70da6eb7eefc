import type { GraphBuilder } from '../builder.ts';
import { sameShape, type Value } from '../value.ts';
import { expectRank, expectType, fixedDim, reject } from './check.ts';

/** Parameters and statistics of a batch normalization, each of shape [C]. */
export interface BatchStatistics {
  /** γ. */
  readonly scale: Value;
  /** β. */
  readonly bias: Value;
  /** Running mean. */
  readonly mean: Value;
  /** Running variance. */
  readonly variance: Value;
}

/**
 * Batch normalization with fixed statistics: γ (x − mean) / √(variance + ε) + β in each channel
 * (arXiv:1502.03167, algorithm 2).
 *
 * @param x - Shape [B, C, H, W].
 * @param epsilon - ε.
 * @returns Shape [B, C, H, W].
 * @throws {@link GraphError} if a parameter has not the shape [C].
 */
export function batchNormalization(
  g: GraphBuilder,
  x: Value,
  { scale, bias, mean, variance }: BatchStatistics,
  epsilon: number,
): Value {
  const parameters = [scale, bias, mean, variance];
  expectChannels(x, parameters);
  return g.apply('BatchNormalization', [x, ...parameters], x, { epsilon: { float: epsilon } });
}

/** What `normalizeBatch` computes. */
export interface NormalizedBatch {
  /** γ (x − mean) / √(variance + ε) + β, shape [B, C, H, W]. */
  readonly y: Value;
  /** Mean of each channel over the batch, shape [C]; it has no gradient of its own. */
  readonly mean: Value;
  /** Variance of each channel, the mean of squares; shape [C], without a gradient of its own. */
  readonly variance: Value;
}

/**
 * Batch normalization with the statistics of the batch itself (arXiv:1502.03167, algorithm 1).
 *
 * @param x - Shape [B, C, H, W].
 * @param parameters - γ and β, each of shape [C].
 * @param epsilon - ε.
 * @throws {@link GraphError} if a parameter has not the shape [C].
 */
export function normalizeBatch(
  g: GraphBuilder,
  x: Value,
  { scale, bias }: Pick<BatchStatistics, 'scale' | 'bias'>,
  epsilon: number,
): NormalizedBatch {
  expectChannels(x, [scale, bias]);
  const channels = fixedDim('BatchNormalization', x, 1);
  // With momentum 0 the operator forgets the running statistics, and puts out those of the batch.
  // ONNX Runtime writes them where the running ones stood: each node needs two arrays of its own,
  // and only different numbers keep equal constants from becoming one.
  const own = (number: number): Value =>
    g.constant(new Float32Array(channels).fill(number), [channels]);
  const running = [own(g.nodes.length), own(g.nodes.length + 0.5)];
  const [y, mean, variance] = g.applyMany(
    'BatchNormalization',
    [x, scale, bias, ...running],
    [x, scale, scale],
    { epsilon: { float: epsilon }, momentum: { float: 0 }, training_mode: 1 },
  );
  return { y, mean, variance };
}

/**
 * Layer normalization over the last axis: γ (x − mean) / √(variance + ε) + β (arXiv:1607.06450).
 *
 * @param x - Shape [..., C].
 * @param parameters - γ and β, each of shape [C].
 * @param epsilon - ε.
 * @returns Shape [..., C].
 * @throws {@link GraphError} if a parameter has not the shape [C].
 */
export function layerNormalization(
  g: GraphBuilder,
  x: Value,
  { scale, bias }: Pick<BatchStatistics, 'scale' | 'bias'>,
  epsilon: number,
): Value {
  const operator = 'LayerNormalization';
  expectType(operator, [x, scale, bias], ['float32']);
  for (const parameter of [scale, bias]) {
    if (!sameShape(parameter.shape, x.shape.slice(-1))) {
      reject(operator, [x, parameter], 'a parameter of the size of the last axis');
    }
  }
  const statistic = { type: x.type, shape: [...x.shape.slice(0, -1), 1] };
  const outputs = [x, statistic, statistic]; // mean and 1 / √(variance + ε), for the gradient
  const attributes = { axis: -1, epsilon: { float: epsilon } };
  return g.applyMany(operator, [x, scale, bias], outputs, attributes)[0];
}

/**
 * eˣ / Σ eˣ over the last axis.
 *
 * @param x - Shape [..., C].
 * @returns Shape [..., C], each row adding up to 1.
 * @throws {@link GraphError} if `x` is not float32.
 */
export function softmax(g: GraphBuilder, x: Value): Value {
  expectType('Softmax', [x], ['float32']);
  return g.apply('Softmax', [x], x, { axis: -1 });
}

function expectChannels(x: Value, parameters: readonly Value[]): void {
  const operator = 'BatchNormalization';
  expectType(operator, [x, ...parameters], ['float32']);
  expectRank(operator, x, 4, '[B, C, H, W]');
  for (const parameter of parameters) {
    if (parameter.shape.length !== 1 || parameter.shape[0] !== x.shape[1]) {
      reject(operator, [x, parameter], 'a parameter of shape [C]');
    }
  }
}
