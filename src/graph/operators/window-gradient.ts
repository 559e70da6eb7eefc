import type { GraphBuilder, GraphNode } from '../builder.ts';
import { product } from '../dims.ts';
import {
  fixedShape,
  type GradientRules,
  integerAttribute,
  integersAttribute,
  operandsOf,
} from '../gradient-rule.ts';
import type { Value } from '../value.ts';
import { reject } from './check.ts';
import { type Convolution, weightGradient } from './conv-weight-gradient.ts';
import { div } from './elementwise.ts';
import { reshape, transpose } from './layout.ts';
import { reduceSum } from './reduce.ts';
import { reverse } from './region.ts';
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
  if (node.attributes['auto_pad'] !== undefined) {
    reject(`the gradient of ${node.operator}`, [x], 'padding as numbers, not `same`');
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

/** dy goes to the element that was the largest; of equal ones, to the first. */
function maxPoolGradient(g: GraphBuilder, node: GraphNode, dy: Value): Value {
  const { sizes } = windowOf(node);
  const positions = { type: 'int64', shape: dy.shape } as const;
  // The pooling is done again: the one of the forward pass is faster without positions (measured).
  const [, winners] = g.applyMany(node.operator, node.inputs, [dy, positions], node.attributes);
  const count = product(sizes);
  const zeros = g.apply('ConstantOfShape', [g.integers([count])], {
    type: dy.type,
    shape: [count],
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
