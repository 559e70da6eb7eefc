import type { GraphBuilder } from '../builder.ts';
import { fixedShape, type GradientRules, integersOf, operandsOf } from '../gradient-rule.ts';
import type { Value } from '../value.ts';
import { reshape } from './layout.ts';
import { pad, slice } from './region.ts';

/** Gradients of the operators in `region.ts`. */
export const regionGradients: GradientRules = {
  Slice: (g, node, dy) => {
    const [x, ...lists] = operandsOf(node);
    const [starts, , axes, steps] = lists.map((list) => integersOf(g, list));
    const sizes = fixedShape('Slice', x);
    return [
      () =>
        axes.reduce((part, axis, i) => {
          const start = starts[i] < 0 ? starts[i] + sizes[axis] : starts[i];
          return putBack(g, part, { axis, start, step: steps[i], size: sizes[axis] });
        }, dy),
    ];
  },
};

/** Where a part was cut out along one axis. */
interface Cut {
  readonly axis: number;
  readonly start: number;
  readonly step: number;
  /** Size of the axis that was cut. */
  readonly size: number;
}

/** The part at its place, zeros around it and between its elements. */
function putBack(g: GraphBuilder, part: Value, { axis, start, step, size }: Cut): Value {
  const spaced = step === 1 ? part : zerosBetween(g, part, axis, step);
  const after = size - start - Number(spaced.shape[axis]);
  return start === 0 && after === 0 ? spaced : padAxis(g, spaced, axis, [start, after]);
}

/** `step` − 1 zeros between elements along an axis. */
function zerosBetween(g: GraphBuilder, x: Value, axis: number, step: number): Value {
  const shape = fixedShape('Slice', x);
  const apart = reshape(g, x, shape.toSpliced(axis + 1, 0, 1));
  const widened = padAxis(g, apart, axis + 1, [0, step - 1]);
  const spaced = reshape(g, widened, shape.with(axis, shape[axis] * step));
  return slice(g, spaced, [{ axis, start: 0, end: (shape[axis] - 1) * step + 1 }]);
}

function padAxis(
  g: GraphBuilder,
  x: Value,
  axis: number,
  widths: readonly [before: number, after: number],
): Value {
  return pad(
    g,
    x,
    x.shape.map((_, i) => (i === axis ? widths : [0, 0])),
  );
}
