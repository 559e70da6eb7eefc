import type { GraphBuilder } from '../builder.ts';
import { product } from '../dims.ts';
import type { Value } from '../value.ts';
import { reshape } from './layout.ts';

/** Values, and where each of them goes. */
export interface Scattered {
  /** int64, any shape. */
  readonly positions: Value;
  /** float32, the same shape. */
  readonly values: Value;
}

/**
 * Adds values to elements at given positions; positions may repeat.
 *
 * ONNX has two operators for it. `ScatterND` sums in parallel without taking care of equal
 * positions, so that ONNX Runtime 1.30 loses some; `ScatterElements` goes through them in order. It
 * is three times as fast on one axis as on two (measured), hence everything is flattened.
 *
 * @param elements - What is added to, shape [N].
 * @returns Shape [N].
 * @throws {@link GraphError} if positions and values differ in number.
 */
export function scatterAdd(
  g: GraphBuilder,
  elements: Value,
  { positions, values }: Scattered,
): Value {
  const flat = [product(positions.shape)];
  const inputs = [elements, reshape(g, positions, flat), reshape(g, values, flat)];
  return g.apply('ScatterElements', inputs, elements, { axis: 0, reduction: 'add' });
}
