/**
 * Operators that reduce axes to one number each, or to the best ones.
 *
 * @module
 */
import type { GraphBuilder } from '../builder.ts';
import type { Shape, Value } from '../value.ts';
import { axisOf, expectType, reject } from './check.ts';

/**
 * A reduction of `axes` of a float32 value.
 *
 * @param options - `keepDims: false` removes the axes, else they stay with size 1.
 * @throws {@link GraphError} if the value has no such axis.
 */
export type Reduction = (
  g: GraphBuilder,
  x: Value,
  axes: readonly number[],
  options?: ReduceOptions,
) => Value;

/** What becomes of reduced axes. */
export interface ReduceOptions {
  /** Keep them with size 1; default true. */
  readonly keepDims?: boolean;
}

/** Σ x. */
export const reduceSum: Reduction = reduction('ReduceSum');
/** Mean of x. */
export const reduceMean: Reduction = reduction('ReduceMean');
/** The smallest x. */
export const reduceMin: Reduction = reduction('ReduceMin');
/** √Σ x². */
export const reduceL2: Reduction = reduction('ReduceL2');

/** What `topK` finds, each of the shape of its operand with K along the axis. */
export interface TopK {
  /** The best elements, best first; of equal ones, the first. */
  readonly values: Value;
  /** Their positions along the axis, int64. */
  readonly indices: Value;
}

/**
 * The `k` largest or smallest elements along an axis, in order.
 *
 * @param options - The last axis and the largest by default.
 * @throws {@link GraphError} if the axis does not exist or is shorter than `k`.
 */
export function topK(
  g: GraphBuilder,
  x: Value,
  k: number,
  { axis = -1, largest = true }: { readonly axis?: number; readonly largest?: boolean } = {},
): TopK {
  const index = axisOf('TopK', x, axis);
  const size = x.shape[index];
  if (!Number.isInteger(k) || k < 1 || (typeof size === 'number' && size < k)) {
    reject('TopK', [x], `k from 1 to the size of axis ${index}, not ${k}`);
  }
  const shape = x.shape.with(index, k);
  const [values, indices] = g.applyMany(
    'TopK',
    [x, g.integers([k])],
    [
      { type: x.type, shape },
      { type: 'int64', shape },
    ],
    { axis: index, largest: Number(largest), sorted: 1 },
  );
  return { values, indices };
}

function reduction(operator: string): Reduction {
  return (g, x, axes, { keepDims = true } = {}) => {
    expectType(operator, [x], ['float32']);
    const indices = axes.map((axis) => axisOf(operator, x, axis));
    if (indices.length === 0 || new Set(indices).size < indices.length) {
      reject(operator, [x], 'at least one axis, each once');
    }
    const shape = reducedShape(x.shape, indices, keepDims);
    const output = { type: x.type, shape };
    return g.apply(operator, [x, g.integers(indices)], output, { keepdims: Number(keepDims) });
  };
}

function reducedShape(shape: Shape, axes: readonly number[], keepDims: boolean): Shape {
  if (keepDims) return shape.map((dim, i) => (axes.includes(i) ? 1 : dim));
  return shape.filter((_, i) => !axes.includes(i));
}
