import { SUBSPACE } from '../../hyperparameters.ts';
import { lookedRows } from '../../inspection/looked-patches.ts';
import { positive } from '../../inspection/value-kind.ts';
import { fitSubspace } from '../../memory-bank/subspace.ts';
import { topMeanScore } from '../../scoring/image-score.ts';
import { defineMethod, type MethodEntry } from './method-entry.ts';
import {
  turnedPatchMethod,
  type TurnedPatchOptions,
  turnedPatchOptions,
} from './turned-patches.ts';

/** Options of {@link subspace}. */
interface SubspaceOptions extends TurnedPatchOptions {
  /** Share of the variance within the subspace. */
  readonly explainedVariance: number;
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
    ...turnedPatchOptions(SUBSPACE.rotations),
  },
  make: (options) =>
    turnedPatchMethod(options, {
      learn: async (runtime, patches) => {
        const rows = patches.map(lookedRows).filter((some) => some.rows > 0);
        const fitted = await fitSubspace(runtime, rows, options.explainedVariance);
        return {
          distances: (features) => fitted.squaredResiduals(features),
          release: () => fitted.release(),
        };
      },
      score: (_, map) => topMeanScore(map, options.topShare),
    }),
});
