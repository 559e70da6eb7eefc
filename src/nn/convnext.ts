import { fixedDim } from '../graph/operators/check.ts';
import { add, gelu, mul } from '../graph/operators/elementwise.ts';
import { transpose } from '../graph/operators/layout.ts';
import { layerNormalization } from '../graph/operators/normalization.ts';
import { conv } from '../graph/operators/window.ts';
import type { Value } from '../graph/value.ts';
import { type Layers, linearLayer, within } from './layers.ts';
import { constant, ones, truncatedNormal, zeros } from './start.ts';

/** A stage of a ConvNeXt. */
export interface ConvNeXtStage {
  /** Channels. */
  readonly width: number;
  /** Blocks. */
  readonly depth: number;
}

/** ConvNeXt-Tiny at strides 4, 8 and 16 (arXiv:2201.03545, section 3); its last stage is left off. */
export const CONVNEXT_TINY: readonly ConvNeXtStage[] = [
  { width: 96, depth: 3 },
  { width: 192, depth: 3 },
  { width: 384, depth: 9 },
];

/** Numbers of torchvision's models/convnext.py. */
const SETTINGS = {
  /** ε of layer normalizations. */
  epsilon: 1e-6,
  /** Standard deviation of the weights at the start (`trunc_normal_`). */
  std: 0.02,
  /** What the layer scales start with. */
  layerScale: 1e-6,
  /** Side of the depthwise window. */
  kernel: 7,
  /** How much wider a block is inside. */
  widen: 4,
} as const;

const STARTS = [truncatedNormal(SETTINGS.std), zeros] as const;

/** From [B, C, H, W] to [B, H, W, C] and back. */
const CHANNELS_LAST = [0, 2, 3, 1];
const CHANNELS_FIRST = [0, 3, 1, 2];

/**
 * The first layers: pictures in patches of 4×4.
 *
 * @param input - Shape [B, 3, H, W].
 * @returns Shape [B, `width`, H/4, W/4].
 */
export function convNeXtStem(layers: Layers, input: Value, width: number): Value {
  const window = { kernel: 4, stride: 4 };
  const x = biasedConv(layers, input, { key: 'features.0.0', filters: width, ...window });
  return channelNorm(layers, x, 'features.0.1');
}

/**
 * One stage: a step down to half the grid, but for the first stage, and its blocks.
 *
 * @param x - What the stage before put out, shape [B, C, H, W].
 * @param index - Which stage, from 0.
 * @returns Shape [B, `width`, H', W'].
 */
export function convNeXtStage(
  layers: Layers,
  x: Value,
  { width, depth }: ConvNeXtStage,
  index: number,
): Value {
  let y = index === 0 ? x : stepDown(layers, x, `features.${2 * index}`, width);
  for (let i = 0; i < depth; i++) y = block(layers, y, `features.${2 * index + 1}.${i}`);
  return y;
}

function stepDown(layers: Layers, x: Value, key: string, filters: number): Value {
  const normalized = channelNorm(layers, x, `${key}.0`);
  return biasedConv(layers, normalized, { key: `${key}.1`, filters, kernel: 2, stride: 2 });
}

/** Depthwise convolution, then two linear layers at each position, beside a shortcut. */
function block(layers: Layers, x: Value, key: string): Value {
  const { g } = layers;
  const width = fixedDim('Conv', x, 1);
  const window = { kernel: SETTINGS.kernel, padding: (SETTINGS.kernel - 1) / 2, groups: width };
  const spatial = biasedConv(layers, x, { key: `${key}.block.0`, filters: width, ...window });
  const normalized = norm(layers, transpose(g, spatial, CHANNELS_LAST), `${key}.block.2`);
  const hidden = linearLayer(layers, normalized, {
    key: `${key}.block.3`,
    width: SETTINGS.widen * width,
    starts: STARTS,
  });
  const y = linearLayer(layers, gelu(g, hidden), { key: `${key}.block.5`, width, starts: STARTS });
  const scale = layers.parameter(
    `${key}.layer_scale`,
    [width, 1, 1],
    constant(SETTINGS.layerScale),
  );
  return add(g, mul(g, transpose(g, y, CHANNELS_FIRST), scale), x);
}

/** Layer normalization over the channels of each position of [B, C, H, W]. */
function channelNorm(layers: Layers, x: Value, key: string): Value {
  const { g } = layers;
  return transpose(g, norm(layers, transpose(g, x, CHANNELS_LAST), key), CHANNELS_FIRST);
}

/** Layer normalization over the last axis. */
function norm(layers: Layers, x: Value, key: string): Value {
  const shape = [fixedDim('LayerNormalization', x, -1)];
  const scale = layers.parameter(`${key}.weight`, shape, ones);
  const bias = layers.parameter(`${key}.bias`, shape, zeros);
  return within(layers, key, (g) => layerNormalization(g, x, { scale, bias }, SETTINGS.epsilon));
}

interface BiasedConv {
  readonly key: string;
  readonly filters: number;
  readonly kernel: number;
  readonly stride?: number;
  readonly padding?: number;
  readonly groups?: number;
}

function biasedConv(layers: Layers, x: Value, options: BiasedConv): Value {
  const { key, filters, kernel, groups = 1, stride = 1, padding = 0 } = options;
  const shape = [filters, fixedDim('Conv', x, 1) / groups, kernel, kernel];
  const weights = layers.parameter(`${key}.weight`, shape, STARTS[0]);
  const bias = layers.parameter(`${key}.bias`, [filters], STARTS[1]);
  return within(layers, key, (g) => conv(g, x, weights, { stride, padding, groups, bias }));
}
