import { AUGMENTATION, REGAD, SCORE } from '../../hyperparameters.ts';
import { augmentationGrid } from '../../image/augmentation.ts';
import { peakOf } from '../../inspection/leave-one-out.ts';
import { fitGaussianGrid } from '../../memory-bank/gaussian-grid.ts';
import { stackLevels } from './embedding.ts';
import { gridMethod, type GridOptions } from './grid-method.ts';
import { levelNames, type Method } from './method.ts';

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
 *
 * @param options - What differs.
 */
export function regad(options: Partial<RegadOptions> = {}): Method {
  const complete: RegadOptions = {
    regularization: REGAD.regularization,
    ceiling: REGAD.ceiling,
    sigma: SCORE.sigma,
    ...options,
  };
  const { regularization, ceiling } = complete;
  return gridMethod({
    name: 'regad',
    source: 'RegAD (Huang et al., ECCV 2022, arXiv:2207.07361), normal distribution estimation',
    options: { ...complete },
    augmentations: augmentationGrid({
      families: REGAD.families,
      pose: [...AUGMENTATION.smallRotations, ...AUGMENTATION.rightAngles],
    }),
    levels: levelNames,
    embed: (maps) => stackLevels(maps, ceiling),
    learn: (runtime, features) => fitGaussianGrid(runtime, features, regularization),
    score: (_, map) => peakOf(map),
  });
}
