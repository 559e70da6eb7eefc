/**
 * Operators that treat each element by itself. Two operands broadcast as in NumPy.
 *
 * @module
 */
import type { GraphBuilder } from '../builder.ts';
import { DATA_TYPES, type DataType, type Value } from '../value.ts';
import { broadcastShape, expectType } from './check.ts';

/** An operator of one operand; the result has its type and shape. */
export type UnaryOperator = (g: GraphBuilder, x: Value) => Value;

/** An operator of two operands of one type; the result has the broadcast shape. */
export type BinaryOperator = (g: GraphBuilder, a: Value, b: Value) => Value;

const FLOAT: readonly DataType[] = ['float32'];
const NUMBER: readonly DataType[] = ['float32', 'int64', 'int32'];

/** `a + b`. */
export const add: BinaryOperator = binary('Add');
/** `a - b`. */
export const sub: BinaryOperator = binary('Sub');
/** `a · b`. */
export const mul: BinaryOperator = binary('Mul');
/** `a / b`; of integers, rounded towards zero. */
export const div: BinaryOperator = binary('Div');
/** The smaller of `a` and `b`. */
export const min: BinaryOperator = binary('Min');
/** The larger of `a` and `b`. */
export const max: BinaryOperator = binary('Max');

/** max(x, 0). */
export const relu: UnaryOperator = unary('Relu', FLOAT);
/** −x. */
export const neg: UnaryOperator = unary('Neg', NUMBER);
/** |x|. */
export const abs: UnaryOperator = unary('Abs', NUMBER);
/** −1, 0 or 1. */
export const sign: UnaryOperator = unary('Sign', NUMBER);
/** The largest integer not above x. */
export const floor: UnaryOperator = unary('Floor', FLOAT);
/** √x. */
export const sqrt: UnaryOperator = unary('Sqrt', FLOAT);
/** eˣ. */
export const exp: UnaryOperator = unary('Exp', FLOAT);
/** ln x. */
export const log: UnaryOperator = unary('Log', FLOAT);
/** sin x, x in radians. */
export const sin: UnaryOperator = unary('Sin', FLOAT);
/** cos x, x in radians. */
export const cos: UnaryOperator = unary('Cos', FLOAT);
/** x Φ(x), Φ the normal distribution (arXiv:1606.08415), not its approximation by tanh. */
export const gelu: UnaryOperator = unary('Gelu', FLOAT);
/** x, as a constant in the eyes of `gradients()`. */
export const stopGradient: UnaryOperator = unary('Identity', FLOAT);

/**
 * Limits a float32 value to a range.
 *
 * @throws {@link GraphError} if `x` is not float32.
 */
export function clip(g: GraphBuilder, x: Value, lowest: number, highest: number): Value {
  return clipTo(g, x, g.scalar(lowest), g.scalar(highest));
}

/**
 * Limits a float32 value to a range that the graph computes.
 *
 * @param lowest - Shape [].
 * @param highest - Shape [].
 * @throws {@link GraphError} if one of them is not float32.
 */
export function clipTo(g: GraphBuilder, x: Value, lowest: Value, highest: Value): Value {
  expectType('Clip', [x, lowest, highest], FLOAT);
  return g.apply('Clip', [x, lowest, highest], x);
}

/** Converts elements to another type; floats become integers by dropping the fraction. */
export function cast(g: GraphBuilder, x: Value, type: DataType): Value {
  return g.apply('Cast', [x], { type, shape: x.shape }, { to: DATA_TYPES[type] });
}

function unary(operator: string, types: readonly DataType[]): UnaryOperator {
  return (g, x) => {
    expectType(operator, [x], types);
    return g.apply(operator, [x], x);
  };
}

function binary(operator: string): BinaryOperator {
  return (g, a, b) => {
    expectType(operator, [a, b], NUMBER);
    return g.apply(operator, [a, b], { type: a.type, shape: broadcastShape(operator, a, b) });
  };
}
