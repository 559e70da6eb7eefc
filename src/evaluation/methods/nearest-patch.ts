import { NEAREST_PATCH } from '../../hyperparameters.ts';
import type { PatchFeatures } from '../../features/patch-features.ts';
import { lookedRows } from '../../inspection/looked-patches.ts';
import { createNearestNeighbors } from '../../memory-bank/nearest-neighbors.ts';
import type { Runtime } from '../../runtime.ts';
import { topMeanScore } from '../../scoring/image-score.ts';
import { concatRows } from '../../tensor/matrix.ts';
import type { PatchModel } from './grid-method.ts';
import { defineMethod, type MethodEntry } from './method-entry.ts';
import {
  turnedPatchMethod,
  type TurnedPatchOptions,
  turnedPatchOptions,
} from './turned-patches.ts';

/**
 * AnomalyDINO for any patch features: the cosine distance of each patch to the nearest of all support
 * patches, those of turned pictures among them; the image score is the mean of the top 1 % (3.1, 3.2;
 * numbers from `src/detection.py` and `src/utils.py` of github.com/dammsi/AnomalyDINO). Without its
 * foreground mask, which needs DINOv2's features.
 */
export const nearestPatch: MethodEntry = defineMethod<TurnedPatchOptions>({
  name: 'nearest-patch',
  source: 'AnomalyDINO (Damm et al., WACV 2025, arXiv:2405.14529), 3.1 and 3.2',
  options: turnedPatchOptions(NEAREST_PATCH.rotations),
  make: (options) =>
    turnedPatchMethod(options, {
      learn: learnPatches,
      score: (distances) => topMeanScore(distances, options.topShare),
    }),
});

/** Keeps every patch that is looked at. */
async function learnPatches(
  runtime: Runtime,
  patches: readonly PatchFeatures[],
): Promise<PatchModel> {
  const bank = concatRows(patches.map(lookedRows));
  const search = createNearestNeighbors(runtime, bank, { metric: 'cosine' });
  return {
    async distances(features) {
      const { distances } = await search.search(features);
      return distances.map((d) => (d * d) / 2); // from between unit vectors to 1 - cosine
    },
    release: () => search.release(),
  };
}
