import type { GraphBuilder } from '../graph/builder.ts';
import { batchNormalization } from '../graph/operators/normalization.ts';
import { conv } from '../graph/operators/window.ts';
import { fixedDim } from '../graph/operators/check.ts';
import type { Value } from '../graph/value.ts';
import type { Weights } from './state-dict.ts';

/** ε of PyTorch's BatchNorm2d, which torchvision's networks leave as it is. */
const BATCH_NORM_EPSILON = 1e-5;

/** A network under construction. */
export interface Construction {
  /** The graph that grows. */
  readonly g: GraphBuilder;
  /** Where weights come from. */
  readonly weights: Weights;
  /** Multiply the normalization into the weights: the same function, less to compute. */
  readonly foldBatchNorm: boolean;
}

/** A convolution without bias and the normalization behind it. */
export interface ConvBatchNorm {
  /** Key of the convolution in the state dict. */
  readonly conv: string;
  /** Key of the normalization. */
  readonly norm: string;
  /** Output channels K. */
  readonly filters: number;
  /** Side of the square window; padding keeps the size. */
  readonly kernel: number;
  /** Step in both directions. */
  readonly stride: number;
}

/**
 * Adds a convolution and its batch normalization with fixed statistics.
 *
 * @param x - Shape [B, C, H, W].
 * @returns Shape [B, K, ⌈H / stride⌉, ⌈W / stride⌉].
 * @throws {@link ModelError} if the state dict lacks a key, or an array has another shape.
 */
export function convBatchNorm(
  { g, weights, foldBatchNorm }: Construction,
  x: Value,
  { conv: convKey, norm: normKey, filters, kernel, stride }: ConvBatchNorm,
): Value {
  const shape = [filters, fixedDim('Conv', x, 1), kernel, kernel];
  const key = `${convKey}.weight`;
  const filterBank = weights.take(key, shape);
  const statistic = (name: string): Float32Array => weights.take(`${normKey}.${name}`, [filters]);
  const norm: Normalization = {
    scale: statistic('weight'),
    bias: statistic('bias'),
    mean: statistic('running_mean'),
    variance: statistic('running_var'),
  };
  const window = { stride, padding: (kernel - 1) / 2 };
  return g.scope(convKey.replaceAll('.', '/'), () => {
    if (foldBatchNorm) {
      const folded = fold(filterBank, norm);
      const bias = g.constant(folded.bias, [filters], `${convKey}.bias`);
      return conv(g, x, g.constant(folded.weights, shape, key), { ...window, bias });
    }
    const parameter = (name: keyof Normalization): Value =>
      g.constant(norm[name], [filters], `${normKey}.${name}`);
    const parameters = {
      scale: parameter('scale'),
      bias: parameter('bias'),
      mean: parameter('mean'),
      variance: parameter('variance'),
    };
    const y = conv(g, x, g.constant(filterBank, shape, key), window);
    return batchNormalization(g, y, parameters, BATCH_NORM_EPSILON);
  });
}

/** γ, β, running mean and running variance, each of shape [K]. */
interface Normalization {
  readonly scale: Float32Array;
  readonly bias: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

/** γ (w x − mean) / √(variance + ε) + β = (γ/√… w) x + (β − mean γ/√…), in each channel. */
function fold(
  weights: Float32Array,
  { scale, bias, mean, variance }: Normalization,
): { weights: Float32Array; bias: Float32Array } {
  const factors = Float64Array.from(scale, (gamma, k) => {
    return gamma / Math.sqrt(variance[k] + BATCH_NORM_EPSILON);
  });
  const size = weights.length / factors.length; // elements of a filter
  return {
    weights: weights.map((w, i) => w * factors[Math.floor(i / size)]),
    bias: bias.map((beta, k) => beta - mean[k] * factors[k]),
  };
}
