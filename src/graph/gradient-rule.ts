/**
 * What a gradient rule is, and what rules share. Each rule stands beside the operator's own file:
 * `operators/window.ts` adds convolutions, `operators/window-gradient.ts` differentiates them.
 *
 * @module
 */
import type { GraphBuilder, GraphNode } from './builder.ts';
import { broadcast } from './dims.ts';
import { fixedDim, reject } from './operators/check.ts';
import { reshape } from './operators/layout.ts';
import { reduceSum } from './operators/reduce.ts';
import { sameShape, type Shape, type Value } from './value.ts';

/** Adds the nodes of one input's gradient; called only if that gradient is wanted. */
export type InputGradient = () => Value;

/**
 * The chain rule of one operator: from `dy`, the gradient of the loss with respect to the node's
 * first output, to that of each input; `undefined` for inputs that have none, such as indices.
 */
export type GradientRule = (
  g: GraphBuilder,
  node: GraphNode,
  dy: Value,
) => readonly (InputGradient | undefined)[];

/** Rules by the operator's name in the graph. */
export type GradientRules = Readonly<Record<string, GradientRule>>;

/** The inputs of a node; optional ones that were left out at the end are no part of it. */
export function operandsOf(node: GraphNode): readonly Value[] {
  return node.inputs.filter((input) => input !== undefined);
}

/** An attribute that is a whole number; 0 if the node has none of that name. */
export function integerAttribute(node: GraphNode, name: string): number {
  const attribute = node.attributes[name] ?? 0;
  return typeof attribute === 'number' ? attribute : 0;
}

/** An attribute that is a float; `fallback` if the node has none of that name. */
export function floatAttribute(node: GraphNode, name: string, fallback: number): number {
  const attribute = node.attributes[name];
  return typeof attribute === 'object' && 'float' in attribute ? attribute.float : fallback;
}

/** An attribute that is a list of whole numbers; empty if the node has none of that name. */
export function integersAttribute(node: GraphNode, name: string): readonly number[] {
  const attribute = node.attributes[name];
  return Array.isArray(attribute) ? attribute : [];
}

/**
 * The whole numbers that a constant of the graph holds, such as the axes of a reduction.
 *
 * @throws {@link GraphError} if the value is no constant.
 */
export function integersOf(g: GraphBuilder, value: Value): readonly number[] {
  const constant = g.initializers.find((initializer) => initializer.value === value);
  return constant ? Array.from(constant.data, Number) : reject('a gradient', [value], 'a constant');
}

/**
 * Undoes a broadcast: the sum over all axes along which a value of shape `shape` was repeated.
 *
 * @throws {@link GraphError} if `shape` does not broadcast to that of `dy`.
 */
export function sumTo(g: GraphBuilder, dy: Value, shape: Shape): Value {
  if (sameShape(dy.shape, shape)) return dy;
  if (!sameShape(broadcast(dy.shape, shape) ?? [], dy.shape)) {
    reject('a gradient', [dy], `a shape that [${shape.join(', ')}] broadcasts to`);
  }
  const added = dy.shape.length - shape.length;
  const axes = dy.shape.flatMap((dim, i) => (i < added || shape[i - added] !== dim ? i : []));
  const sum = axes.length === 0 ? dy : reduceSum(g, dy, axes);
  return added === 0 ? sum : reshape(g, sum, shape);
}

/**
 * All sizes of a value, which must be known when the graph is built.
 *
 * @throws {@link GraphError} if one is a name.
 */
export function fixedShape(operator: string, value: Value): readonly number[] {
  return value.shape.map((_, axis) => fixedDim(operator, value, axis));
}
