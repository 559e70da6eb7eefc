/**
 * What networks are built of. A network is written once, as functions that take `Layers`: for
 * inference those hand out constants with normalizations multiplied in (`constant-layers.ts`), for
 * training inputs of the graph and the statistics of the batch (`trainable-layers.ts`).
 *
 * @module
 */
import type { GraphBuilder } from '../graph/builder.ts';
import { product } from '../graph/dims.ts';
import { fixedDim } from '../graph/operators/check.ts';
import { linear } from '../graph/operators/matmul.ts';
import { conv, type ConvOptions } from '../graph/operators/window.ts';
import type { Value } from '../graph/value.ts';
import { fanIn, type Start } from './start.ts';

/** Where the arrays of a network come from. */
export interface Layers {
  /** The graph that grows. */
  readonly g: GraphBuilder;
  /** Hands out an array of the state dict, the same value each time. */
  readonly parameter: (key: string, shape: readonly number[], start: Start) => Value;
  /** Adds a convolution and its batch normalization: [B, C, H, W] to [B, K, H', W']. */
  readonly convBatchNorm: (x: Value, layer: ConvBatchNorm) => Value;
}

/** What a convolution of a network looks at. */
export interface ConvWindow {
  /** Output channels K. */
  readonly filters: number;
  /** Side of the square window. */
  readonly kernel: number;
  /** Step in both directions; default 1. */
  readonly stride?: number;
  /** Number of independent channel groups; default 1. */
  readonly groups?: number;
  /**
   * Both leave ⌈H / stride⌉ rows: `centred` (the default) puts half a window on every side, as
   * PyTorch's networks do, `same` no more than is needed, as TensorFlow's.
   */
  readonly padding?: 'centred' | 'same';
}

/** A convolution without bias and the normalization behind it. */
export interface ConvBatchNorm extends ConvWindow {
  /** Key of the convolution in the state dict. */
  readonly conv: string;
  /** Key of the normalization. */
  readonly norm: string;
  /** ε of the normalization; PyTorch's by default. */
  readonly epsilon?: number;
}

/** A convolution without bias and nothing behind it. */
export interface PlainConv extends ConvWindow {
  /** Key in the state dict. */
  readonly key: string;
}

/** A linear layer. */
export interface LinearLayer {
  /** Key in the state dict. */
  readonly key: string;
  /** Outputs. */
  readonly width: number;
  /** What weights and bias start with; PyTorch's default by default. */
  readonly starts?: readonly [weights: Start, bias: Start];
}

/**
 * Adds a convolution without bias.
 *
 * @param x - Shape [B, C, H, W].
 * @returns Shape [B, K, ⌈H / stride⌉, ⌈W / stride⌉].
 */
export function plainConv(
  layers: Pick<Layers, 'g' | 'parameter'>,
  x: Value,
  { key, ...window }: PlainConv,
): Value {
  const shape = weightShape(x, window);
  const [, ...inputs] = shape;
  const weights = layers.parameter(`${key}.weight`, shape, fanIn(product(inputs)));
  return within(layers, key, (g) => conv(g, x, weights, convOptions(window)));
}

/** Shape [K, C / groups, kernel, kernel] of a convolution's weights. */
export function weightShape(x: Value, { filters, kernel, groups = 1 }: ConvWindow): number[] {
  return [filters, fixedDim('Conv', x, 1) / groups, kernel, kernel];
}

/** A window as the operator takes it. */
export function convOptions({ kernel, stride = 1, groups = 1, padding }: ConvWindow): ConvOptions {
  return { stride, groups, padding: padding === 'same' ? padding : (kernel - 1) / 2 };
}

/**
 * Adds a linear layer over the last axis.
 *
 * @param x - Shape [..., C].
 * @returns Shape [..., `width`].
 */
export function linearLayer(layers: Layers, x: Value, { key, width, starts }: LinearLayer): Value {
  const depth = fixedDim('Gemm', x, -1);
  const [ofWeights, ofBias] = starts ?? [fanIn(depth), fanIn(depth)];
  const weights = layers.parameter(`${key}.weight`, [width, depth], ofWeights);
  const bias = layers.parameter(`${key}.bias`, [width], ofBias);
  return within(layers, key, (g) => linear(g, x, weights, bias));
}

/** Adds nodes under the name of a key of the state dict: `layer1.0.conv1` as `/layer1/0/conv1/`. */
export function within<T>({ g }: Pick<Layers, 'g'>, key: string, body: (g: GraphBuilder) => T): T {
  return g.scope(key.replaceAll('.', '/'), () => body(g));
}
