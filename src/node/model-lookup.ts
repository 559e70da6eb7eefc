import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ModelError } from '../errors.ts';
import { importOnnx } from '../features/model-import.ts';
import type { ModelInfo } from '../features/model-info.ts';
import { readFileBytes } from './files.ts';

/** A model, ready for an extractor. */
export interface FoundModel {
  /** Where it came from. */
  readonly path: string;
  /** A model file with fewgood's metadata. */
  readonly bytes: Uint8Array;
}

/** The package's own folder: two above dist/node/ and src/node/. */
const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));

/** A plain ResNet-18 beside a checkout of the project, for work on it. */
const BESIDE_CHECKOUT = join(PACKAGE, '../shared/weights/resnet18_tv_in1k_v1_layers1-3.onnx');

/**
 * Finds the model to use: the file named, else FEWGOOD_MODEL, else the one beside a checkout.
 *
 * @param named - What the user named with --model.
 * @param wanted - The model of a part; names it when none is found.
 * @throws {@link ModelError} if there is none, with how to get one.
 */
export async function findModel(named?: string, wanted?: ModelInfo): Promise<FoundModel> {
  const path = named ?? process.env['FEWGOOD_MODEL'];
  if (path !== undefined && path !== '') return { path, bytes: await readFileBytes(path) };
  if (existsSync(BESIDE_CHECKOUT)) {
    const bytes = importOnnx(await readFileBytes(BESIDE_CHECKOUT), {
      name: 'ResNet-18, ImageNet (torchvision IMAGENET1K_V1)',
      licence: 'BSD-3-Clause (torchvision); trained on ImageNet',
      provenance: 'torchvision IMAGENET1K_V1, conv1 to layer3',
      defaultLevels: ['layer2', 'layer3'],
    });
    return { path: BESIDE_CHECKOUT, bytes };
  }
  throw new ModelError(
    wanted?.name ?? 'for this',
    'none is named, FEWGOOD_MODEL is not set and the package carries none: expected a model file',
    'Make one from torchvision weights with `fewgood model import resnet18.safetensors --architecture resnet18 --out resnet18.onnx`, then pass --model resnet18.onnx.',
  );
}
