import { SCORE } from '../../hyperparameters.ts';
import { augmentationGrid } from '../../image/augmentation.ts';
import { SETTINGS } from '../../inspection/settings.ts';
import { positive } from '../../inspection/value-kind.ts';
import { interpolateLevels } from './embedding.ts';
import { angles, type GridMethod, gridMethod, type GridOptions } from './grid-method.ts';
import { defaultLevels } from './method.ts';
import type { MethodDeclaration } from './method-entry.ts';

/** Options of a method whose support pictures are turned all the way round. */
export interface TurnedPatchOptions extends GridOptions {
  /** Degrees by which support pictures are turned. */
  readonly rotations: readonly number[];
  /** Side of the average pooling over patches; 1 for none, as for a vision transformer. */
  readonly neighbourhood: number;
  /** Share of patches, or of pixels of the map, that the image score averages. */
  readonly topShare: number;
}

/** The entries of {@link TurnedPatchOptions}. */
export function turnedPatchOptions(
  rotations: readonly number[],
): MethodDeclaration<TurnedPatchOptions>['options'] {
  return {
    rotations: { kind: angles, default: rotations },
    neighbourhood: { ...SETTINGS.neighbourhood, default: 1 },
    topShare: { kind: positive(1, 'share'), default: SCORE.topShare },
    sigma: SETTINGS.sigma,
    levels: SETTINGS.levels,
  };
}

/** A method that learns from patches of turned pictures, all levels side by side on the finest grid. */
export function turnedPatchMethod(
  options: TurnedPatchOptions,
  { learn, score }: Pick<GridMethod, 'learn' | 'score'>,
): ReturnType<typeof gridMethod> {
  return gridMethod({
    options,
    augmentations: augmentationGrid({ families: ['rotation'], pose: options.rotations }),
    levels: defaultLevels,
    embed: (maps) => interpolateLevels(maps, options.neighbourhood),
    learn,
    score,
  });
}
