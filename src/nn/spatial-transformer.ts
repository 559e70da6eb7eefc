/**
 * Spatial transformers as RegAD puts them behind each stage of its backbone: a small network looks
 * at a map and says how to turn, shift or scale it (arXiv:1506.02025; RegAD's models/stn.py).
 *
 * @module
 */
import type { GraphBuilder } from '../graph/builder.ts';
import { fixedDim } from '../graph/operators/check.ts';
import { add, cos, mul, relu, sin } from '../graph/operators/elementwise.ts';
import { concat, flatten, reshape } from '../graph/operators/layout.ts';
import { matMul } from '../graph/operators/matmul.ts';
import { slice } from '../graph/operators/region.ts';
import { interpolateBilinear } from '../graph/operators/resize.ts';
import { affineGrid, gridSample } from '../graph/operators/warp.ts';
import { maxPool } from '../graph/operators/window.ts';
import type { Value } from '../graph/value.ts';
import { TRANSFORMER } from '../hyperparameters.ts';
import { type Layers, linearLayer, within } from './layers.ts';
import { fromValues, zeros } from './start.ts';

/** Which maps a transformer may choose from, by RegAD's names. */
export const TRANSFORMER_MODES = [
  'affine',
  'translation',
  'rotation',
  'scale',
  'shear',
  'rotation_scale',
  'translation_scale',
  'rotation_translation',
  'rotation_translation_scale',
] as const;

/** One of {@link TRANSFORMER_MODES}. */
export type TransformerMode = (typeof TRANSFORMER_MODES)[number];

/** How parameters make the matrix [[θ0, θ1, θ2], [θ3, θ4, θ5]]. */
interface Mode {
  /** Parameters that change nothing. */
  readonly identity: readonly number[];
  /** What the matrix is made of, from one value a parameter. */
  readonly terms: (g: GraphBuilder, parameters: readonly Value[]) => readonly Value[];
  /** Where each term stands, and its sign: `-1` is θ1 negated. */
  readonly places: readonly (readonly Place[])[];
  /** The matrix without its terms. */
  readonly base: readonly number[];
}

/** An element of θ, and the factor of a term there. */
type Place = readonly [element: number, factor: number];

const NOTHING = [0, 0, 0, 0, 0, 0];
const UPRIGHT = [1, 0, 0, 0, 1, 0];

/** sin θ stands twice in a turn. */
const SINE: readonly Place[] = [
  [1, -1],
  [3, 1],
];
const [XX, XY, X, YX, YY, Y] = [0, 1, 2, 3, 4, 5].map((i): readonly Place[] => [[i, 1]]);
const DIAGONAL: readonly Place[] = [...XX, ...YY];

const plain: Mode['terms'] = (_, parameters) => parameters;

const MODES: Readonly<Record<TransformerMode, Mode>> = {
  affine: { identity: UPRIGHT, terms: plain, places: [XX, XY, X, YX, YY, Y], base: NOTHING },
  translation: { identity: [0, 0], terms: plain, places: [X, Y], base: UPRIGHT },
  scale: { identity: [1, 1], terms: plain, places: [XX, YY], base: NOTHING },
  shear: { identity: [0, 0], terms: plain, places: [XY, YX], base: UPRIGHT },
  translation_scale: {
    identity: [0, 0, 1, 1],
    terms: plain,
    places: [X, Y, XX, YY],
    base: NOTHING,
  },
  rotation: {
    identity: [0],
    terms: (g, [angle]) => [cos(g, angle), sin(g, angle)],
    places: [DIAGONAL, SINE],
    base: NOTHING,
  },
  rotation_translation: {
    identity: [0, 0, 0],
    terms: (g, [angle, ...shift]) => [cos(g, angle), sin(g, angle), ...shift],
    places: [DIAGONAL, SINE, X, Y],
    base: NOTHING,
  },
  rotation_scale: {
    identity: [0, 1, 1],
    terms: (g, [angle, ...scales]) => [...scaledTurn(g, angle, scales)],
    places: [XX, YY, SINE],
    base: NOTHING,
  },
  rotation_translation_scale: {
    identity: [0, 0, 0, 1, 1],
    terms: (g, [angle, x, y, ...scales]) => [...scaledTurn(g, angle, scales), x, y],
    places: [XX, YY, SINE, X, Y],
    base: NOTHING,
  },
};

/** cos · sx, cos · sy and sin: RegAD scales the diagonal only. */
function scaledTurn(g: GraphBuilder, angle: Value, [sx, sy]: readonly Value[]): readonly Value[] {
  const cosine = cos(g, angle);
  return [mul(g, cosine, sx), mul(g, cosine, sy), sin(g, angle)];
}

/** A map that was warped, and how. */
export interface Transformed {
  /** Shape [B, C, H, W]. */
  readonly y: Value;
  /** From positions of `y` to positions of the map, shape [B, 2, 3]. */
  readonly theta: Value;
}

/** Where a spatial transformer stands in a network, and what it may do. */
export interface SpatialTransformer {
  /** Key in the state dict, such as `stn1`. */
  readonly key: string;
  /** Which maps it may choose from. */
  readonly mode: TransformerMode;
  /**
   * Side of the map that its linear layers look at, a quarter of the map it was trained with; maps
   * of another size are resized to it. Default: a quarter of this map.
   */
  readonly side?: number;
}

/**
 * Adds a spatial transformer.
 *
 * @param x - Shape [B, C, H, W].
 */
export function spatialTransformer(
  layers: Layers,
  x: Value,
  transformer: SpatialTransformer,
): Transformed {
  const theta = localize(layers, x, transformer);
  const y = within(layers, transformer.key, (g) => gridSample(g, x, affineGrid(g, theta, x)));
  return { y, theta };
}

/** The network that chooses θ, shape [B, 2, 3]. */
function localize(layers: Layers, x: Value, { key, mode, side }: SpatialTransformer): Value {
  const { g, convBatchNorm } = layers;
  const [first, second] = TRANSFORMER.filters;
  const pool = (y: Value): Value => maxPool(g, relu(g, y), 3, { stride: 2, padding: 1 });
  const layer = (at: number, filters: number) => ({
    conv: `${key}.conv.${at}`,
    norm: `${key}.conv.${at + 1}`,
    filters,
    kernel: 3,
  });
  const pooled = pool(convBatchNorm(pool(convBatchNorm(x, layer(0, first))), layer(4, second)));
  const sized = side === undefined ? pooled : interpolateBilinear(g, pooled, [side, side]);
  const hidden = linearLayer(layers, flatten(g, sized), {
    key: `${key}.fc.0`,
    width: TRANSFORMER.width,
  });
  const { identity } = MODES[mode];
  const parameters = linearLayer(layers, relu(g, hidden), {
    key: `${key}.fc.2`,
    width: identity.length,
    starts: [zeros, fromValues(identity)],
  });
  return within(layers, key, () => matrixOf(g, parameters, mode));
}

/**
 * The affine map that some parameters stand for.
 *
 * @param parameters - Shape [B, P].
 * @returns Shape [B, 2, 3].
 */
function matrixOf(g: GraphBuilder, parameters: Value, mode: TransformerMode): Value {
  const { terms, places, base } = MODES[mode];
  const columns = Array.from({ length: fixedDim('Slice', parameters, 1) }, (_, i) =>
    slice(g, parameters, [{ axis: 1, start: i, end: i + 1 }]),
  );
  const placed = new Float32Array(places.length * base.length);
  places.forEach((elements, row) => {
    for (const [element, factor] of elements) placed[row * base.length + element] = factor;
  });
  const table = g.constant(placed, [places.length, base.length]);
  const elements = matMul(g, concat(g, terms(g, columns), 1), table);
  const theta = add(g, elements, g.constant(Float32Array.from(base), [base.length]));
  return reshape(g, theta, [theta.shape[0], 2, 3]);
}
