import { ModelError, TrainingError } from '../../errors.ts';
import { readStateDict } from '../../weights/read-state-dict.ts';
import { assertShape } from '../../weights/state-dict.ts';
import { buildStep, groupOf, NAMES } from '../../nn/training-graph.ts';
import type { StartWeights } from '../../training/plan.ts';
import { trainingConfig, type TrainingSettings } from '../../training/settings.ts';
import { readFileBytes } from '../files/files.ts';

/** What names random weights. */
const NONE = 'none';

/** PyTorch's functions that make the networks. */
const TORCHVISION = { resnet18: 'resnet18', 'convnext-tiny': 'convnext_tiny' } as const;

/**
 * Reads the weights to begin with. Those of a checkpoint count, its velocities do not: they belong to
 * the steps that led there.
 *
 * @param named - A file, or `none` for random ones.
 * @throws {@link TrainingError} if none is named.
 * @throws {@link ModelError} if it is no state dict of the backbone.
 */
export async function findStartWeights(
  named: string | undefined,
  settings: TrainingSettings,
): Promise<StartWeights> {
  if (named === NONE) return { path: NONE, bytes: null, state: new Map() };
  if (named === undefined) throw noStart(settings);
  const bytes = await readFileBytes(named);
  const velocity = NAMES.velocity('');
  const state = new Map(
    [...readStateDict(bytes, named)].filter(([key]) => !key.startsWith(velocity)),
  );
  const { parameters, statistics } = buildStep({ ...trainingConfig(settings), pairs: 2 });
  for (const { key, shape } of [...parameters, ...statistics]) {
    const array = state.get(key);
    if (array !== undefined) assertShape(key, array.shape, shape, named);
    else if (groupOf(key) === 'backbone') throw lacks(key, named, settings);
  }
  return { path: named, bytes, state };
}

function noStart({ backbone }: TrainingSettings): TrainingError {
  const name = TORCHVISION[backbone];
  return new TrainingError(
    "no start weights are named: expected a state dict of torchvision's ImageNet weights",
    `Save them from PyTorch with safetensors.torch.save_file(torchvision.models.${name}(weights="IMAGENET1K_V1").state_dict(), "${name}.safetensors") and name that file, or ${NONE} for random weights.`,
    { options: ['start'] },
  );
}

function lacks(key: string, file: string, { backbone }: TrainingSettings): ModelError {
  return new ModelError(
    file,
    `it has no "${key}": expected all arrays of a ${backbone}`,
    'Pass a state dict of that network, with the keys that torchvision gives them.',
  );
}
