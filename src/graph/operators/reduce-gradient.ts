import type { GraphBuilder, GraphNode } from '../builder.ts';
import { fixedShape, type GradientRules, integersOf, operandsOf } from '../gradient-rule.ts';
import type { Value } from '../value.ts';
import { div, max, mul } from './elementwise.ts';
import { expand, reshape } from './layout.ts';

/** Stands for the length of a vector of zeros, whose gradient is 0 in PyTorch too. */
const SMALLEST_LENGTH = 1e-12;

/** Gradients of the operators in `reduce.ts`. */
export const reduceGradients: GradientRules = {
  ReduceSum: (g, node, dy) => [() => repeated(g, node, dy)],
  ReduceMean: (g, node, dy) => {
    const shape = fixedShape('ReduceMean', operandsOf(node)[0]);
    const count = reducedAxes(g, node).reduce((product, axis) => product * shape[axis], 1);
    return [() => repeated(g, node, mul(g, dy, g.scalar(1 / count)))];
  },
  ReduceL2: (g, node, dy) => {
    const [x] = operandsOf(node);
    const lengths = (): Value => max(g, node.outputs[0], g.scalar(SMALLEST_LENGTH));
    return [() => mul(g, x, withReducedAxes(g, node, div(g, dy, lengths())))];
  },
};

/** One value for all elements that were reduced to it. */
function repeated(g: GraphBuilder, node: GraphNode, dy: Value): Value {
  const shape = fixedShape(node.operator, operandsOf(node)[0]);
  return expand(g, withReducedAxes(g, node, dy), shape);
}

/** The reduced axes with size 1, whether the node kept them or not. */
function withReducedAxes(g: GraphBuilder, node: GraphNode, dy: Value): Value {
  const [x] = operandsOf(node);
  const axes = reducedAxes(g, node);
  const shape = x.shape.map((dim, i) => (axes.includes(i) ? 1 : dim));
  return dy.shape.length === shape.length ? dy : reshape(g, dy, shape);
}

function reducedAxes(g: GraphBuilder, node: GraphNode): readonly number[] {
  return integersOf(g, operandsOf(node)[1]);
}
