/**
 * Operators that slide a window over the two last axes of [B, C, H, W]: convolution and pooling.
 *
 * @module
 */
import type { Attribute, GraphBuilder } from '../builder.ts';
import { ceilDivide, plus } from '../dims.ts';
import type { Dim, Shape, TensorType, Value } from '../value.ts';
import { expectRank, expectType, fixedDim, reject } from './check.ts';

/** One number for both axes, or one for each: [along H, along W]. */
export type PerAxis = number | readonly [number, number];

/** How a window moves. */
export interface WindowOptions {
  /** Step; default 1 for convolution, the window's own size for pooling. */
  readonly stride?: PerAxis;
  /** Rows and columns added on every side: zeros for convolution; default 0. */
  readonly padding?: PerAxis;
  /** Distance between elements under the window; default 1. */
  readonly dilation?: PerAxis;
}

/** How a convolution is done. */
export interface ConvOptions extends Omit<WindowOptions, 'padding'> {
  /**
   * Zeros added on every side, default 0; `same` adds as many as leave ⌈H / stride⌉ rows, an odd one
   * below and on the right, as TensorFlow does. How many that is depends on the size of the map.
   */
  readonly padding?: PerAxis | 'same';
  /** Added to each output channel, shape [K]; default none. */
  readonly bias?: Value;
  /** Number of independent channel groups; default 1, C for a depthwise convolution. */
  readonly groups?: number;
}

/**
 * Convolution (cross-correlation, as in every network library).
 *
 * @param x - Shape [B, C, H, W].
 * @param weights - Shape [K, C / groups, kernel height, kernel width].
 * @returns Shape [B, K, H', W'].
 * @throws {@link GraphError} if ranks, channels or the bias do not fit.
 */
export function conv(g: GraphBuilder, x: Value, weights: Value, options: ConvOptions = {}): Value {
  const { bias, groups = 1 } = options;
  const inputs = bias ? [x, weights, bias] : [x, weights];
  expectType('Conv', inputs, ['float32']);
  expectRank('Conv', x, 4, '[B, C, H, W]');
  expectRank('Conv', weights, 4, '[K, C / groups, kernel height, kernel width]');
  const [filters, depth, ...kernel] = weights.shape.map((_, i) => fixedDim('Conv', weights, i));
  if (x.shape[1] !== depth * groups || filters % groups !== 0) {
    reject('Conv', inputs, `${depth * groups} channels in ${groups} groups`);
  }
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== filters)) {
    reject('Conv', [bias], `a bias of shape [${filters}]`);
  }
  const { sizes, attributes } = convWindow(x, [kernel[0], kernel[1]], options);
  const shape = [x.shape[0], filters, ...sizes];
  const ofGroups = groups === 1 ? {} : { group: groups };
  return g.apply('Conv', inputs, { type: x.type, shape }, { ...attributes, ...ofGroups });
}

/** Sizes [H', W'] of a convolution's result, and how the graph tells its window. */
function convWindow(
  x: Value,
  kernel: PerAxis,
  { padding = 0, stride = 1, dilation = 1 }: ConvOptions,
): { readonly sizes: Shape; readonly attributes: Readonly<Record<string, Attribute>> } {
  const isSame = padding === 'same';
  const window = windowOf(kernel, { stride, dilation, padding: isSame ? 0 : padding });
  if (!isSame) return { sizes: slide('Conv', x, window), attributes: attributesOf(window) };
  // ONNX Runtime does not take both.
  if (window.dilation.some((step) => step !== 1)) reject('Conv', [x], 'no dilation of `same`');
  const sizes = window.stride.map((step, i) => ceilDivide(x.shape[2 + i], step));
  const attributes = { kernel_shape: window.kernel, strides: window.stride };
  return { sizes, attributes: { ...attributes, auto_pad: 'SAME_UPPER' } };
}

/**
 * The largest value under each window; padding never wins.
 *
 * @param x - Shape [B, C, H, W].
 * @param kernel - Size of the window.
 * @returns Shape [B, C, H', W'].
 * @throws {@link GraphError} if `x` is no float32 map, or smaller than the window.
 */
export function maxPool(
  g: GraphBuilder,
  x: Value,
  kernel: PerAxis,
  options: WindowOptions = {},
): Value {
  const window = windowOf(kernel, options);
  return g.apply('MaxPool', [x], pooled('MaxPool', x, window), attributesOf(window));
}

/**
 * The mean under each window.
 *
 * @param x - Shape [B, C, H, W].
 * @param kernel - Size of the window.
 * @param options - With `countPadding`, padding counts as zeros (PyTorch's default), else not at all.
 * @returns Shape [B, C, H', W'].
 * @throws {@link GraphError} if `x` is no float32 map, or smaller than the window.
 */
export function averagePool(
  g: GraphBuilder,
  x: Value,
  kernel: PerAxis,
  options: WindowOptions & { readonly countPadding?: boolean } = {},
): Value {
  const window = windowOf(kernel, options);
  const attributes = {
    ...attributesOf(window),
    count_include_pad: Number(options.countPadding ?? false),
  };
  return g.apply('AveragePool', [x], pooled('AveragePool', x, window), attributes);
}

interface Window {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
  readonly dilation: readonly [number, number];
}

function windowOf(kernel: PerAxis, options: WindowOptions): Window {
  return {
    kernel: pairOf(kernel),
    stride: pairOf(options.stride ?? kernel),
    padding: pairOf(options.padding ?? 0),
    dilation: pairOf(options.dilation ?? 1),
  };
}

function pairOf(pair: PerAxis): readonly [number, number] {
  return typeof pair === 'number' ? [pair, pair] : pair;
}

function attributesOf({ kernel, stride, padding, dilation }: Window): Record<string, Attribute> {
  return {
    kernel_shape: kernel,
    strides: stride,
    pads: [...padding, ...padding],
    dilations: dilation,
  };
}

/** Sizes [H', W'] of the result: ⌊(H + 2·padding − reach) / stride⌋ + 1. */
function slide(operator: string, x: Value, window: Window): Shape {
  return [0, 1].map((i): Dim => {
    const reach = window.dilation[i] * (window.kernel[i] - 1) + 1;
    // ⌊(n − reach) / s⌋ + 1 = ⌈(n − reach + 1) / s⌉, a form that nests
    const positions = plus(x.shape[2 + i], 2 * window.padding[i] - reach + 1);
    if (typeof positions === 'number' && positions < 1) {
      reject(operator, [x], `at least ${reach - 2 * window.padding[i]} along axis ${2 + i}`);
    }
    return ceilDivide(positions, window.stride[i]);
  });
}

function pooled(operator: string, x: Value, window: Window): TensorType {
  expectType(operator, [x], ['float32']);
  expectRank(operator, x, 4, '[B, C, H, W]');
  const [batch, channels] = x.shape;
  return { type: x.type, shape: [batch, channels, ...slide(operator, x, window)] };
}
