/**
 * Operators that take parts of a value or put it into a larger one.
 *
 * @module
 */
import type { GraphBuilder } from '../builder.ts';
import { ceilDivide, minus, plus } from '../dims.ts';
import type { Dim, Value } from '../value.ts';
import { axisOf, expectType, reject } from './check.ts';

/** Elements `start`, `start + step`, ... before `end` along one axis. */
export interface Range {
  /** Which axis. */
  readonly axis: number;
  /** First position; negative ones count from the end. */
  readonly start: number;
  /** Position behind the last, negative ones from the end; to the end of the axis by default. */
  readonly end?: number;
  /** Step, at least 1; default 1. */
  readonly step?: number;
}

/** Stands for the end of an axis of any size (ONNX: "INT_MAX"). */
const AXIS_END = 2 ** 31 - 1;

/**
 * A part of a value along some of its axes.
 *
 * @param ranges - One for each axis that is cut.
 * @throws {@link GraphError} if an axis does not exist, or a range leaves it or is empty.
 */
export function slice(g: GraphBuilder, x: Value, ranges: readonly Range[]): Value {
  const shape = [...x.shape];
  for (const range of ranges) {
    const axis = axisOf('Slice', x, range.axis);
    shape[axis] = sizeOf(x, axis, range);
  }
  const lists = [
    ranges.map((range) => range.start),
    ranges.map((range) => range.end ?? AXIS_END),
    ranges.map((range) => axisOf('Slice', x, range.axis)),
    ranges.map((range) => range.step ?? 1),
  ];
  const inputs = [x, ...lists.map((list) => g.integers(list))];
  return g.apply('Slice', inputs, { type: x.type, shape });
}

/**
 * Elements in the opposite order along some axes, such as the kernel of a gradient.
 *
 * @throws {@link GraphError} if the value has no such axis.
 */
export function reverse(g: GraphBuilder, x: Value, axes: readonly number[]): Value {
  const indices = axes.map((axis) => axisOf('Slice', x, axis));
  const all = (value: number): Value => g.integers(indices.map(() => value));
  const inputs = [x, all(-1), all(-AXIS_END), g.integers(indices), all(-1)];
  return g.apply('Slice', inputs, x);
}

/** What stands in the added rows: zeros, the mirrored value without its edge, or the edge. */
export type PadMode = 'constant' | 'reflect' | 'edge';

/**
 * Adds elements around a value.
 *
 * @param widths - For each axis how many come before and after.
 * @throws {@link GraphError} if there is not one pair for each axis.
 */
export function pad(
  g: GraphBuilder,
  x: Value,
  widths: readonly (readonly [before: number, after: number])[],
  mode: PadMode = 'constant',
): Value {
  if (widths.length !== x.shape.length) reject('Pad', [x], `${x.shape.length} pairs of widths`);
  const pads = [...widths.map(([before]) => before), ...widths.map(([, after]) => after)];
  const shape = x.shape.map((dim, i) => plus(dim, widths[i][0] + widths[i][1]));
  return g.apply('Pad', [x, g.integers(pads)], { type: x.type, shape }, { mode });
}

/**
 * Rows of a value by their numbers.
 *
 * @param indices - int64 or int32 of any shape; it takes the place of the axis.
 * @throws {@link GraphError} if `indices` are no integers, or the axis does not exist.
 */
export function gather(g: GraphBuilder, x: Value, indices: Value, axis = 0): Value {
  expectType('Gather', [indices], ['int64', 'int32']);
  const index = axisOf('Gather', x, axis);
  const shape = x.shape.toSpliced(index, 1, ...indices.shape);
  return g.apply('Gather', [x, indices], { type: x.type, shape }, { axis: index });
}

/** Number of positions in a range. */
function sizeOf(x: Value, axis: number, { start, end, step = 1 }: Range): Dim {
  const span = spanOf(x.shape[axis], start, end);
  const isEmpty = span === undefined || (typeof span === 'number' && span < 1);
  if (isEmpty || !Number.isInteger(step) || step < 1) {
    reject('Slice', [x], `a range inside axis ${axis}, not ${start} to ${end ?? 'end'} by ${step}`);
  }
  return ceilDivide(span, step);
}

/** Distance between two ends; undefined if one lies outside, or an unknown size decides. */
function spanOf(dim: Dim, start: number, end: number | undefined): Dim | undefined {
  const from = start < 0 ? plus(dim, start) : start;
  const to = end === undefined ? dim : end < 0 ? plus(dim, end) : end;
  const isOutside = typeof dim === 'number' && (Number(from) < 0 || Number(to) > dim);
  return isOutside ? undefined : minus(to, from);
}
