/**
 * A trained network as a model that puts out feature maps: constant weights, fixed statistics, and
 * each map in the picture's own frame.
 *
 * @module
 */
import { type Graph, GraphBuilder } from '../graph/builder.ts';
import { composeAffine, invertAffine } from '../graph/operators/affine.ts';
import { affineGrid, gridSample } from '../graph/operators/warp.ts';
import type { Value } from '../graph/value.ts';
import { TRANSFORMER } from '../hyperparameters.ts';
import {
  type BackboneConfig,
  backboneStages,
  type FeatureStage,
  transformerKey,
} from './backbone.ts';
import { constantLayers } from './constant-layers.ts';
import { RESNET_STAGES } from './resnet.ts';
import { type BottleneckStage, WIDE_RESNET50 } from './wide-resnet.ts';
import { encode, headKey, type SiameseConfig } from './siamese.ts';
import type { Weights } from '../weights/state-dict.ts';

/** What an inference model is made of; a {@link SiameseConfig} is one. */
export interface InferenceConfig {
  /** The network that makes feature maps. */
  readonly backbone: BackboneConfig;
  /** Encoders whose maps are put out too; none by default. */
  readonly encoder?: SiameseConfig['encoder'];
}

/**
 * Builds a network for inference on pictures of any size.
 *
 * Input `input` of shape [B, 3, H, W]. Outputs by the names of the stages, each of shape
 * [B, C, h, w], and those of encoders by their keys: `encoder`, or `encoder.layer2`.
 *
 * Widths of a ResNet, depths of a wide one and sizes of transformers show in the weights.
 *
 * @param weights - With torchvision's keys, and RegAD's for transformers and encoder.
 * @throws {@link ModelError} if a key is missing, or an array has another shape.
 */
export function buildInference(weights: Weights, { backbone, encoder }: InferenceConfig): Graph {
  const g = new GraphBuilder();
  const layers = constantLayers(g, weights);
  const input = g.input('input', ['n', 3, 'h', 'w']);
  const stages = inPicture(g, backboneStages(layers, input, withSizes(weights, backbone)));
  for (const { name, map, restore } of stages) g.output(name, restore(map));
  if (encoder === undefined) return g;
  for (const { name, map, restore } of encoder === 'last' ? stages.slice(-1) : stages) {
    const key = headKey(encoder, 'encoder', name);
    g.output(key, restore(encode(layers, map, key)));
  }
  return g;
}

/** A stage, and the way of its maps back to the picture. */
interface StageInPicture {
  readonly name: string;
  readonly map: Value;
  /** Moves a map of the stage so that position (i, j) is that of the picture. */
  readonly restore: (map: Value) => Value;
}

/**
 * A stage sees what the transformers before it put out: position p of the second map comes from
 * θ2 p of the first warped map, and that from θ1 θ2 p of the picture. So the way back is the inverse
 * of the product of all θ up to the stage. θ works on coordinates from -1 to 1 that all stages
 * share, whatever their grids, so the matrices multiply.
 *
 * RegAD goes the same way, with one warp for each transformer; one for all of them blurs the map
 * only once. As there, maps of later stages turn about a point a little aside, since a stride puts
 * cell j over cell 2j and not between 2j and 2j + 1: at layer3 three quarters of a cell in each
 * direction for a half turn, under a tenth for ten degrees.
 */
function inPicture(g: GraphBuilder, stages: readonly FeatureStage[]): readonly StageInPicture[] {
  let path: Value | undefined;
  return stages.map(({ name, map, theta }) => {
    path = path && theta ? composeAffine(g, path, theta) : theta;
    const grid = path && affineGrid(g, invertAffine(g, path), map);
    return { name, map, restore: (x) => (grid ? gridSample(g, x, grid) : x) };
  });
}

/** A backbone with what its weights tell: width, and sides of the maps that transformers look at. */
function withSizes(weights: Weights, backbone: BackboneConfig): BackboneConfig {
  if (backbone.network === 'convnext-tiny' || backbone.network === 'efficientnet-lite2')
    return backbone;
  const width = backbone.width ?? weights.shapeOf('conv1.weight')?.[0];
  if (backbone.network === 'wide-resnet50') {
    const stages = WIDE_RESNET50.map((stage, i) => stageOf(weights, `layer${i + 1}`, stage));
    return { stages, ...backbone, ...(width !== undefined && { width }) };
  }
  const sides = RESNET_STAGES.map((_, i) => sideOf(weights, transformerKey(i)));
  return { ...backbone, ...(width !== undefined && { width }), sides };
}

/** Widths and depth of a stage; what a missing key would tell is that of the published network. */
function stageOf(weights: Weights, name: string, published: BottleneckStage): BottleneckStage {
  const [width = published.width, inner = published.inner] =
    weights.shapeOf(`${name}.0.conv3.weight`) ?? [];
  let depth = 0;
  while (weights.has(`${name}.${depth}.conv1.weight`)) depth++;
  return { inner, width, depth: depth || published.depth };
}

/** What fills the first linear layer: 16 maps of side × side. A missing key is told on building. */
function sideOf(weights: Weights, key: string): number {
  const inputs = weights.shapeOf(`${key}.fc.0.weight`)?.[1] ?? 0;
  return Math.max(1, Math.round(Math.sqrt(inputs / TRANSFORMER.filters[1])));
}
