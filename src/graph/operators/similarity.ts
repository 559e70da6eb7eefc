import type { GraphBuilder } from '../builder.ts';
import type { Value } from '../value.ts';
import { clip, div, mul } from './elementwise.ts';
import { reduceL2, reduceSum } from './reduce.ts';

/** Smallest product of norms, PyTorch's default: vectors of zeros have a similarity of 0. */
const SMALLEST = 1e-8;

/** Largest finite float32. */
const FLOAT32_MAX = 3.4028234663852886e38;

/**
 * Cosine similarity of vectors that lie along one axis: a · b / (‖a‖ ‖b‖).
 *
 * @param axis - Such as 1 for each position of two maps [B, C, H, W].
 * @returns The shape of the operands, with size 1 along the axis.
 * @throws {@link GraphError} if the shapes do not broadcast, or there is no such axis.
 */
export function cosineSimilarity(g: GraphBuilder, a: Value, b: Value, axis: number): Value {
  const norms = mul(g, reduceL2(g, a, [axis]), reduceL2(g, b, [axis]));
  return div(g, reduceSum(g, mul(g, a, b), [axis]), clip(g, norms, SMALLEST, FLOAT32_MAX));
}
