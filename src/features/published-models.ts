/**
 * Weights that others publish and that this package cannot carry: their homes, licences and hashes.
 *
 * @module
 */

/** A file of weights. */
export interface WeightsFile {
  /**
   * Its home; none if its authors hand it out in another way. A place on Hugging Face names the commit,
   * so that its content cannot change.
   */
  readonly url?: string;
  /** SHA-256 of the file by public record, hexadecimal; without one the server's word counts. */
  readonly sha256?: string;
  /** Size by public record. */
  readonly bytes?: number;
}

/** Weights that can be pulled, and the model that they become. */
export interface PublishedModel {
  /** What the model is called here. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** Network that `importStateDict` builds of them; one that it does not know cannot be pulled yet. */
  readonly architecture: string;
  /** Licence of the weights. */
  readonly licence: string;
  /** Its text. */
  readonly licenceUrl: string;
  /** What has to be said of the licence before it is accepted; nothing of those without conditions. */
  readonly conditions?: string;
  /** Page on which access has to be asked for. */
  readonly accessUrl?: string;
  /** Authors, name and paper. */
  readonly provenance: string;
  /** The same weights in one or more files, the first choice first. */
  readonly files: readonly WeightsFile[];
}

const TORCHVISION = {
  licence: 'BSD-3-Clause (torchvision); trained on ImageNet',
  licenceUrl: 'https://github.com/pytorch/vision/blob/main/LICENSE',
} as const;

const DINOV2 = {
  licence: 'Apache-2.0',
  licenceUrl: 'https://github.com/facebookresearch/dinov2/blob/main/LICENSE',
} as const;

/** Every hash was seen in several public places that agree; torchvision's begin as the names say. */
export const PUBLISHED_MODELS: readonly PublishedModel[] = [
  {
    name: 'dinov2-small',
    title: 'DINOv2 ViT-S/14',
    architecture: 'dinov2-small',
    ...DINOV2,
    provenance: 'Meta AI, DINOv2 ViT-S/14 (arXiv:2304.07193)',
    files: [
      {
        url: 'https://dl.fbaipublicfiles.com/dinov2/dinov2_vits14/dinov2_vits14_pretrain.pth',
        sha256: 'b938bf1bc15cd2ec0feacfe3a1bb553fe8ea9ca46a7e1d8d00217f29aef60cd9',
        bytes: 88_283_115,
      },
      {
        url: 'https://huggingface.co/facebook/dinov2-small/resolve/ed25f3a31f01632728cabb09d1542f84ab7b0056/model.safetensors',
        sha256: 'ae1e99fcefd534ed978cdeb8326f08030c96e28b7a81ffcbc98a857c84d14be1',
        bytes: 88_249_960,
      },
    ],
  },
  {
    name: 'dinov2-small-registers',
    title: 'DINOv2 ViT-S/14 with registers',
    architecture: 'dinov2-small-registers',
    ...DINOV2,
    provenance: 'Meta AI, DINOv2 ViT-S/14 with registers (arXiv:2309.16588)',
    files: [
      {
        url: 'https://dl.fbaipublicfiles.com/dinov2/dinov2_vits14/dinov2_vits14_reg4_pretrain.pth',
        sha256: 'f433177089a681826f849f194ece3bb48f4d63fb38d32fc837e3dc7a4e5641fb',
        bytes: 88_291_785,
      },
    ],
  },
  {
    name: 'dinov3-small',
    title: 'DINOv3 ViT-S/16',
    architecture: 'dinov3-small',
    licence: 'DINOv3 License',
    licenceUrl: 'https://github.com/facebookresearch/dinov3/blob/main/LICENSE.md',
    conditions:
      'It is no open-source licence: it forbids some uses, and asks something of those who pass on the weights or what they made of them. Read it first.',
    accessUrl: 'https://huggingface.co/facebook/dinov3-vits16-pretrain-lvd1689m',
    provenance: 'Meta AI, DINOv3 ViT-S/16 (arXiv:2508.10104)',
    files: [
      {
        url: 'https://huggingface.co/facebook/dinov3-vits16-pretrain-lvd1689m/resolve/114c1379950215c8b35dfcd4e90a5c251dde0d32/model.safetensors',
        sha256: '4610ad75edef83e75afdebf162d148dc628045ea6cbb83d67d4708c709c4f91d',
        bytes: 86_406_384,
      },
      {
        // dinov3_vits16_pretrain_lvd1689m-08c60483.pth, by a link that Meta sends.
        sha256: '08c60483bc63c04f533611e34bf70b120eedb7240f469bc16e9e20bf344b941d',
        bytes: 86_531_063,
      },
    ],
  },
  {
    name: 'dino-small',
    title: 'DINO ViT-S/16',
    architecture: 'dino-small',
    licence: 'Apache-2.0',
    licenceUrl: 'https://github.com/facebookresearch/dino/blob/main/LICENSE',
    provenance: 'Meta AI, DINO ViT-S/16 (arXiv:2104.14294)',
    files: [
      {
        url: 'https://huggingface.co/facebook/dino-vits16/resolve/abe3b354cb6a9b6f146096b14a4a9d7eecbcb4bd/pytorch_model.bin',
      },
    ],
  },
  {
    name: 'convnext-tiny',
    title: 'ConvNeXt-Tiny',
    architecture: 'convnext-tiny',
    ...TORCHVISION,
    provenance: 'torchvision, ConvNeXt_Tiny_Weights.IMAGENET1K_V1 (arXiv:2201.03545)',
    files: [
      {
        url: 'https://download.pytorch.org/models/convnext_tiny-983f1562.pth',
        sha256: '983f1562536e84ff750a1576fb08e54de751dbf2e17c0d8a4a13704341fdcd3d',
      },
    ],
  },
  {
    name: 'wide-resnet50',
    title: 'WideResNet-50-2',
    architecture: 'wide-resnet50',
    ...TORCHVISION,
    provenance: 'torchvision, Wide_ResNet50_2_Weights.IMAGENET1K_V1 (arXiv:1605.07146)',
    files: [
      {
        url: 'https://download.pytorch.org/models/wide_resnet50_2-95faca4d.pth',
        sha256: '95faca4d11227dddf8633dbb5ff6c8a9003c1aa5b8945c73834b8007b10950b8',
        bytes: 138_223_492,
      },
    ],
  },
  {
    name: 'resnet18-imagenet',
    title: 'ResNet-18',
    architecture: 'resnet18',
    ...TORCHVISION,
    provenance: 'torchvision, ResNet18_Weights.IMAGENET1K_V1 (arXiv:1512.03385)',
    files: [
      {
        url: 'https://download.pytorch.org/models/resnet18-f37072fd.pth',
        sha256: 'f37072fd47e89c5e827621c5baffa7500819f7896bbacec160b1a16c560e07ec',
        bytes: 46_830_571,
      },
    ],
  },
];
