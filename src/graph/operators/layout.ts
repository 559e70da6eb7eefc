/**
 * Operators that give elements another shape or order, or repeat them.
 *
 * @module
 */
import type { GraphBuilder } from '../builder.ts';
import { product, sum } from '../dims.ts';
import { type Dim, formatShape, sameShape, type Shape, type Value } from '../value.ts';
import { axisOf, expectType, reject } from './check.ts';

/**
 * The same elements in another shape.
 *
 * @param shape - One size may be -1: whatever is left. A formula is either the operand's size of the
 * same axis, or the one that is left.
 * @throws {@link GraphError} if the number of elements changes, or two sizes cannot be told.
 */
export function reshape(g: GraphBuilder, x: Value, shape: Shape): Value {
  const isKept = shape.map((dim, i) => typeof dim === 'string' && dim === x.shape[i]);
  const open = shape.flatMap((dim, i) =>
    dim === -1 || (typeof dim === 'string' && !isKept[i]) ? i : [],
  );
  if (open.length > 1) reject('Reshape', [x], `one open size, not ${formatShape(shape)}`);

  const size = quotient(
    x.shape.filter((_, i) => !isKept[i]),
    shape.filter((_, i) => !isKept[i] && !open.includes(i)),
  );
  const fits = open.length === 0 ? size === 1 : size !== undefined;
  if (!fits || size === undefined) {
    reject('Reshape', [x], `as many elements as ${formatShape(shape)}`);
  }
  const target = shape.map((dim, i) => (isKept[i] ? 0 : open.includes(i) ? -1 : Number(dim)));
  const output = shape.map((dim) => (dim === -1 ? size : dim));
  return g.apply('Reshape', [x, g.integers(target)], { type: x.type, shape: output });
}

/**
 * The same elements in a shape that the graph computes.
 *
 * @param target - int64 of shape [rank]; 0 keeps the size of the axis, -1 is whatever is left.
 * @param shape - What is known of it.
 * @throws {@link GraphError} if `target` has not one size an axis.
 */
export function reshapeTo(g: GraphBuilder, x: Value, target: Value, shape: Shape): Value {
  expectType('Reshape', [target], ['int64']);
  if (!sameShape(target.shape, [shape.length])) reject('Reshape', [target], 'one size an axis');
  return g.apply('Reshape', [x, target], { type: x.type, shape });
}

/**
 * `reshape` to two axes: those before `axis`, and the others.
 *
 * @throws {@link GraphError} if the value has no such axis.
 */
export function flatten(g: GraphBuilder, x: Value, axis = 1): Value {
  const index = axisOf('Flatten', x, axis);
  const shape = [product(x.shape.slice(0, index)), product(x.shape.slice(index))];
  return g.apply('Flatten', [x], { type: x.type, shape }, { axis: index });
}

/**
 * Axes in another order.
 *
 * @param order - For each axis of the result, the operand's axis.
 * @throws {@link GraphError} if `order` is not a permutation of the axes.
 */
export function transpose(g: GraphBuilder, x: Value, order: readonly number[]): Value {
  const axes = x.shape.map((_, i) => i);
  if (
    !sameShape(
      order.toSorted((a, b) => a - b),
      axes,
    )
  ) {
    reject('Transpose', [x], `a permutation of its axes, not ${formatShape(order)}`);
  }
  const shape = order.map((axis) => x.shape[axis]);
  return g.apply('Transpose', [x], { type: x.type, shape }, { perm: order });
}

/**
 * Values one after the other along an axis.
 *
 * @throws {@link GraphError} if types or the other axes differ.
 */
export function concat(g: GraphBuilder, values: readonly Value[], axis: number): Value {
  const [first] = values;
  if (values.length === 0) reject('Concat', values, 'at least one value');
  const index = axisOf('Concat', first, axis);
  expectType('Concat', values, [first.type]);
  const others = (value: Value): Shape => value.shape.toSpliced(index, 1);
  if (values.some((value) => !sameShape(others(value), others(first)))) {
    reject('Concat', values, `shapes that differ along axis ${index} only`);
  }
  const shape = first.shape.with(index, sum(values.map((value) => value.shape[index])));
  return g.apply('Concat', values, { type: first.type, shape }, { axis: index });
}

/**
 * Repeats axes of size 1.
 *
 * @param shape - Wanted sizes.
 * @throws {@link GraphError} if the operand does not broadcast to it.
 */
export function expand(g: GraphBuilder, x: Value, shape: readonly number[]): Value {
  const missing = shape.length - x.shape.length;
  const fits = x.shape.every((dim, i) => dim === 1 || dim === shape[missing + i]);
  if (missing < 0 || !fits)
    reject('Expand', [x], `a shape that broadcasts to [${shape.join(', ')}]`);
  return g.apply('Expand', [x, g.integers(shape)], { type: x.type, shape });
}

/**
 * Sizes of a value as the graph meets them, int64.
 *
 * @returns Shape [rank].
 */
export function sizesOf(g: GraphBuilder, x: Value): Value {
  return g.apply('Shape', [x], { type: 'int64', shape: [x.shape.length] });
}

/** Product of `all` over that of `some`, equal formulas cancelled; undefined if it is no size. */
function quotient(all: Shape, some: Shape): Dim | undefined {
  const dims = [...all];
  for (const dim of some.filter((d) => typeof d === 'string')) {
    const i = dims.indexOf(dim);
    if (i < 0) return undefined;
    dims.splice(i, 1);
  }
  const open = dims.filter((dim) => typeof dim === 'string');
  const dividend = product(dims.filter((dim) => typeof dim === 'number'));
  const divisor = product(some.filter((dim) => typeof dim === 'number'));
  const factor = dividend / divisor;
  if (Number.isInteger(factor)) return product([...open, factor]);
  return open.length > 0 ? `${product([...open, dividend])}/${divisor}` : undefined;
}
