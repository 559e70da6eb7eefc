import type { Architecture } from './state-dict-import.ts';

/** Weights that the authors of a network published. */
export interface PublishedWeights {
  /** Their licence. */
  readonly licence: string;
  /** Authors, name and paper. */
  readonly provenance: string;
}

const TORCHVISION = 'BSD-3-Clause';
const APACHE = 'Apache-2.0';

/** The weights that each architecture is usually imported from; none of a network without usual ones. */
export const PUBLISHED_WEIGHTS: Readonly<Partial<Record<Architecture, PublishedWeights>>> = {
  resnet18: {
    licence: TORCHVISION,
    provenance: 'torchvision, ResNet18_Weights.IMAGENET1K_V1 (arXiv:1512.03385)',
  },
  'convnext-tiny': {
    licence: TORCHVISION,
    provenance: 'torchvision, ConvNeXt_Tiny_Weights.IMAGENET1K_V1 (arXiv:2201.03545)',
  },
  'wide-resnet50': {
    licence: TORCHVISION,
    provenance: 'torchvision, Wide_ResNet50_2_Weights (arXiv:1605.07146)',
  },
  'dinov2-small': {
    licence: APACHE,
    provenance: 'Meta AI, DINOv2 ViT-S/14 (arXiv:2304.07193)',
  },
  'dinov2-small-registers': {
    licence: APACHE,
    provenance: 'Meta AI, DINOv2 ViT-S/14 with registers (arXiv:2309.16588)',
  },
  'dinov3-small': {
    licence: 'DINOv3 License',
    provenance: 'Meta AI, DINOv3 ViT-S/16 (arXiv:2508.10104)',
  },
  'dino-small': {
    licence: APACHE,
    provenance: 'Meta AI, DINO ViT-S/16 (arXiv:2104.14294)',
  },
  'deit-tiny': {
    licence: APACHE,
    provenance: 'Meta AI, DeiT-Ti/16 (arXiv:2012.12877)',
  },
};
