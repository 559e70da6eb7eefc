/**
 * Arithmetic of affine maps [[a, b, x], [c, d, y]] of the plane, such as a spatial transformer's θ.
 *
 * @module
 */
import type { GraphBuilder } from '../builder.ts';
import { sameShape, type Value } from '../value.ts';
import { expectType, reject } from './check.ts';
import { add, div, mul, neg, sub } from './elementwise.ts';
import { concat, reshape } from './layout.ts';
import { matMul } from './matmul.ts';
import { pad, slice } from './region.ts';

/**
 * First `inner`, then `outer`.
 *
 * @param outer - Shape [B, 2, 3].
 * @param inner - Shape [B, 2, 3].
 * @returns Shape [B, 2, 3].
 * @throws {@link GraphError} if a shape differs.
 */
export function composeAffine(g: GraphBuilder, outer: Value, inner: Value): Value {
  for (const theta of [outer, inner]) expectAffine('composeAffine', theta);
  const linear = slice(g, outer, [{ axis: 2, start: 0, end: 2 }]);
  const shift = slice(g, outer, [{ axis: 2, start: 2, end: 3 }]);
  const moved = pad(g, shift, [
    [0, 0],
    [0, 0],
    [2, 0],
  ]);
  return add(g, matMul(g, linear, inner), moved);
}

/**
 * The way back. The inverse of the identity is the identity to the last bit.
 *
 * @param theta - Shape [B, 2, 3]; a map that flattens the plane has no inverse and gives infinities.
 * @returns Shape [B, 2, 3].
 * @throws {@link GraphError} if the shape differs.
 */
export function invertAffine(g: GraphBuilder, theta: Value): Value {
  expectAffine('invertAffine', theta);
  const [batch] = theta.shape;
  const row = reshape(g, theta, [batch, 6]);
  const [a, b, x, c, d, y] = Array.from({ length: 6 }, (_, i) =>
    slice(g, row, [{ axis: 1, start: i, end: i + 1 }]),
  );
  const cross = (p: Value, q: Value, r: Value, s: Value): Value =>
    sub(g, mul(g, p, q), mul(g, r, s));
  const adjugate = [d, neg(g, b), cross(b, y, d, x), neg(g, c), a, cross(c, x, a, y)];
  const inverse = div(g, concat(g, adjugate, 1), cross(a, d, b, c));
  return reshape(g, inverse, [batch, 2, 3]);
}

function expectAffine(operator: string, theta: Value): void {
  expectType(operator, [theta], ['float32']);
  if (!sameShape(theta.shape, [theta.shape[0], 2, 3])) reject(operator, [theta], 'shape [B, 2, 3]');
}
