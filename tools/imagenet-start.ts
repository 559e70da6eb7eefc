import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { importOnnx } from '../src/features/model-import.ts';
import { readFileBytes } from '../src/node/files.ts';
import type { FoundModel } from '../src/node/model-lookup.ts';

/** A plain ResNet-18 beside a checkout of the project, for work on it. */
const BESIDE_CHECKOUT: string = fileURLToPath(
  new URL('../../shared/weights/resnet18_tv_in1k_v1_layers1-3.onnx', import.meta.url),
);

/** The ImageNet weights that training starts from, where they stand beside a checkout. */
export async function imageNetStart(): Promise<FoundModel | undefined> {
  if (!existsSync(BESIDE_CHECKOUT)) return undefined;
  const bytes = importOnnx(await readFileBytes(BESIDE_CHECKOUT), {
    name: 'ResNet-18, ImageNet (torchvision IMAGENET1K_V1)',
    licence: 'BSD-3-Clause (torchvision); trained on ImageNet',
    provenance: 'torchvision IMAGENET1K_V1, conv1 to layer3',
    defaultLevels: ['layer2', 'layer3'],
  });
  return { path: BESIDE_CHECKOUT, bytes };
}
