import type { GraphBuilder } from '../graph/builder.ts';
import { conv } from '../graph/operators/window.ts';
import type { Value } from '../graph/value.ts';
import { BATCH_NORM } from '../hyperparameters.ts';
import { type ConvBatchNorm, convOptions, type Layers, weightShape, within } from './layers.ts';
import type { Weights } from '../weights/state-dict.ts';

/**
 * Layers for inference: weights are constants, so that ONNX Runtime can bring them into its own
 * order. Statistics are fixed and batch normalization is multiplied into the weights, the same
 * function with less to compute. They throw {@link ModelError} if the state dict lacks a key, or
 * an array has another shape.
 *
 * @param weights - The state dict.
 */
export function constantLayers(g: GraphBuilder, weights: Weights): Layers {
  const parameters = new Map<string, Value>();
  const parameter = (key: string, shape: readonly number[]): Value => {
    const value = parameters.get(key) ?? g.constant(weights.take(key, shape), shape, key);
    parameters.set(key, value);
    return value;
  };
  const normOf = (key: string, size: number): Normalization => {
    const take = (name: string): Float32Array => weights.take(`${key}.${name}`, [size]);
    return {
      scale: take('weight'),
      bias: take('bias'),
      mean: take('running_mean'),
      variance: take('running_var'),
    };
  };
  const folded = (x: Value, layer: ConvBatchNorm): Value => {
    const { filters, conv: key, norm, epsilon = BATCH_NORM.epsilon } = layer;
    const shape = weightShape(x, layer);
    const array = fold(weights.take(`${key}.weight`, shape), normOf(norm, filters), epsilon);
    const bias = g.constant(array.bias, [filters], `${key}.bias`);
    const filterBank = g.constant(array.weights, shape, `${key}.weight`);
    return conv(g, x, filterBank, { ...convOptions(layer), bias });
  };
  return {
    g,
    parameter,
    convBatchNorm: (x, layer) => within({ g }, layer.conv, () => folded(x, layer)),
  };
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
  epsilon: number,
): { weights: Float32Array; bias: Float32Array } {
  const factors = Float64Array.from(scale, (gamma, k) => {
    return gamma / Math.sqrt(variance[k] + epsilon);
  });
  const size = weights.length / factors.length; // elements of a filter
  return {
    weights: weights.map((w, i) => w * factors[Math.floor(i / size)]),
    bias: bias.map((beta, k) => beta - mean[k] * factors[k]),
  };
}
