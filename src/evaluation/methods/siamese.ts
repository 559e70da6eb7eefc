import { DEFAULT_SETTINGS } from '../../inspection/settings.ts';
import { bankMethod, type BankSettings } from './bank-method.ts';
import type { Method } from './method.ts';

/**
 * The thesis's method (4.2 to 4.3, Algorithms 2 and 3) as `fewgood enroll` and `inspect` carry it out:
 * augmented support set, coreset, reweighted score, fused map, a threshold by leave-one-out.
 *
 * @param settings - What differs from a part's default settings, as in an ablation.
 */
export function siamese(settings: Partial<BankSettings> = {}): Method {
  const { seed: _, ...defaults } = DEFAULT_SETTINGS;
  return bankMethod({
    name: 'siamese',
    source:
      'A Few-Shot Learning Method for Single-Object Visual Anomaly Detection (2024), 4.2 and 4.3',
    settings: { ...defaults, ...settings },
    leaveOneOut: true,
  });
}
