/**
 * Rotary position embedding of a grid of patches (arXiv:2104.09864, in two dimensions as in DINOv3,
 * arXiv:2508.10104, section 3.2).
 *
 * @module
 */
import type { GraphBuilder } from '../graph/builder.ts';
import { fixedDim } from '../graph/operators/check.ts';
import { add, mul } from '../graph/operators/elementwise.ts';
import { concat } from '../graph/operators/layout.ts';
import { slice } from '../graph/operators/region.ts';
import type { Value } from '../graph/value.ts';

/** Cosines and sines by which queries and keys turn, each of shape [T, D]. */
export interface RotaryTable {
  /** Cosines. */
  readonly cos: Value;
  /** Sines, the first half of each row negative: they multiply the halves in exchanged places. */
  readonly sin: Value;
}

/** Which tokens there are. */
export interface RotaryGrid {
  /** Side of the grid of patches. */
  readonly side: number;
  /** Tokens in front of the patches, which do not turn. */
  readonly leading: number;
  /** Width of a head, D. */
  readonly width: number;
  /** The longest period, in halves of the picture. */
  readonly base: number;
}

/**
 * Adds the table of a grid. A patch turns by 2π times its centre over each of D/4 periods, the centre
 * in -1 to 1; the first quarter of a row is for its height, the second for its place across, and the
 * second half repeats the first.
 */
export function rotaryTable(
  g: GraphBuilder,
  { side, leading, width, base }: RotaryGrid,
): RotaryTable {
  const tokens = leading + side * side;
  const cos = new Float32Array(tokens * width).fill(1, 0, leading * width);
  const sin = new Float32Array(tokens * width);
  const quarter = width / 4;
  for (let p = 0; p < side * side; p++) {
    const centres = [Math.floor(p / side), p % side].map((i) => (2 * (i + 0.5)) / side - 1);
    for (let i = 0; i < width; i++) {
      const [half, axis] = [Math.floor(i / (2 * quarter)), Math.floor(i / quarter) % 2];
      const angle = (2 * Math.PI * centres[axis]) / base ** ((i % quarter) / quarter);
      const at = (leading + p) * width + i;
      cos[at] = Math.cos(angle);
      sin[at] = half === 0 ? -Math.sin(angle) : Math.sin(angle);
    }
  }
  const shape = [tokens, width];
  return { cos: g.constant(cos, shape, 'rotary/cos'), sin: g.constant(sin, shape, 'rotary/sin') };
}

/**
 * Turns queries or keys: element i and the one half a head further are a point of the plane.
 *
 * @param x - Shape [..., T, D].
 * @returns Shape [..., T, D].
 */
export function rotate(g: GraphBuilder, x: Value, { cos, sin }: RotaryTable): Value {
  const half = fixedDim('Slice', x, -1) / 2;
  const first = slice(g, x, [{ axis: -1, start: 0, end: half }]);
  const second = slice(g, x, [{ axis: -1, start: half }]);
  return add(g, mul(g, x, cos), mul(g, concat(g, [second, first], -1), sin));
}
