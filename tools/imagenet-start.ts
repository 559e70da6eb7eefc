import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { importOnnx } from '../src/features/model-import.ts';
import { readFileBytes } from '../src/node/files/files.ts';
import type { FoundModel } from '../src/node/runtime/model-lookup.ts';

/** A plain ResNet-18 beside a checkout of the project, for work on it. */
const MODEL: string = besideCheckout('resnet18_tv_in1k_v1_layers1-3.onnx');

/** The same as a state dict, for `fewgood train --start`; it need not be there. */
export const IMAGENET_WEIGHTS: string = besideCheckout(
  'resnet18_tv_in1k_v1_conv1-layer3_bn_recalibrated.npz',
);

/** The ImageNet weights that training starts from as a model, where it stands beside a checkout. */
export async function imageNetStart(): Promise<FoundModel | undefined> {
  if (!existsSync(MODEL)) return undefined;
  const bytes = importOnnx(await readFileBytes(MODEL), {
    name: 'ResNet-18, ImageNet (torchvision IMAGENET1K_V1)',
    licence: 'BSD-3-Clause (torchvision); trained on ImageNet',
    provenance: 'torchvision IMAGENET1K_V1, conv1 to layer3',
    defaultLevels: ['layer2', 'layer3'],
  });
  return { path: MODEL, bytes };
}

function besideCheckout(file: string): string {
  return fileURLToPath(new URL(`../../shared/weights/${file}`, import.meta.url));
}
