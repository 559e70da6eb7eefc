import type { GraphBuilder } from '../builder.ts';
import type { Value } from '../value.ts';
import { expectRank, expectType, reject } from './check.ts';

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
  expectType('BatchNormalization', [x, ...parameters], ['float32']);
  expectRank('BatchNormalization', x, 4, '[B, C, H, W]');
  for (const parameter of parameters) {
    if (parameter.shape.length !== 1 || parameter.shape[0] !== x.shape[1]) {
      reject('BatchNormalization', [x, parameter], 'a parameter of shape [C]');
    }
  }
  return g.apply('BatchNormalization', [x, ...parameters], x, { epsilon: { float: epsilon } });
}
