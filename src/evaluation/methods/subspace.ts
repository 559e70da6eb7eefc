import { SCORE, SUBSPACE } from '../../hyperparameters.ts';
import { augmentationGrid } from '../../image/augmentation.ts';
import { SETTINGS } from '../../inspection/settings.ts';
import { positive } from '../../inspection/value-kind.ts';
import { fitSubspace } from '../../memory-bank/subspace.ts';
import { topMeanScore } from '../../scoring/image-score.ts';
import { interpolateLevels } from './embedding.ts';
import { angles, gridMethod, type GridOptions } from './grid-method.ts';
import { defaultLevels } from './method.ts';
import { defineMethod, type MethodEntry } from './method-entry.ts';

/** Options of {@link subspace}. */
export interface SubspaceOptions extends GridOptions {
  /** Share of the variance within the subspace. */
  readonly explainedVariance: number;
  /** Degrees by which support pictures are turned. */
  readonly rotations: readonly number[];
  /** Side of the average pooling over patches; 1 for none. */
  readonly neighbourhood: number;
  /** Share of pixels that the image score averages. */
  readonly topShare: number;
}

/**
 * SubspaceAD for any patch features: the squared residual of each patch beside the principal subspace
 * of all support patches, those of turned pictures among them; the image score is the mean of the
 * map's top 1 % (numbers from its code, github.com/CLendering/SubspaceAD, whose map is hardly
 * smoothed; here all maps are smoothed alike).
 */
export const subspace: MethodEntry = defineMethod<SubspaceOptions>({
  name: 'subspace',
  source: 'SubspaceAD (Lendering et al., CVPR 2026, arXiv:2602.23013)',
  options: {
    explainedVariance: { kind: positive(1, 'share'), default: SUBSPACE.explainedVariance },
    rotations: { kind: angles, default: SUBSPACE.rotations },
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
      learn: async (runtime, features) => {
        const fitted = await fitSubspace(runtime, features, options.explainedVariance);
        return {
          distances: (patches) => fitted.squaredResiduals(patches),
          release: () => fitted.release(),
        };
      },
      score: (_, map) => topMeanScore(map, options.topShare),
    }),
});
