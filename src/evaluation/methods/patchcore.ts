import { BANK, SCORE } from '../../hyperparameters.ts';
import { bankMethod } from './bank-method.ts';
import type { MethodEntry } from './method-entry.ts';

/**
 * PatchCore: locally aware features of the plain pictures, two levels joined on the finer grid (3.1),
 * one coreset of them all (3.2), the reweighted distance of the hottest patch (3.3, equation 7). Its
 * published code leaves the reweighting out; `score: 'max'` does so too.
 */
export const patchcore: MethodEntry = bankMethod({
  name: 'patchcore',
  source: 'PatchCore (Roth et al., CVPR 2022, arXiv:2106.08265), 3.1 to 3.3',
  // All that its paper decides, whatever the defaults of a part are.
  defaults: {
    enlarge: 'none',
    fit: 'stretch',
    pose: 'fixed',
    bankAngles: 'of-pose',
    augment: [],
    draws: 'grid',
    neighbourhood: BANK.neighbourhood,
    fusion: 'concat',
    metric: 'euclidean',
    score: 'reweighted',
    topShare: SCORE.topShare,
    samplingRatio: BANK.samplingRatio,
    bankCeiling: BANK.ceiling,
    coreset: 'global',
    retrieve: 'all',
    reverse: 0,
    presence: 'none',
    sigma: SCORE.sigma,
    levelScale: 'none',
    scoreNeighbours: SCORE.neighbours,
    storage: 'float32',
  },
  leaveOneOut: false,
});
