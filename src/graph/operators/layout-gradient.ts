import {
  type GradientRule,
  type GradientRules,
  integerAttribute,
  integersAttribute,
  operandsOf,
  sumTo,
} from '../gradient-rule.ts';
import { fixedDim } from './check.ts';
import { reshape, transpose } from './layout.ts';
import { slice } from './region.ts';

const reshaped: GradientRule = (g, node, dy) => [() => reshape(g, dy, operandsOf(node)[0].shape)];

/** Gradients of the operators in `layout.ts`. */
export const layoutGradients: GradientRules = {
  Reshape: reshaped,
  Flatten: reshaped,
  Transpose: (g, node, dy) => {
    const order = integersAttribute(node, 'perm');
    return [
      () =>
        transpose(
          g,
          dy,
          Array.from(order.keys(), (axis) => order.indexOf(axis)),
        ),
    ];
  },
  Concat: (g, node, dy) => {
    const axis = integerAttribute(node, 'axis');
    let end = 0;
    return operandsOf(node).map((part) => {
      const start = end;
      end += fixedDim('Concat', part, axis);
      const range = { axis, start, end };
      return () => slice(g, dy, [range]);
    });
  },
  Expand: (g, node, dy) => [() => sumTo(g, dy, operandsOf(node)[0].shape)],
};
