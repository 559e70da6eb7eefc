import type { Value } from '../graph/value.ts';
import { CONVNEXT_TINY, convNeXtStage, convNeXtStem, type ConvNeXtStage } from './convnext.ts';
import { EFFICIENTNET_LITE2, efficientNetMaps, type EfficientNetStage } from './efficientnet.ts';
import type { Layers } from './layers.ts';
import { RESNET_STAGES, RESNET_WIDTH, resNetStage, resNetStem } from './resnet.ts';
import { type BottleneckStage, bottleneckStage, WIDE_RESNET50 } from './wide-resnet.ts';
import { spatialTransformer, type TransformerMode } from './spatial-transformer.ts';

/** A network that makes feature maps, with all that its weights' shapes depend on. */
export type BackboneConfig = ResNetConfig | ConvNeXtConfig | WideResNetConfig | EfficientNetConfig;

/** ResNet-18 up to layer3. */
export interface ResNetConfig {
  /** Which network. */
  readonly network: 'resnet18';
  /** Channels of the first stage; those of the published network by default. */
  readonly width?: number;
  /** Mode of the spatial transformer behind each stage; none by default. */
  readonly transformer?: TransformerMode;
  /**
   * For each transformer the side of the map that its linear layers look at, which depends on the
   * size of the pictures it was trained with; default those for pictures of this size.
   */
  readonly sides?: readonly number[];
}

/** ConvNeXt up to its third stage. */
export interface ConvNeXtConfig {
  /** Which network. */
  readonly network: 'convnext-tiny';
  /** Widths and depths of the stages; those of the published network by default. */
  readonly stages?: readonly ConvNeXtStage[];
}

/** WideResNet-50-2 up to layer3. */
export interface WideResNetConfig {
  /** Which network. */
  readonly network: 'wide-resnet50';
  /** Channels of the first layer; those of the published network by default. */
  readonly width?: number;
  /** Widths and depths of the stages; those of the published network by default. */
  readonly stages?: readonly BottleneckStage[];
}

/** EfficientNet-Lite2 up to stride 16: for inference, since its padding has no gradient. */
export interface EfficientNetConfig {
  /** Which network. */
  readonly network: 'efficientnet-lite2';
  /** The stages; those of the published network by default. */
  readonly stages?: readonly EfficientNetStage[];
}

/** A feature map of a backbone. */
export interface FeatureStage {
  /** Name of the level, such as `layer2`. */
  readonly name: string;
  /** Shape [B, C, H, W]. */
  readonly map: Value;
  /** How the map was warped: from its positions to those of the stage's; none without transformer. */
  readonly theta?: Value;
}

/**
 * Adds a backbone.
 *
 * @param input - Normalised pictures, shape [B, 3, H, W].
 * @returns Its stages, the finest first.
 */
export function backboneStages(
  layers: Layers,
  input: Value,
  config: BackboneConfig,
): readonly FeatureStage[] {
  if (config.network === 'resnet18') return resNetStages(layers, input, config);
  if (config.network === 'convnext-tiny') return convNeXtStages(layers, input, config);
  if (config.network === 'wide-resnet50') return wideResNetStages(layers, input, config);
  return efficientNetMaps(layers, input, config.stages ?? EFFICIENTNET_LITE2);
}

/** Key of the transformer behind a stage, which is counted from 0. */
export function transformerKey(stage: number): string {
  return `stn${stage + 1}`;
}

function resNetStages(
  layers: Layers,
  input: Value,
  { width = RESNET_WIDTH, transformer, sides }: ResNetConfig,
): readonly FeatureStage[] {
  let map = resNetStem(layers, input, width);
  return RESNET_STAGES.map((stage, i) => {
    map = resNetStage(layers, map, stage, width);
    if (transformer === undefined) return { name: stage.name, map };
    const warped = spatialTransformer(layers, map, {
      key: transformerKey(i),
      mode: transformer,
      ...(sides && { side: sides[i] }),
    });
    map = warped.y;
    return { name: stage.name, map, theta: warped.theta };
  });
}

function convNeXtStages(
  layers: Layers,
  input: Value,
  { stages = CONVNEXT_TINY }: ConvNeXtConfig,
): readonly FeatureStage[] {
  let map = convNeXtStem(layers, input, stages[0].width);
  return stages.map((stage, i) => {
    map = convNeXtStage(layers, map, stage, i);
    return { name: `stage${i + 1}`, map };
  });
}

function wideResNetStages(
  layers: Layers,
  input: Value,
  { width = RESNET_WIDTH, stages = WIDE_RESNET50 }: WideResNetConfig,
): readonly FeatureStage[] {
  let map = resNetStem(layers, input, width);
  return stages.map((stage, i) => {
    map = bottleneckStage(layers, map, stage, i);
    return { name: `layer${i + 1}`, map };
  });
}
