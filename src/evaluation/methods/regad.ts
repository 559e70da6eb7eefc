import { AUGMENTATION, REGAD } from '../../hyperparameters.ts';
import { augmentationGrid } from '../../image/augmentation.ts';
import { peakOf } from '../../inspection/leave-one-out.ts';
import { filledRows } from '../../inspection/looked-patches.ts';
import { SETTINGS } from '../../inspection/settings.ts';
import { integer, positive } from '../../inspection/value-kind.ts';
import { fitGaussianGrid } from '../../memory-bank/gaussian-grid.ts';
import { stackLevels } from './embedding.ts';
import { gridMethod, type GridOptions } from './grid-method.ts';
import { levelNames } from './method.ts';
import { defineMethod, type MethodEntry } from './method-entry.ts';

/** Options of {@link regad}. */
export interface RegadOptions extends GridOptions {
  /** ε, added to the diagonal of each covariance. */
  readonly regularization: number;
  /** Most positions that have a Gaussian. */
  readonly ceiling: number;
}

/**
 * RegAD's scoring: at each position a Gaussian of the features of the augmented support set, all
 * levels joined; Mahalanobis distance, whose largest value on the smoothed map is the image score
 * (its "normal distribution estimation" and "inference"; numbers from `test.py` of
 * github.com/MediaBrain-SJTU/RegAD). The features are registered where the backbone has spatial
 * transformers; another backbone's are taken as they are.
 */
export const regad: MethodEntry = defineMethod<RegadOptions>({
  name: 'regad',
  source: 'RegAD (Huang et al., ECCV 2022, arXiv:2207.07361), normal distribution estimation',
  options: {
    regularization: { kind: positive(Infinity, 'n'), default: REGAD.regularization },
    ceiling: { kind: integer(1), default: REGAD.ceiling },
    sigma: SETTINGS.sigma,
    levels: SETTINGS.levels,
  },
  make: (options) =>
    gridMethod({
      options,
      augmentations: augmentationGrid({
        families: REGAD.families,
        pose: [...AUGMENTATION.smallRotations, ...AUGMENTATION.rightAngles],
      }),
      levels: levelNames,
      embed: (maps) => stackLevels(maps, options.ceiling),
      // Turned pictures have places that are looked at in others and not in them: those count as what is beside.
      learn: (runtime, patches) =>
        fitGaussianGrid(runtime, patches.map(filledRows), options.regularization),
      score: (_, map) => peakOf(map),
    }),
});
