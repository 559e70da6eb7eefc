import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ModelError } from '../../errors.ts';
import type { ModelInfo } from '../../features/model-info.ts';
import { readFileBytes } from '../files/files.ts';

/** A model, ready for an extractor. */
export interface FoundModel {
  /** Where it came from. */
  readonly path: string;
  /** A model file with fewgood's metadata. */
  readonly bytes: Uint8Array;
}

/** The model that the package carries: two folders above dist/node/ and src/node/. */
export const PACKAGED_MODEL: string = fileURLToPath(
  new URL('../../../models/fewgood-resnet18.onnx', import.meta.url),
);

/**
 * Finds the model to use: the file named, else FEWGOOD_MODEL, else the one that the package carries.
 *
 * @param named - What the user named with --model.
 * @param wanted - The model of a part; names it when none is found.
 * @throws {@link ModelError} if there is none, with how to get one.
 */
export async function findModel(named?: string, wanted?: ModelInfo): Promise<FoundModel> {
  const chosen = named ?? process.env['FEWGOOD_MODEL'];
  const path = chosen || (existsSync(PACKAGED_MODEL) ? PACKAGED_MODEL : undefined);
  if (path !== undefined) return { path, bytes: await readFileBytes(path) };
  throw new ModelError(
    wanted?.name ?? 'for this',
    'none is named, FEWGOOD_MODEL is not set and the package carries none: expected a model file',
    'Install the package again, or make a model from torchvision weights with `fewgood model import resnet18.safetensors --architecture resnet18 --out resnet18.onnx` and name it: `--model resnet18.onnx` (`--backbone` where methods are measured), or FEWGOOD_MODEL=resnet18.onnx.',
  );
}
