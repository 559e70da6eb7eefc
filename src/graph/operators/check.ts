/**
 * Checks that operators share; each error names the operator and what it was given.
 *
 * @module
 */
import { GraphError } from '../../errors.ts';
import { broadcast } from '../dims.ts';
import { type DataType, type Dim, formatShape, type Shape, type Value } from '../value.ts';

/**
 * Refuses what an operator was given.
 *
 * @throws {@link GraphError} always.
 */
export function reject(operator: string, values: readonly Value[], expected: string): never {
  const operands = values.map((v) => `"${v.name}" ${v.type} ${formatShape(v.shape)}`).join(', ');
  throw new GraphError(operator, `found ${operands}`, expected);
}

/**
 * Checks the rank of a value.
 *
 * @throws {@link GraphError} if it is another one.
 */
export function expectRank(operator: string, value: Value, rank: number, letters: string): void {
  if (value.shape.length !== rank) reject(operator, [value], `shape ${letters}`);
}

/**
 * Checks that values have the same element type, of those that the operator takes.
 *
 * @throws {@link GraphError} if they have not.
 */
export function expectType(
  operator: string,
  values: readonly Value[],
  types: readonly DataType[],
): void {
  const [first] = values;
  if (!types.includes(first.type) || values.some((value) => value.type !== first.type)) {
    reject(operator, values, `one element type of ${types.join(', ')}`);
  }
}

/**
 * Shape of an elementwise result.
 *
 * @throws {@link GraphError} if the shapes do not fit.
 */
export function broadcastShape(operator: string, a: Value, b: Value): Shape {
  return broadcast(a.shape, b.shape) ?? reject(operator, [a, b], 'shapes that broadcast');
}

/**
 * An axis counted from the front; negative ones count from the back.
 *
 * @throws {@link GraphError} if the value has no such axis.
 */
export function axisOf(operator: string, value: Value, axis: number): number {
  const rank = value.shape.length;
  const index = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(index) && index >= 0 && index < rank) return index;
  return reject(operator, [value], `an axis from ${-rank} to ${rank - 1}, not ${axis}`);
}

/**
 * A size that has to be known when the graph is built.
 *
 * @throws {@link GraphError} if it is a name.
 */
export function fixedDim(operator: string, value: Value, axis: number): number {
  const dim: Dim = value.shape[axisOf(operator, value, axis)];
  return typeof dim === 'number' ? dim : reject(operator, [value], `a fixed size of axis ${axis}`);
}
