import type { GraphBuilder } from '../builder.ts';
import { fixedShape } from '../gradient-rule.ts';
import type { Value } from '../value.ts';
import { concat, reshape, transpose } from './layout.ts';
import { fusedMatMul, matMul } from './matmul.ts';
import { reduceSum } from './reduce.ts';
import { slice } from './region.ts';

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
  const { sizes, groups } = convolution;
  const isThin = groups === 1 && sizes[1] <= FEW_CHANNELS;
  return isThin ? thinWeightGradient(g, convolution, dy) : shiftedProducts(g, convolution, dy);
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
  const gradient = g.apply(
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
  const cut = ranges.length > 0 ? slice(g, gradient, ranges) : gradient;
  return transpose(g, cut, [1, 0, 2, 3]);
}

/**
 * dw as products of maps that are shifted under each other: x along W, and along H whichever of x and
 * dy stays smaller.
 *
 * Shifts are products with matrices of zeros and ones. That is exact, brings stride and padding with
 * it, and runs in all threads, which cutting and padding do not (measured).
 */
function shiftedProducts(
  g: GraphBuilder,
  { x, sizes, kernel: [rows, columns], stride, padding, groups }: Convolution,
  dy: Value,
): Value {
  const [batch, channels, height] = sizes;
  const [, filters, downTo, acrossTo] = fixedShape('Conv', dy);
  const isStrided = stride.some((step) => step !== 1);
  const depth = channels / groups;
  const ofX = isStrided ? depth * rows : depth;
  const ofDy = (isStrided ? filters : filters * rows) / groups;
  const area = (isStrided ? downTo : height) * acrossTo;
  // Products of each picture are summed, or the pictures put side by side, whichever moves less.
  const isDeep = ofX * columns * ofDy > (ofX * columns + ofDy) * area;
  const stack = (map: Value, count: number): Value => {
    const apart = reshape(g, map, [batch, groups, count, area]);
    return isDeep
      ? reshape(g, transpose(g, apart, [1, 2, 0, 3]), [1, groups, count, batch * area])
      : apart;
  };

  const above = { count: rows, to: height, by: (row: number) => padding[0] - row };
  const below = { count: rows, to: downTo, step: stride[0], by: (row: number) => row - padding[0] };
  const left = stack(isStrided ? dy : shiftedDown(g, dy, above), ofDy);
  const products = Array.from({ length: columns }, (_, j) => {
    const beside = { count: 1, to: acrossTo, step: stride[1], by: () => j - padding[1] };
    const across = shiftedAcross(g, x, beside);
    const right = stack(isStrided ? shiftedDown(g, across, below) : across, ofX);
    return reduceSum(g, fusedMatMul(g, left, right, { transposeB: true }), [0]);
  });
  const all = products.length > 1 ? concat(g, products, 0) : products[0];
  return isStrided
    ? transpose(g, reshape(g, all, [columns, filters, depth, rows]), [1, 2, 3, 0])
    : transpose(g, reshape(g, all, [columns, filters, rows, depth]), [1, 3, 2, 0]);
}

/** Ways to shift a map along one axis: way i puts element `at · step + by(i)` at `at`, or 0. */
interface Shifts {
  readonly count: number;
  /** Elements along the axis afterwards. */
  readonly to: number;
  readonly step?: number;
  readonly by: (index: number) => number;
}

/** All shifts along H, one above the other; shape [B · C, count · to, W]. */
function shiftedDown(g: GraphBuilder, x: Value, shifts: Shifts): Value {
  const [batch, channels, height, width] = fixedShape('Conv', x);
  if (changesNothing(shifts, height)) return x;
  const planes = reshape(g, x, [batch * channels, height, width]);
  return matMul(g, matrixOf(g, shifts, height), planes);
}

/** A single shift along W; shape [B, C, H, to]. */
function shiftedAcross(g: GraphBuilder, x: Value, shifts: Shifts): Value {
  const [, , , width] = fixedShape('Conv', x);
  if (changesNothing(shifts, width)) return x;
  return fusedMatMul(g, x, matrixOf(g, shifts, width), { transposeB: true });
}

function changesNothing({ count, to, by }: Shifts, size: number): boolean {
  return count === 1 && to === size && by(0) === 0;
}

/** Shape [count · to, size]. */
function matrixOf(g: GraphBuilder, { count, to, step = 1, by }: Shifts, size: number): Value {
  const matrix = new Float32Array(count * to * size);
  for (let i = 0; i < count; i++) {
    for (let at = 0; at < to; at++) {
      const picked = at * step + by(i);
      if (picked >= 0 && picked < size) matrix[(i * to + at) * size + picked] = 1;
    }
  }
  return g.constant(matrix, [count * to, size]);
}
