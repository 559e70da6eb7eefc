import type { GraphBuilder, GraphNode } from '../builder.ts';
import {
  fixedShape,
  type GradientRules,
  integerAttribute,
  integersAttribute,
  operandsOf,
} from '../gradient-rule.ts';
import type { Value } from '../value.ts';
import { reject } from './check.ts';
import { div } from './elementwise.ts';
import { concat, reshape, transpose } from './layout.ts';
import { fusedMatMul } from './matmul.ts';
import { reduceSum } from './reduce.ts';
import { pad, reverse, slice } from './region.ts';
import { scatterAdd } from './scatter.ts';

/** Gradients of the operators in `window.ts`. */
export const windowGradients: GradientRules = {
  Conv: (g, node, dy) => {
    const convolution = convolutionOf(node);
    return [
      () => inputGradient(g, convolution, dy),
      () => weightGradient(g, convolution, dy),
      () => reduceSum(g, dy, [0, 2, 3], { keepDims: false }),
    ];
  },
  MaxPool: (g, node, dy) => [() => maxPoolGradient(g, node, dy)],
  AveragePool: (g, node, dy) => [() => averagePoolGradient(g, node, dy)],
};

/** What a convolution did: x of [B, C, H, W] with weights of [K, C / groups, ...kernel]. */
interface Convolution extends Window {
  readonly x: Value;
  readonly weights: Value;
  readonly groups: number;
}

interface Window {
  /** Sizes [B, C, H, W] of the operand. */
  readonly sizes: readonly number[];
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
}

function convolutionOf(node: GraphNode): Convolution {
  const [x, weights] = operandsOf(node);
  return { ...windowOf(node), x, weights, groups: integerAttribute(node, 'group') || 1 };
}

function windowOf(node: GraphNode): Window {
  const [x] = operandsOf(node);
  if (integersAttribute(node, 'dilations').some((dilation) => dilation !== 1)) {
    reject(`the gradient of ${node.operator}`, [x], 'no dilation');
  }
  return {
    sizes: fixedShape(node.operator, x),
    kernel: integersAttribute(node, 'kernel_shape'),
    stride: integersAttribute(node, 'strides'),
    padding: integersAttribute(node, 'pads').slice(0, 2),
  };
}

/** dx: the convolution run backwards, shape [B, C, H, W]. */
function inputGradient(g: GraphBuilder, convolution: Convolution, dy: Value): Value {
  const { weights, kernel, stride, padding, groups } = convolution;
  if (stride.some((step) => step !== 1)) return spread(g, dy, weights, convolution);

  // Without a stride it is a convolution with the weights turned round, which is faster (measured).
  const [filters, depth] = fixedShape('Conv', weights);
  const grouped = reshape(g, weights, [groups, filters / groups, depth, ...kernel]);
  const swapped = transpose(g, grouped, [0, 2, 1, 3, 4]);
  const turned = reverse(g, swapped, [3, 4]);
  const mirrored = reshape(g, turned, [groups * depth, filters / groups, ...kernel]);
  const margins = kernel.map((size, i) => size - 1 - padding[i]);
  return g.apply('Conv', [dy, mirrored], convolution.x, {
    kernel_shape: kernel,
    pads: [...margins, ...margins],
    group: groups,
  });
}

/** Adds dy, times the weights, to all elements that were under the window; shape [B, C, H, W]. */
function spread(
  g: GraphBuilder,
  dy: Value,
  weights: Value,
  { sizes, kernel, stride, padding, groups = 1 }: Window & { readonly groups?: number },
): Value {
  const reached = dy.shape.slice(2).map((positions, i) => {
    return (Number(positions) - 1) * stride[i] - 2 * padding[i] + kernel[i];
  });
  return g.apply(
    'ConvTranspose',
    [dy, weights],
    { type: dy.type, shape: sizes },
    {
      kernel_shape: kernel,
      strides: stride,
      pads: [...padding, ...padding],
      output_padding: reached.map((size, i) => sizes[2 + i] - size),
      group: groups,
    },
  );
}

/**
 * Below so many channels, products of matrices are too thin: a convolution of the transposed maps
 * is faster for a network's first layer (measured).
 */
const FEW_CHANNELS = 4;

/** dw, shape [K, C / groups, ...kernel]. */
function weightGradient(g: GraphBuilder, convolution: Convolution, dy: Value): Value {
  const { sizes, groups } = convolution;
  const isThin = groups === 1 && sizes[1] <= FEW_CHANNELS;
  return isThin ? thinWeightGradient(g, convolution, dy) : tapGradients(g, convolution, dy);
}

/** dw = xᵀ ∗ dyᵀ, batch and channels swapped: the maps of dy slide over those of x. */
function thinWeightGradient(
  g: GraphBuilder,
  { x, weights, sizes, kernel, stride, padding }: Convolution,
  dy: Value,
): Value {
  const [, , ...window] = fixedShape('Conv', dy);
  const [left, right] = [x, dy].map((map) => transpose(g, map, [1, 0, 2, 3]));
  // Rows that no window reached give further positions, which are cut off.
  const positions = window.map((size, i) => {
    return sizes[2 + i] + 2 * padding[i] - ((size - 1) * stride[i] + 1) + 1;
  });
  const [filters, depth] = fixedShape('Conv', weights);
  const found = g.apply(
    'Conv',
    [left, right],
    { type: x.type, shape: [depth, filters, ...positions] },
    {
      kernel_shape: window,
      dilations: stride,
      pads: [...padding, ...padding],
    },
  );
  const ranges = kernel.flatMap((end, i) =>
    positions[i] > end ? { axis: 2 + i, start: 0, end } : [],
  );
  const cut = ranges.length > 0 ? slice(g, found, ranges) : found;
  return transpose(g, cut, [1, 0, 2, 3]);
}

/** dw tap by tap: the part of x under one tap of the window, times dy, is a product of matrices. */
function tapGradients(
  g: GraphBuilder,
  { x, weights, sizes, kernel, stride, padding, groups }: Convolution,
  dy: Value,
): Value {
  const [batch, channels] = sizes;
  const [filters, depth] = fixedShape('Conv', weights);
  const [, , ...window] = fixedShape('Conv', dy);
  const area = window[0] * window[1];
  const outer = reshape(g, dy, [batch, groups, filters / groups, area]);
  const padded = padding.every((width) => width === 0) ? x : padMap(g, x, padding);

  const taps: Value[] = [];
  for (let i = 0; i < kernel[0]; i++) {
    for (let j = 0; j < kernel[1]; j++) {
      const under = underTap(g, padded, [i, j], { window, stride });
      const inner = reshape(g, under, [batch, groups, channels / groups, area]);
      const products = fusedMatMul(g, outer, inner, { transposeB: true });
      taps.push(reduceSum(g, products, [0])); // [1, groups, K / groups, C / groups]
    }
  }
  const all = reshape(g, taps.length > 1 ? concat(g, taps, 0) : taps[0], [
    kernel[0] * kernel[1],
    filters * depth,
  ]);
  return reshape(g, transpose(g, all, [1, 0]), [filters, depth, ...kernel]);
}

/** What stands under one tap of a window at each of its positions. */
function underTap(
  g: GraphBuilder,
  x: Value,
  tap: readonly number[],
  { window, stride }: { readonly window: readonly number[]; readonly stride: readonly number[] },
): Value {
  const ranges = tap.map((start, i) => ({
    axis: 2 + i,
    start,
    end: start + (window[i] - 1) * stride[i] + 1,
    step: stride[i],
  }));
  return slice(g, x, ranges);
}

function padMap(g: GraphBuilder, x: Value, [height, width]: readonly number[]): Value {
  return pad(g, x, [
    [0, 0],
    [0, 0],
    [height, height],
    [width, width],
  ]);
}

/** dy goes to the element that was the largest; of equal ones, to the first. */
function maxPoolGradient(g: GraphBuilder, node: GraphNode, dy: Value): Value {
  const { sizes } = windowOf(node);
  const positions = { type: 'int64', shape: dy.shape } as const;
  // The pooling is done again: the one of the forward pass is faster without positions (measured).
  const [, winners] = g.applyMany(node.operator, node.inputs, [dy, positions], node.attributes);
  const zeros = g.apply('ConstantOfShape', [g.integers([product(sizes)])], {
    type: dy.type,
    shape: [product(sizes)],
  });
  return reshape(g, scatterAdd(g, zeros, { positions: winners, values: dy }), sizes);
}

function averagePoolGradient(g: GraphBuilder, node: GraphNode, dy: Value): Value {
  const window = windowOf(node);
  const [batch, channels, height, width] = window.sizes;
  const [, , ...positions] = fixedShape('AveragePool', dy);
  const counts = elementsUnder(
    window,
    positions,
    integerAttribute(node, 'count_include_pad') === 1,
  );
  const share = div(g, dy, g.constant(counts, positions));
  const ones = g.constant(new Float32Array(product(window.kernel)).fill(1), [
    1,
    1,
    ...window.kernel,
  ]);
  const planes = reshape(g, share, [batch * channels, 1, ...positions]);
  const sizes = [batch * channels, 1, height, width];
  return reshape(g, spread(g, planes, ones, { ...window, sizes }), window.sizes);
}

/** How many elements each position of a window averages. */
function elementsUnder(
  { sizes, kernel, stride, padding }: Window,
  positions: readonly number[],
  countPadding: boolean,
): Float32Array {
  if (countPadding) return new Float32Array(product(positions)).fill(product(kernel));
  const [rows, columns] = positions.map((count, axis) =>
    Array.from({ length: count }, (_, i) => {
      const start = i * stride[axis] - padding[axis];
      return Math.min(start + kernel[axis], sizes[2 + axis]) - Math.max(start, 0);
    }),
  );
  return Float32Array.from(rows.flatMap((row) => columns.map((column) => row * column)));
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all * size, 1);
}
