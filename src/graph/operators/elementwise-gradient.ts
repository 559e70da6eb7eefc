import type { GraphBuilder, GraphNode } from '../builder.ts';
import { type GradientRule, type GradientRules, operandsOf, sumTo } from '../gradient-rule.ts';
import type { Value } from '../value.ts';
import { add, cos, div, exp, mul, neg, sign, sin, sub } from './elementwise.ts';

/** dy · y′, with y′ computed from the operand and the result. */
type Derivative = (g: GraphBuilder, dy: Value, x: Value, y: Value) => Value;

/** Beyond this slope, every normal float32 above 0 saturates. */
const STEEPEST = 1e38;

/** Gradients of the operators in `elementwise.ts`. */
export const elementwiseGradients: GradientRules = {
  Add: (g, node, dy) => {
    const [a, b] = operandsOf(node);
    return [() => sumTo(g, dy, a.shape), () => sumTo(g, dy, b.shape)];
  },
  Sub: (g, node, dy) => {
    const [a, b] = operandsOf(node);
    return [() => sumTo(g, dy, a.shape), () => neg(g, sumTo(g, dy, b.shape))];
  },
  Mul: (g, node, dy) => {
    const [a, b] = operandsOf(node);
    return [() => sumTo(g, mul(g, dy, b), a.shape), () => sumTo(g, mul(g, dy, a), b.shape)];
  },
  Div: (g, node, dy) => {
    const [a, b] = operandsOf(node);
    const quotient = node.outputs[0];
    return [
      () => sumTo(g, div(g, dy, b), a.shape),
      () => neg(g, sumTo(g, div(g, mul(g, dy, quotient), b), b.shape)),
    ];
  },

  Relu: unary((g, dy, _, y) => mul(g, step(g, y), dy)),
  Neg: unary((g, dy) => neg(g, dy)),
  Abs: unary((g, dy, x) => mul(g, dy, sign(g, x))),
  Sqrt: unary((g, dy, _, y) => div(g, mul(g, dy, g.scalar(0.5)), y)),
  Exp: unary((g, dy, _, y) => mul(g, dy, y)),
  Log: unary((g, dy, x) => div(g, dy, x)),
  Sin: unary((g, dy, x) => mul(g, dy, cos(g, x))),
  Cos: unary((g, dy, x) => neg(g, mul(g, dy, sin(g, x)))),
  Gelu: unary((g, dy, x) => mul(g, dy, geluSlope(g, x))),
  Clip: clipGradient,

  // Constant but for their steps.
  Floor: () => [],
  Sign: () => [],
  // stopGradient()
  Identity: () => [],
};

function unary(derivative: Derivative): GradientRule {
  return (g, node, dy) => {
    const [x] = operandsOf(node);
    return [() => derivative(g, dy, x, node.outputs[0])];
  };
}

/** 1 above 0, else 0: one pass, where a comparison and a choice take three (measured). */
function step(g: GraphBuilder, x: Value): Value {
  return g.apply('HardSigmoid', [x], x, { alpha: { float: STEEPEST }, beta: { float: 0 } });
}

/** 1 strictly between the limits, else 0, as PyTorch's `grid_sample` has it. */
function clipGradient(g: GraphBuilder, node: GraphNode, dy: Value): ReturnType<GradientRule> {
  const [x, lowest, highest] = operandsOf(node);
  return [
    () => {
      const inside = mul(g, step(g, sub(g, x, lowest)), step(g, sub(g, highest, x)));
      return mul(g, dy, inside);
    },
  ];
}

/** (x Φ(x))′ = Φ(x) + x φ(x), Φ and φ the normal distribution and its density. */
function geluSlope(g: GraphBuilder, x: Value): Value {
  const erf = g.apply('Erf', [mul(g, x, g.scalar(Math.SQRT1_2))], x);
  const distribution = add(g, mul(g, erf, g.scalar(0.5)), g.scalar(0.5));
  const exponential = exp(g, mul(g, mul(g, x, x), g.scalar(-0.5)));
  const density = mul(g, exponential, g.scalar(1 / Math.sqrt(2 * Math.PI)));
  return add(g, distribution, mul(g, x, density));
}
