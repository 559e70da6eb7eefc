import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ModelError } from '../errors.ts';
import { readStateDict } from '../nn/read-state-dict.ts';
import type { StateDict } from '../nn/state-dict.ts';
import { buildStep, groupOf } from '../nn/training-graph.ts';
import { trainingConfig, type TrainingSettings } from '../training/settings.ts';
import { readFileBytes } from './files.ts';

/** Weights that a training begins with. */
export interface StartWeights {
  /** File that they are from; null for random ones. */
  readonly path: string | null;
  /** Content of the file. */
  readonly bytes: Uint8Array | null;
  /** Arrays by torchvision's keys; empty for random ones. */
  readonly state: StateDict;
}

/** What names random weights on a command line. */
const NONE = 'none';

/** ImageNet weights beside a checkout of the project, for work on it. */
const BESIDE_CHECKOUT = join(
  fileURLToPath(new URL('../../', import.meta.url)),
  '../shared/weights/resnet18_tv_in1k_v1_conv1-layer3_bn_recalibrated.npz',
);

/**
 * Reads the weights to begin with.
 *
 * @param named - A file, `none` for random ones, or null for ImageNet's beside a checkout.
 * @throws {@link ModelError} if there is none, or it lacks an array of the backbone.
 */
export async function findStartWeights(
  named: string | null,
  settings: TrainingSettings,
): Promise<StartWeights> {
  if (named === NONE) return { path: NONE, bytes: null, state: new Map() };
  const path = named ?? (settings.backbone === 'resnet18' ? BESIDE_CHECKOUT : '');
  if (named === null && !existsSync(path)) {
    throw new ModelError(
      'to begin with',
      "no --start is given: expected a state dict of torchvision's ImageNet weights",
      'Save them from PyTorch with safetensors.torch.save_file(torchvision.models.resnet18(weights="IMAGENET1K_V1").state_dict(), "resnet18.safetensors") and pass --start resnet18.safetensors; or --start none for random weights.',
    );
  }
  const bytes = await readFileBytes(path);
  const state = readStateDict(bytes, path);
  const { parameters, statistics } = buildStep({ ...trainingConfig(settings), pairs: 2 });
  const missing = [...parameters, ...statistics].find(
    ({ key }) => groupOf(key) === 'backbone' && !state.has(key),
  );
  if (missing === undefined) return { path, bytes, state };
  throw new ModelError(
    path,
    `it has no "${missing.key}": expected all arrays of a ${settings.backbone}`,
    'Pass a state dict of that network, with the keys that torchvision gives them.',
  );
}
