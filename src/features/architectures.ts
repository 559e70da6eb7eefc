import { ANOMALY_DINO, TRANSFORMER } from '../hyperparameters.ts';
import type { BackboneConfig } from '../nn/backbone.ts';
import { VISION_TRANSFORMERS, type VitConfig, type VitName } from '../nn/vision-transformer.ts';
import type { ModelDefaults } from './model-info.ts';

/** Networks that `importStateDict` can build. */
export const architectures = [
  'resnet18',
  'resnet18-stn',
  'convnext-tiny',
  'wide-resnet50',
  'dinov2-small',
  'dinov2-small-registers',
  'dinov3-small',
  'dino-small',
  'deit-tiny',
] as const;

/** One of {@link architectures}. */
export type Architecture = (typeof architectures)[number];

/** Weights that the authors of a network published. */
export interface PublishedWeights {
  /** Their licence. */
  readonly licence: string;
  /** Authors and paper. */
  readonly provenance: string;
}

/** A network of convolutions. */
export interface ConvolutionalEntry extends PublishedWeights {
  /** How it is built. */
  readonly backbone: BackboneConfig;
}

/** A vision transformer. */
export interface TransformerEntry extends PublishedWeights {
  /** How it is built. */
  readonly vit: VitConfig;
  /** Blocks whose maps a part uses, as far as the network has them; else the last. */
  readonly blocks?: readonly number[];
  /** Settings of a part that suit it. */
  readonly defaults: ModelDefaults;
}

const TORCHVISION = 'BSD-3-Clause';
const APACHE = 'Apache-2.0';

/**
 * What is known of each network. AnomalyDINO publishes its settings for DINOv2; that they suit the
 * other self-supervised networks is decided, not measured.
 */
export const ARCHITECTURES: Readonly<
  Record<Exclude<Architecture, VitName>, ConvolutionalEntry> & Record<VitName, TransformerEntry>
> = {
  resnet18: {
    backbone: { network: 'resnet18' },
    licence: TORCHVISION,
    provenance: 'torchvision, ResNet18_Weights.IMAGENET1K_V1 (arXiv:1512.03385)',
  },
  'resnet18-stn': {
    backbone: { network: 'resnet18', transformer: TRANSFORMER.mode },
    licence: 'unknown',
    provenance: 'RegAD or fewgood train (arXiv:2207.07361)',
  },
  'convnext-tiny': {
    backbone: { network: 'convnext-tiny' },
    licence: TORCHVISION,
    provenance: 'torchvision, ConvNeXt_Tiny_Weights.IMAGENET1K_V1 (arXiv:2201.03545)',
  },
  'wide-resnet50': {
    backbone: { network: 'wide-resnet50' },
    licence: TORCHVISION,
    provenance: 'torchvision, Wide_ResNet50_2_Weights.IMAGENET1K_V1 or V2 (arXiv:1605.07146)',
  },
  'dinov2-small': {
    vit: VISION_TRANSFORMERS['dinov2-small'],
    defaults: ANOMALY_DINO,
    licence: APACHE,
    provenance: 'Meta AI, DINOv2 ViT-S/14 (arXiv:2304.07193)',
  },
  'dinov2-small-registers': {
    vit: VISION_TRANSFORMERS['dinov2-small-registers'],
    defaults: ANOMALY_DINO,
    licence: APACHE,
    provenance: 'Meta AI, DINOv2 ViT-S/14 with registers (arXiv:2309.16588)',
  },
  'dinov3-small': {
    vit: VISION_TRANSFORMERS['dinov3-small'],
    defaults: ANOMALY_DINO,
    licence: 'DINOv3 License',
    provenance: 'Meta AI, DINOv3 ViT-S/16 distilled (arXiv:2508.10104)',
  },
  'dino-small': {
    vit: VISION_TRANSFORMERS['dino-small'],
    defaults: ANOMALY_DINO,
    licence: APACHE,
    provenance: 'Meta AI, DINO ViT-S/16 (arXiv:2104.14294)',
  },
  'deit-tiny': {
    vit: VISION_TRANSFORMERS['deit-tiny'],
    // The last blocks of a classifier forget where things are.
    blocks: [4, 8],
    defaults: { neighbourhood: 1, metric: 'cosine' },
    licence: APACHE,
    provenance: 'Meta AI, DeiT-Ti/16 (arXiv:2012.12877)',
  },
};
