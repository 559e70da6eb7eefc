import { existsSync } from 'node:fs';
import { basename } from 'node:path';
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
 * @param file - A file that the user named.
 * @param model - The model of a part; names it when none is found.
 * @throws {@link ModelError} if there is none, with how to get one.
 */
export async function findModel(file?: string, model?: ModelInfo): Promise<FoundModel> {
  const chosen = file ?? process.env['FEWGOOD_MODEL'];
  const path = chosen || (existsSync(PACKAGED_MODEL) ? PACKAGED_MODEL : undefined);
  if (path !== undefined) return { path, bytes: await readFileBytes(path) };
  throw new ModelError(
    model?.name ?? basename(PACKAGED_MODEL),
    'none is named, FEWGOOD_MODEL is not set and the package carries none: expected a model file',
    'Install the package again, or import a model from torchvision weights and name it, or name it in FEWGOOD_MODEL.',
    { options: ['model'], action: 'import a state dict' },
  );
}
