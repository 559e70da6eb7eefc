/**
 * ResNet-18 up to layer3 (arXiv:1512.03385), in torchvision's layout.
 *
 * @module
 */
import { add, relu } from '../graph/operators/elementwise.ts';
import { maxPool } from '../graph/operators/window.ts';
import type { Value } from '../graph/value.ts';
import type { Layers } from './layers.ts';

/** Stages of the network, in their order; each halves the grid but the first. */
export const RESNET_STAGES = [
  { name: 'layer1', stride: 1, widen: 1 },
  { name: 'layer2', stride: 2, widen: 2 },
  { name: 'layer3', stride: 2, widen: 4 },
] as const;

/** A stage of ResNet-18. */
export type ResNetStage = (typeof RESNET_STAGES)[number];

/** Channels of the published network's first stage. */
export const RESNET_WIDTH = 64;

/** Basic blocks of a stage of ResNet-18. */
const BLOCKS = 2;

/**
 * The first layers: a 7×7 convolution and a pooling.
 *
 * @param input - Shape [B, 3, H, W].
 * @param width - Channels of the first stage.
 * @returns Shape [B, `width`, ⌈H/4⌉, ⌈W/4⌉].
 */
export function resNetStem(layers: Layers, input: Value, width: number): Value {
  const layer = { conv: 'conv1', norm: 'bn1', filters: width, kernel: 7, stride: 2 };
  const x = relu(layers.g, layers.convBatchNorm(input, layer));
  return maxPool(layers.g, x, 3, { stride: 2, padding: 1 });
}

/**
 * One stage: two blocks, the first of which widens the map and halves its grid.
 *
 * @param x - What the stage before put out, shape [B, C, H, W].
 * @param width - Channels of the first stage.
 * @returns Shape [B, `width · widen`, ⌈H/stride⌉, ⌈W/stride⌉].
 */
export function resNetStage(layers: Layers, x: Value, stage: ResNetStage, width: number): Value {
  let y = x;
  for (let i = 0; i < BLOCKS; i++) {
    const shape = { filters: width * stage.widen, stride: i === 0 ? stage.stride : 1 };
    y = basicBlock(layers, y, `${stage.name}.${i}`, shape);
  }
  return y;
}

/** Two 3×3 convolutions beside a shortcut, which is a 1×1 convolution where the shape changes. */
function basicBlock(
  { g, convBatchNorm }: Layers,
  x: Value,
  name: string,
  { filters, stride }: { readonly filters: number; readonly stride: number },
): Value {
  const layer = (conv: string, norm: string, kernel: number, step: number) => ({
    conv: `${name}.${conv}`,
    norm: `${name}.${norm}`,
    filters,
    kernel,
    stride: step,
  });
  const hidden = relu(g, convBatchNorm(x, layer('conv1', 'bn1', 3, stride)));
  const main = convBatchNorm(hidden, layer('conv2', 'bn2', 3, 1));
  const isSameShape = stride === 1 && x.shape[1] === filters;
  const shortcut = isSameShape
    ? x
    : convBatchNorm(x, layer('downsample.0', 'downsample.1', 1, stride));
  return relu(g, add(g, main, shortcut));
}
