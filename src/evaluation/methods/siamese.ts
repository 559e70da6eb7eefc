import { presetSettings } from '../../inspection/presets.ts';
import { bankMethod } from './bank-method.ts';
import type { MethodEntry } from './method-entry.ts';

/**
 * The thesis's method (4.2 to 4.3, Algorithms 2 and 3) as `fewgood enroll --preset thesis` carries it
 * out: augmented support set, joint coreset, reweighted score, the levels' maps joined by maximum.
 */
export const siamese: MethodEntry = bankMethod({
  name: 'siamese',
  source:
    'A Few-Shot Learning Method for Single-Object Visual Anomaly Detection (2024), 4.2 and 4.3',
  defaults: presetSettings('thesis'),
  leaveOneOut: true,
});
