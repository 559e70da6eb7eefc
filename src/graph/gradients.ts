import { GraphError } from '../errors.ts';
import type { GraphBuilder, GraphNode } from './builder.ts';
import type { GradientRules } from './gradient-rule.ts';
import { add } from './operators/elementwise.ts';
import { elementwiseGradients } from './operators/elementwise-gradient.ts';
import { layoutGradients } from './operators/layout-gradient.ts';
import { matmulGradients } from './operators/matmul-gradient.ts';
import { normalizationGradients } from './operators/normalization-gradient.ts';
import { reduceGradients } from './operators/reduce-gradient.ts';
import { regionGradients } from './operators/region-gradient.ts';
import { warpGradients } from './operators/warp-gradient.ts';
import { windowGradients } from './operators/window-gradient.ts';
import { formatShape, type Value } from './value.ts';

const RULES: GradientRules = {
  ...elementwiseGradients,
  ...layoutGradients,
  ...matmulGradients,
  ...normalizationGradients,
  ...reduceGradients,
  ...regionGradients,
  ...warpGradients,
  ...windowGradients,
};

/** Operators that have a gradient, by their names in a graph. */
export const DIFFERENTIABLE: readonly string[] = Object.keys(RULES);

/**
 * Adds the gradients of a loss to its graph, by reverse-mode differentiation: walks the nodes from
 * the last to the first and applies the rule of each operator that lies between the loss and what
 * is asked for.
 *
 * @param loss - float32 of one element.
 * @param parameters - Values that the loss depends on.
 * @returns For each parameter a value of its shape.
 * @throws {@link GraphError} if the loss is no scalar, does not depend on a parameter, or an
 * operator between them has no gradient.
 */
export function gradients(
  g: GraphBuilder,
  loss: Value,
  parameters: readonly Value[],
): readonly Value[] {
  if (loss.type !== 'float32' || loss.shape.some((dim) => dim !== 1)) {
    const fault = `found "${loss.name}" ${loss.type} ${formatShape(loss.shape)}`;
    throw new GraphError('gradients', fault, 'a float32 loss of one element');
  }
  const nodes = [...g.nodes]; // rules add more
  const dependent = dependentOn(parameters, nodes);
  const ones = g.constant(Float32Array.of(1), loss.shape.map(Number));
  const gradientOf = new Map<Value, Value>([[loss, ones]]);
  for (const node of nodes.toReversed()) {
    g.scope(`gradients${node.name}`, () => propagate(g, node, dependent, gradientOf));
  }
  return parameters.map((parameter) => {
    const gradient = gradientOf.get(parameter);
    if (gradient) return gradient;
    const what = `the loss does not depend on "${parameter.name}"`;
    throw new GraphError('gradients', what, 'parameters that it depends on');
  });
}

/** The parameters, and all that is computed from them. */
function dependentOn(parameters: readonly Value[], nodes: readonly GraphNode[]): Set<Value> {
  const dependent = new Set(parameters);
  for (const node of nodes) {
    if (node.inputs.some((input) => input && dependent.has(input))) {
      for (const output of node.outputs) dependent.add(output);
    }
  }
  return dependent;
}

/** Adds what a node contributes to the gradients of its inputs. */
function propagate(
  g: GraphBuilder,
  node: GraphNode,
  dependent: ReadonlySet<Value>,
  gradientOf: Map<Value, Value>,
): void {
  const [output, ...later] = node.outputs;
  const dy = gradientOf.get(output);
  if (later.some((other) => gradientOf.has(other))) {
    throw new GraphError('gradients', `${node.name} is used by its later outputs`, 'its first one');
  }
  if (!dy || !node.inputs.some((input) => input && dependent.has(input))) return;

  const rule = RULES[node.operator];
  if (!rule) {
    const all = DIFFERENTIABLE.join(', ');
    throw new GraphError('gradients', `${node.operator} has none`, `one of ${all}`);
  }
  rule(g, node, dy).forEach((gradient, i) => {
    const input = node.inputs[i];
    if (!gradient || !input || !dependent.has(input)) return;
    const contribution = gradient();
    const sum = gradientOf.get(input);
    gradientOf.set(input, sum ? add(g, sum, contribution) : contribution);
  });
}
