import { bankMethod } from './bank-method.ts';
import type { MethodEntry } from './method-entry.ts';

/** What `fewgood enroll` and `inspect` do by default. */
export const fewgood: MethodEntry = bankMethod({
  name: 'fewgood',
  source: 'the preset balanced of a part (docs/presets.md)',
  leaveOneOut: true,
});
