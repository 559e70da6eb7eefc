import { type Graph, GraphBuilder } from '../graph/builder.ts';
import { add, relu } from '../graph/operators/elementwise.ts';
import { maxPool } from '../graph/operators/window.ts';
import type { Value } from '../graph/value.ts';
import { type Construction, convBatchNorm } from './conv-batch-norm.ts';
import type { Weights } from './state-dict.ts';

/** Stages of the network, in their order; each halves the grid but the first. */
const LAYERS = [
  { name: 'layer1', stride: 1, widen: 1 },
  { name: 'layer2', stride: 2, widen: 2 },
  { name: 'layer3', stride: 2, widen: 4 },
] as const;

/** Basic blocks of a stage of ResNet-18. */
const BLOCKS = 2;

/** A stage of ResNet-18 whose feature maps can be put out. */
type ResNetLayer = (typeof LAYERS)[number]['name'];

/** How a ResNet-18 is built. */
export interface ResNet18Options {
  /** Channels of the first stage; 64 is the published network. */
  readonly width?: number;
  /** Stages to put out, all three by default; those behind the last one are left off. */
  readonly outputs?: readonly ResNetLayer[];
  /** Multiply batch normalization into the convolutions; default true. */
  readonly foldBatchNorm?: boolean;
}

/**
 * Builds ResNet-18 up to layer3 (arXiv:1512.03385, torchvision's layout) for inference: weights are
 * constants, so that ONNX Runtime can bring them into its own order.
 *
 * Input `input` of shape [B, 3, H, W]; outputs by the names of the stages, each of shape [B, C, h, w]:
 * layer1 has `width` channels at stride 4, layer2 and layer3 twice as many at twice the stride.
 *
 * @param weights - With torchvision's keys.
 * @throws {@link ModelError} if a key is missing, or an array has another shape.
 */
export function buildResNet18(weights: Weights, options: ResNet18Options = {}): Graph {
  const { width = 64, outputs = LAYERS.map((layer) => layer.name), foldBatchNorm = true } = options;
  const g = new GraphBuilder();
  const network: Construction = { g, weights, foldBatchNorm };
  const last = LAYERS.findLastIndex((layer) => outputs.includes(layer.name));

  let x = stem(network, g.input('input', ['n', 3, 'h', 'w']), width);
  for (const { name, stride, widen } of LAYERS.slice(0, last + 1)) {
    for (let i = 0; i < BLOCKS; i++) {
      x = basicBlock(network, x, `${name}.${i}`, {
        filters: width * widen,
        stride: i === 0 ? stride : 1,
      });
    }
    if (outputs.includes(name)) g.output(name, x);
  }
  return g;
}

/** 7×7 convolution and pooling, stride 4 together. */
function stem(network: Construction, input: Value, filters: number): Value {
  const { g } = network;
  const x = convBatchNorm(network, input, {
    conv: 'conv1',
    norm: 'bn1',
    filters,
    kernel: 7,
    stride: 2,
  });
  return maxPool(g, relu(g, x), 3, { stride: 2, padding: 1 });
}

/** Two 3×3 convolutions beside a shortcut, which is a 1×1 convolution where the shape changes. */
function basicBlock(
  network: Construction,
  x: Value,
  name: string,
  { filters, stride }: { readonly filters: number; readonly stride: number },
): Value {
  const { g } = network;
  const layer = (conv: string, norm: string, kernel: number, step: number) => ({
    conv: `${name}.${conv}`,
    norm: `${name}.${norm}`,
    filters,
    kernel,
    stride: step,
  });
  const hidden = relu(g, convBatchNorm(network, x, layer('conv1', 'bn1', 3, stride)));
  const main = convBatchNorm(network, hidden, layer('conv2', 'bn2', 3, 1));
  const isSameShape = stride === 1 && x.shape[1] === filters;
  const shortcut = isSameShape
    ? x
    : convBatchNorm(network, x, layer('downsample.0', 'downsample.1', 1, stride));
  return relu(g, add(g, main, shortcut));
}
