/**
 * Matrix products.
 *
 * @module
 */
import type { Attribute, GraphBuilder } from '../builder.ts';
import { broadcast } from '../dims.ts';
import { sameShape, type Shape, type Value } from '../value.ts';
import { expectRank, expectType, reject } from './check.ts';
import { add } from './elementwise.ts';

/** What is done to the operands of a product first. */
export interface ProductOptions {
  /** Swap the two last axes of the first operand. */
  readonly transposeA?: boolean;
  /** Swap the two last axes of the second operand. */
  readonly transposeB?: boolean;
  /** Factor of the product; default 1. */
  readonly alpha?: number;
}

/**
 * `a b`, a stack of matrix products; stacks broadcast.
 *
 * @param a - Shape [..., N, K].
 * @param b - Shape [..., K, M].
 * @returns Shape [..., N, M].
 * @throws {@link GraphError} if the shapes do not fit.
 */
export function matMul(g: GraphBuilder, a: Value, b: Value): Value {
  return g.apply('MatMul', [a, b], { type: a.type, shape: productShape('MatMul', a, b, {}) });
}

/**
 * `alpha · a b` with either operand transposed on the fly: ONNX Runtime's own operator, which saves a
 * copy of a matrix.
 *
 * @param a - Shape [..., N, K], or [..., K, N] with `transposeA`.
 * @param b - Shape [..., K, M], or [..., M, K] with `transposeB`.
 * @returns Shape [..., N, M].
 * @throws {@link GraphError} if the shapes do not fit.
 */
export function fusedMatMul(g: GraphBuilder, a: Value, b: Value, options: ProductOptions): Value {
  const shape = productShape('FusedMatMul', a, b, options);
  return g.apply('com.microsoft.FusedMatMul', [a, b], { type: a.type, shape }, flagsOf(options));
}

/**
 * `alpha · a b + beta · c` of matrices: a linear layer.
 *
 * @param inputs - `a` of shape [N, K] (or [K, N]), `b` of shape [K, M] (or [M, K]), and optionally
 * `c` that broadcasts to [N, M].
 * @returns Shape [N, M].
 * @throws {@link GraphError} if the shapes do not fit.
 */
export function gemm(
  g: GraphBuilder,
  inputs: readonly [a: Value, b: Value, c?: Value],
  options: ProductOptions & { readonly beta?: number } = {},
): Value {
  const [a, b, c] = inputs;
  for (const operand of [a, b]) expectRank('Gemm', operand, 2, '[N, K] and [K, M]');
  const shape = productShape('Gemm', a, b, options);
  if (c) {
    expectType('Gemm', [a, c], ['float32']);
    if (!sameShape(broadcast(shape, c.shape) ?? [], shape))
      reject('Gemm', [a, b, c], 'c that broadcasts to a b');
  }
  const attributes = { ...flagsOf(options), beta: { float: options.beta ?? 1 } };
  return g.apply('Gemm', c ? [a, b, c] : [a, b], { type: a.type, shape }, attributes);
}

/**
 * A linear layer over the last axis: `x wᵀ + b`, PyTorch's order of weights.
 *
 * @param x - Shape [..., C].
 * @param weights - Shape [K, C].
 * @param bias - Shape [K].
 * @returns Shape [..., K].
 * @throws {@link GraphError} if the shapes do not fit.
 */
export function linear(g: GraphBuilder, x: Value, weights: Value, bias: Value): Value {
  const options = { transposeB: true };
  if (x.shape.length === 2) return gemm(g, [x, weights, bias], options);
  return add(g, fusedMatMul(g, x, weights, options), bias);
}

function productShape(operator: string, a: Value, b: Value, options: ProductOptions): Shape {
  expectType(operator, [a, b], ['float32']);
  if (a.shape.length < 2 || b.shape.length < 2) reject(operator, [a, b], 'matrices');
  const [rows, inner] = matrixOf(a, options.transposeA);
  const [depth, cols] = matrixOf(b, options.transposeB);
  const stack = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
  if (inner !== depth || !stack) reject(operator, [a, b], '[..., N, K] and [..., K, M]');
  return [...stack, rows, cols];
}

function matrixOf(value: Value, transposed = false): Shape {
  const matrix = value.shape.slice(-2);
  return transposed ? matrix.toReversed() : matrix;
}

function flagsOf(options: ProductOptions): Record<string, Attribute> {
  const { transposeA = false, transposeB = false, alpha = 1 } = options;
  return {
    transA: Number(transposeA),
    transB: Number(transposeB),
    alpha: { float: alpha },
  };
}
