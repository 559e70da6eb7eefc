/**
 * EfficientNet-Lite2 up to stride 16 (arXiv:1905.11946; its Lite variants are of TensorFlow's TPU
 * models, efficientnet/lite: no squeeze-and-excitation, ReLU6 instead of swish, a stem that is not
 * scaled). Keys are those of EfficientNet-PyTorch and its Lite port.
 *
 * @module
 */
import { fixedDim } from '../graph/operators/check.ts';
import { add, clip } from '../graph/operators/elementwise.ts';
import type { Value } from '../graph/value.ts';
import { EFFICIENTNET_LITE } from '../hyperparameters.ts';
import type { ConvBatchNorm, Layers } from './layers.ts';

/** A stage of an EfficientNet-Lite: blocks of one width. */
export interface EfficientNetStage {
  /** Channels. */
  readonly width: number;
  /** Blocks. */
  readonly depth: number;
  /** Side of the depthwise window. */
  readonly kernel: number;
  /** Step of the first block. */
  readonly stride: number;
  /** How much wider a block is inside. */
  readonly widen: number;
}

/** Stages up to stride 16; the last two, at stride 32, are left off. */
export const EFFICIENTNET_LITE2: readonly EfficientNetStage[] = [
  { width: 16, depth: 1, kernel: 3, stride: 1, widen: 1 },
  { width: 24, depth: 3, kernel: 3, stride: 2, widen: 6 },
  { width: 48, depth: 3, kernel: 5, stride: 2, widen: 6 },
  { width: 88, depth: 4, kernel: 3, stride: 2, widen: 6 },
  { width: 120, depth: 4, kernel: 5, stride: 1, widen: 6 },
];

const SETTINGS = {
  /** Channels of the stem. */
  stem: 32,
  /** Largest value that ReLU6 lets through. */
  ceiling: 6,
} as const;

/** A feature map at the end of a stage, named after its last block. */
export interface EfficientNetMap {
  /** `b` and the number of the block, counted from 0 over all stages. */
  readonly name: string;
  /** Shape [B, C, H, W]. */
  readonly map: Value;
}

/**
 * Adds the stem and all stages.
 *
 * @param input - Shape [B, 3, H, W].
 * @returns The last map of each stride from 4 on: for Lite2 `b3`, `b6` and `b14`, of strides 4, 8, 16.
 */
export function efficientNetMaps(
  layers: Layers,
  input: Value,
  stages: readonly EfficientNetStage[],
): readonly EfficientNetMap[] {
  const stem = { conv: '_conv_stem', norm: '_bn0', filters: SETTINGS.stem, kernel: 3, stride: 2 };
  let map = activated(layers, input, stem);
  let blocks = 0;
  const maps = stages.map((stage) => {
    for (let i = 0; i < stage.depth; i++, blocks++) {
      const stride = i === 0 ? stage.stride : 1;
      map = block(layers, map, `_blocks.${blocks}`, { ...stage, stride });
    }
    return { name: `b${blocks - 1}`, map };
  });
  return maps.filter((_, i) => i > 0 && stages[i + 1]?.stride !== 1);
}

/** Widens, looks at each channel's surroundings, narrows; beside a shortcut where the shape stays. */
function block(
  layers: Layers,
  x: Value,
  key: string,
  { width, kernel, stride, widen }: Omit<EfficientNetStage, 'depth'>,
): Value {
  const inputs = fixedDim('Conv', x, 1);
  const inner = inputs * widen;
  const layer = (conv: string, norm: string) => ({
    conv: `${key}.${conv}`,
    norm: `${key}.${norm}`,
  });
  const wide =
    widen === 1
      ? x
      : activated(layers, x, { ...layer('_expand_conv', '_bn0'), filters: inner, kernel: 1 });
  const spatial = activated(layers, wide, {
    ...layer('_depthwise_conv', '_bn1'),
    filters: inner,
    groups: inner,
    kernel,
    stride,
  });
  const projection = { ...layer('_project_conv', '_bn2'), filters: width, kernel: 1 };
  const narrow = normalized(layers, spatial, projection);
  return stride === 1 && inputs === width ? add(layers.g, narrow, x) : narrow;
}

/** Convolution, normalization, ReLU6. */
function activated(layers: Layers, x: Value, layer: ConvBatchNorm): Value {
  return clip(layers.g, normalized(layers, x, layer), 0, SETTINGS.ceiling);
}

/** The weights were trained with TensorFlow's padding: another would shift the maps. */
function normalized(layers: Layers, x: Value, layer: ConvBatchNorm): Value {
  return layers.convBatchNorm(x, { ...layer, padding: 'same', epsilon: EFFICIENTNET_LITE.epsilon });
}
