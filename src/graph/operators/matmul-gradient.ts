import type { GraphBuilder, GraphNode } from '../builder.ts';
import {
  floatAttribute,
  type GradientRule,
  type GradientRules,
  integerAttribute,
  operandsOf,
  sumTo,
} from '../gradient-rule.ts';
import { product } from '../dims.ts';
import type { Value } from '../value.ts';
import { mul } from './elementwise.ts';
import { reshape } from './layout.ts';
import { fusedMatMul } from './matmul.ts';

/** Gradients of the operators in `matmul.ts`. */
export const matmulGradients: GradientRules = {
  MatMul: productGradients,
  'com.microsoft.FusedMatMul': productGradients,
  Gemm: (g, node, dy) => {
    const [, , c] = operandsOf(node);
    const beta = floatAttribute(node, 'beta', 1);
    const scaled = (): Value => (beta === 1 ? dy : mul(g, dy, g.scalar(beta)));
    const bias = c && (() => sumTo(g, scaled(), c.shape));
    return [...productGradients(g, node, dy), bias];
  },
};

/** With y = α a b: da = α dy bᵀ and db = α aᵀ dy; operands that were transposed stay so. */
function productGradients(g: GraphBuilder, node: GraphNode, dy: Value): ReturnType<GradientRule> {
  const [a, b] = operandsOf(node);
  const transposeA = integerAttribute(node, 'transA') === 1;
  const transposeB = integerAttribute(node, 'transB') === 1;
  const alpha = floatAttribute(node, 'alpha', 1);
  const da = (): Value =>
    transposeA
      ? fusedMatMul(g, b, dy, { transposeA: transposeB, transposeB: true, alpha })
      : fusedMatMul(g, dy, b, { transposeB: !transposeB, alpha });
  const db = (): Value => {
    // A stack of matrices times one matrix is one tall matrix times it: no stack to be summed.
    const isTall = b.shape.length === 2 && a.shape.length > 2 && !transposeA;
    const [left, right] = isTall ? [tall(g, a), tall(g, dy)] : [a, dy];
    return transposeB
      ? fusedMatMul(g, right, left, { transposeA: true, transposeB: transposeA, alpha })
      : fusedMatMul(g, left, right, { transposeA: !transposeA, alpha });
  };
  return [() => sumTo(g, da(), a.shape), () => sumTo(g, db(), b.shape)];
}

/** Shape [..., N, K] as [... · N, K]. */
function tall(g: GraphBuilder, x: Value): Value {
  const [width] = x.shape.slice(-1);
  return reshape(g, x, [product(x.shape.slice(0, -1)), width]);
}
