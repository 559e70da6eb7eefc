import type { GraphBuilder, GraphNode } from '../builder.ts';
import {
  fixedShape,
  floatAttribute,
  type GradientRule,
  type GradientRules,
  integerAttribute,
  operandsOf,
  sumTo,
} from '../gradient-rule.ts';
import type { Value } from '../value.ts';
import { add, div, mul, sqrt, sub } from './elementwise.ts';
import { reshape } from './layout.ts';
import { fusedMatMul } from './matmul.ts';
import { reduceMean, reduceSum } from './reduce.ts';

/** Gradients of the operators in `normalization.ts`. */
export const normalizationGradients: GradientRules = {
  BatchNormalization: batchNormalizationGradients,
  LayerNormalization: (g, node, dy) => {
    const [x, scale] = operandsOf(node);
    const [, mean, inverse] = node.outputs;
    const normalized = mul(g, sub(g, x, mean), inverse);
    return [
      () => {
        const slope = mul(g, dy, scale);
        const along = reduceMean(g, mul(g, slope, normalized), [-1]);
        const projection = add(g, reduceMean(g, slope, [-1]), mul(g, normalized, along));
        return mul(g, sub(g, slope, projection), inverse);
      },
      () => sumTo(g, mul(g, dy, normalized), scale.shape),
      () => sumTo(g, dy, scale.shape),
    ];
  },
};

/**
 * With x̂ = (x − mean) / σ: dγ = Σ dy x̂ and dβ = Σ dy; dx = γ/σ dy where the statistics are fixed,
 * and γ/σ (dy − dβ/M − x̂ dγ/M) where they are those of the batch of M elements a channel.
 */
function batchNormalizationGradients(
  g: GraphBuilder,
  node: GraphNode,
  dy: Value,
): ReturnType<GradientRule> {
  const [x, scale] = operandsOf(node);
  const isBatch = integerAttribute(node, 'training_mode') === 1;
  const [mean, variance] = isBatch ? node.outputs.slice(1) : node.inputs.slice(3);
  if (!mean || !variance) return [];
  const epsilon = floatAttribute(node, 'epsilon', 1e-5);
  const inverse = div(g, g.scalar(1), sqrt(g, add(g, variance, g.scalar(epsilon))));
  const dBias = reduceSum(g, dy, [0, 2, 3], { keepDims: false });
  const dScale = mul(g, inverse, sub(g, channelProducts(g, dy, x), mul(g, mean, dBias)));
  return [
    () => {
      const slope = mul(g, scale, inverse);
      const direct = mul(g, dy, perChannel(g, slope));
      if (!isBatch) return direct;
      // Channel by channel first, so that the map itself is passed over as few times as can be.
      const perElement = mul(g, slope, g.scalar(-1 / elementsPerChannel(x)));
      const ofX = mul(g, mul(g, perElement, inverse), dScale);
      const constant = sub(g, mul(g, perElement, dBias), mul(g, ofX, mean));
      const through = add(g, mul(g, x, perChannel(g, ofX)), perChannel(g, constant));
      return add(g, direct, through);
    },
    () => dScale,
    () => dBias,
  ];
}

function elementsPerChannel(x: Value): number {
  const [batch, , height, width] = fixedShape('BatchNormalization', x);
  return batch * height * width;
}

/** Shape [C] so that it broadcasts to [B, C, H, W]. */
function perChannel(g: GraphBuilder, x: Value): Value {
  return reshape(g, x, [x.shape[0], 1, 1]);
}

/** Σ a b in each channel of two maps, shape [C], as products of rows with columns (measured). */
function channelProducts(g: GraphBuilder, a: Value, b: Value): Value {
  const [batch, channels, height, width] = fixedShape('BatchNormalization', a);
  const rows = [batch * channels, 1, height * width];
  const [left, right] = [a, b].map((map) => reshape(g, map, rows));
  const products = fusedMatMul(g, left, right, { transposeB: true });
  return reduceSum(g, reshape(g, products, [batch, channels]), [0], { keepDims: false });
}
