import type { GraphBuilder } from '../builder.ts';
import { fixedShape } from '../gradient-rule.ts';
import type { Value } from '../value.ts';
import { concat, reshape, transpose } from './layout.ts';
import { fusedMatMul, matMul } from './matmul.ts';
import { reduceSum } from './reduce.ts';
import { pad, slice } from './region.ts';

/** What a convolution did: x of [B, C, H, W] with weights of [K, C / groups, ...kernel]. */
export interface Convolution {
  readonly x: Value;
  readonly weights: Value;
  /** Sizes [B, C, H, W] of x. */
  readonly sizes: readonly number[];
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly groups: number;
}

/**
 * Below so many channels, products of matrices are too thin: a convolution of the transposed maps
 * is faster for a network's first layer (measured).
 */
const FEW_CHANNELS = 4;

/**
 * Adds the gradient of a convolution's weights.
 *
 * @param dy - Shape [B, K, H', W'].
 * @returns Shape [K, C / groups, ...kernel].
 */
export function weightGradient(g: GraphBuilder, convolution: Convolution, dy: Value): Value {
  const { sizes, groups, stride } = convolution;
  if (groups === 1 && sizes[1] <= FEW_CHANNELS) return thinWeightGradient(g, convolution, dy);
  const isShift = groups === 1 && stride.every((step) => step === 1);
  return isShift ? shiftedProducts(g, convolution, dy) : tapGradients(g, convolution, dy);
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

/**
 * dw of a convolution without stride: maps of dy, shifted along H, times those of x, shifted along W.
 *
 * Shifts are products with matrices of zeros and ones. That is exact, brings the padding with it, and
 * runs in all threads, which cutting and padding do not (measured).
 */
function shiftedProducts(
  g: GraphBuilder,
  { x, sizes, kernel: [rows, columns], padding }: Convolution,
  dy: Value,
): Value {
  const [batch, channels, height] = sizes;
  const [, filters, , acrossTo] = fixedShape('Conv', dy);
  const area = height * acrossTo;
  const [depth, outputs] = [channels * columns, filters * rows];
  // Products of each picture are summed, or the pictures put side by side, whichever moves less.
  const isDeep = depth * outputs > (depth + outputs) * area;
  const stack = (map: Value, count: number): Value => {
    if (!isDeep) return reshape(g, map, [batch, count, area]);
    const apart = transpose(g, reshape(g, map, [batch, count, area]), [1, 0, 2]);
    return reshape(g, apart, [1, count, batch * area]);
  };

  const left = stack(shiftedDown(g, dy, { rows, height, padding: padding[0] }), outputs);
  const products = Array.from({ length: columns }, (_, j) => {
    const right = stack(shiftedAcross(g, x, j - padding[1], acrossTo), channels);
    const product = fusedMatMul(g, left, right, { transposeB: true });
    return reduceSum(g, product, [0]); // [1, K · rows, C]
  });
  const all = reshape(g, concat(g, products, 0), [columns, filters, rows, channels]);
  return transpose(g, all, [1, 3, 2, 0]);
}

/** For each row of the window, dy beside the rows of x that it was under: [B · K, rows · H, W']. */
function shiftedDown(
  g: GraphBuilder,
  dy: Value,
  {
    rows,
    height,
    padding,
  }: { readonly rows: number; readonly height: number; readonly padding: number },
): Value {
  const [batch, filters, from, width] = fixedShape('Conv', dy);
  if (rows === 1 && from === height) return dy;
  const planes = reshape(g, dy, [batch * filters, from, width]);
  const matrices = shifts(rows, { to: height, from }, (row) => padding - row);
  return matMul(g, g.constant(matrices, [rows * height, from]), planes);
}

/** Columns `by`, `by` + 1, ... of x, `to` of them; shape [B, C, H, `to`]. */
function shiftedAcross(g: GraphBuilder, x: Value, by: number, to: number): Value {
  const [, , , from] = fixedShape('Conv', x);
  if (by === 0 && to === from) return x;
  const matrix = g.constant(
    shifts(1, { to, from }, () => by),
    [to, from],
  );
  return fusedMatMul(g, x, matrix, { transposeB: true });
}

/**
 * Matrices that shift, one above the other: row `at` of matrix i picks element `at + by(i)`, and
 * nothing where there is none; shape [count · to, from].
 */
function shifts(
  count: number,
  { to, from }: { readonly to: number; readonly from: number },
  by: (index: number) => number,
): Float32Array {
  const matrices = new Float32Array(count * to * from);
  for (let i = 0; i < count; i++) {
    for (let at = 0; at < to; at++) {
      const picked = at + by(i);
      if (picked >= 0 && picked < from) matrices[(i * to + at) * from + picked] = 1;
    }
  }
  return matrices;
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
