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
 * Adds values to zeros at given positions; positions may repeat.
 *
 * ONNX has two operators for it. `ScatterND` sums in parallel without taking care of equal
 * positions, so that ONNX Runtime 1.30 loses some; `ScatterElements` goes through them in order. It
 * is three times as fast on one axis as on two (measured), hence everything is flattened first.
 *
 * @param count - Elements of the result.
 * @returns Shape [count].
 * @throws {@link GraphError} if positions and values differ in number.
 */
export function scatterAdd(g: GraphBuilder, count: number, all: readonly Scattered[]): Value {
  const output = { type: 'float32', shape: [count] } as const;
  const zeros = g.apply('ConstantOfShape', [g.integers([count])], output);
  return all.reduce((sum, { positions, values }) => {
    const flat = [product(positions.shape)];
    const inputs = [sum, reshape(g, positions, flat), reshape(g, values, flat)];
    return g.apply('ScatterElements', inputs, output, { axis: 0, reduction: 'add' });
  }, zeros);
}
