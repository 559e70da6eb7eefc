/**
 * WideResNet-50-2 up to layer3 (arXiv:1605.07146 on arXiv:1512.03385's bottleneck blocks), in
 * torchvision's layout: ResNet-50 whose blocks are twice as wide inside.
 *
 * @module
 */
import { add, relu } from '../graph/operators/elementwise.ts';
import type { Value } from '../graph/value.ts';
import type { Layers } from './layers.ts';

/** A stage of a network of bottleneck blocks. */
export interface BottleneckStage {
  /** Channels within its blocks. */
  readonly inner: number;
  /** Channels that it puts out. */
  readonly width: number;
  /** Blocks. */
  readonly depth: number;
}

/** The published network without its last stage; each stage but the first halves the grid. */
export const WIDE_RESNET50: readonly BottleneckStage[] = [
  { inner: 128, width: 256, depth: 3 },
  { inner: 256, width: 512, depth: 4 },
  { inner: 512, width: 1024, depth: 6 },
];

/**
 * One stage. The first block of a later stage halves the grid in its 3×3 convolution, as torchvision
 * does, not in the 1×1 before it.
 *
 * @param x - What the stage before put out, shape [B, C, H, W].
 * @param index - Which stage, from 0.
 * @returns Shape [B, `width`, ⌈H/stride⌉, ⌈W/stride⌉].
 */
export function bottleneckStage(
  layers: Layers,
  x: Value,
  { inner, width, depth }: BottleneckStage,
  index: number,
): Value {
  let y = x;
  for (let i = 0; i < depth; i++) {
    const stride = i === 0 && index > 0 ? 2 : 1;
    y = bottleneck(layers, y, `layer${index + 1}.${i}`, { inner, width, stride });
  }
  return y;
}

/** 1×1, 3×3 and 1×1 convolutions beside a shortcut, a 1×1 convolution where the shape changes. */
function bottleneck(
  { g, convBatchNorm }: Layers,
  x: Value,
  name: string,
  { inner, width, stride }: Omit<BottleneckStage, 'depth'> & { readonly stride: number },
): Value {
  const layer = (i: number, filters: number, kernel: number, step: number) => ({
    conv: `${name}.conv${i}`,
    norm: `${name}.bn${i}`,
    filters,
    kernel,
    stride: step,
  });
  const narrow = relu(g, convBatchNorm(x, layer(1, inner, 1, 1)));
  const spatial = relu(g, convBatchNorm(narrow, layer(2, inner, 3, stride)));
  const main = convBatchNorm(spatial, layer(3, width, 1, 1));
  const isSameShape = stride === 1 && x.shape[1] === width;
  const down = { conv: `${name}.downsample.0`, norm: `${name}.downsample.1` };
  const shortcut = isSameShape
    ? x
    : convBatchNorm(x, { ...down, filters: width, kernel: 1, stride });
  return relu(g, add(g, main, shortcut));
}
