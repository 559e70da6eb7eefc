import { NEAREST_PATCH, SCORE } from '../../hyperparameters.ts';
import { augmentationGrid } from '../../image/augmentation.ts';
import { createNearestNeighbors } from '../../memory-bank/nearest-neighbors.ts';
import type { Runtime } from '../../runtime.ts';
import { topMeanScore } from '../../scoring/image-score.ts';
import { concatRows, type Matrix } from '../../tensor/matrix.ts';
import { joinLevels } from './embedding.ts';
import { gridMethod, type GridOptions, type PatchModel } from './grid-method.ts';
import { defaultLevels, type Method } from './method.ts';

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
 *
 * @param options - What differs.
 */
export function nearestPatch(options: Partial<NearestPatchOptions> = {}): Method {
  const complete: NearestPatchOptions = {
    rotations: NEAREST_PATCH.rotations,
    neighbourhood: 1,
    topShare: SCORE.topShare,
    sigma: SCORE.sigma,
    ...options,
  };
  return gridMethod({
    name: 'nearest-patch',
    source: 'AnomalyDINO (Damm et al., WACV 2025, arXiv:2405.14529), 3.1 and 3.2',
    options: { ...complete },
    augmentations: augmentationGrid({ families: ['rotation'], pose: complete.rotations }),
    levels: defaultLevels,
    embed: (maps) => joinLevels(maps, complete.neighbourhood),
    learn: learnPatches,
    score: (distances) => topMeanScore(distances, complete.topShare),
  });
}

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
