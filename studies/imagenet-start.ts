import { importOnnx } from '../src/features/model-import.ts';
import { readFileBytes } from '../src/node/files/files.ts';
import type { FoundModel } from '../src/node/runtime/model-lookup.ts';
import { weightsPath } from './data-folders.ts';

/** A plain ResNet-18 of ImageNet weights. */
export const IMAGENET_MODEL: string = weightsPath('resnet18_tv_in1k_v1_layers1-3.onnx');

/** The same as a state dict, for `fewgood train --start`. */
export const IMAGENET_WEIGHTS: string = weightsPath(
  'resnet18_tv_in1k_v1_conv1-layer3_bn_recalibrated.npz',
);

/**
 * The ImageNet weights that training starts from, as a model.
 *
 * @throws {@link FileError} if they are not there.
 */
export async function imageNetStart(): Promise<FoundModel> {
  const bytes = importOnnx(await readFileBytes(IMAGENET_MODEL), {
    name: 'ResNet-18, ImageNet (torchvision IMAGENET1K_V1)',
    licence: 'BSD-3-Clause (torchvision); trained on ImageNet',
    provenance: 'torchvision IMAGENET1K_V1, conv1 to layer3',
    defaultLevels: ['layer2', 'layer3'],
  });
  return { path: IMAGENET_MODEL, bytes };
}
