import { NEAREST_PATCH, SCORE } from '../../hyperparameters.ts';
import { augmentationGrid } from '../../image/augmentation.ts';
import { SETTINGS } from '../../inspection/settings.ts';
import { positive } from '../../inspection/value-kind.ts';
import { createNearestNeighbors } from '../../memory-bank/nearest-neighbors.ts';
import type { Runtime } from '../../runtime.ts';
import { topMeanScore } from '../../scoring/image-score.ts';
import { concatRows, type Matrix } from '../../tensor/matrix.ts';
import { interpolateLevels } from './embedding.ts';
import { angles, gridMethod, type GridOptions, type PatchModel } from './grid-method.ts';
import { defaultLevels } from './method.ts';
import { defineMethod, type MethodEntry } from './method-entry.ts';

/** Options of {@link nearestPatch}. */
export interface NearestPatchOptions extends GridOptions {
  /** Degrees by which support pictures are turned. */
  readonly rotations: readonly number[];
  /** Side of the average pooling over patches; 1 for none, as for a vision transformer. */
  readonly neighbourhood: number;
  /** Share of patches that the image score averages. */
  readonly topShare: number;
}

/**
 * AnomalyDINO for any patch features: the cosine distance of each patch to the nearest of all support
 * patches, those of turned pictures among them; the image score is the mean of the top 1 % (3.1, 3.2;
 * numbers from `src/detection.py` and `src/utils.py` of github.com/dammsi/AnomalyDINO). Without its
 * foreground mask, which needs DINOv2's features.
 */
export const nearestPatch: MethodEntry = defineMethod<NearestPatchOptions>({
  name: 'nearest-patch',
  source: 'AnomalyDINO (Damm et al., WACV 2025, arXiv:2405.14529), 3.1 and 3.2',
  options: {
    rotations: { kind: angles, default: NEAREST_PATCH.rotations },
    neighbourhood: { ...SETTINGS.neighbourhood, default: 1 },
    topShare: { kind: positive(1, 'share'), default: SCORE.topShare },
    sigma: SETTINGS.sigma,
    levels: SETTINGS.levels,
  },
  make: (options) =>
    gridMethod({
      options,
      augmentations: augmentationGrid({ families: ['rotation'], pose: options.rotations }),
      levels: defaultLevels,
      embed: (maps) => interpolateLevels(maps, options.neighbourhood),
      learn: learnPatches,
      score: (distances) => topMeanScore(distances, options.topShare),
    }),
});

/** Keeps every patch. */
async function learnPatches(runtime: Runtime, features: readonly Matrix[]): Promise<PatchModel> {
  const search = createNearestNeighbors(runtime, concatRows(features), { metric: 'cosine' });
  return {
    async distances(patches) {
      const { distances } = await search.search(patches);
      return distances.map((d) => (d * d) / 2); // from between unit vectors to 1 - cosine
    },
    release: () => search.release(),
  };
}
