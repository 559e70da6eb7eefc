import { bankMethod } from './bank-method.ts';
import type { MethodEntry } from './method-entry.ts';

/** What `fewgood enroll` and `inspect` do by default. */
export const fewgood: MethodEntry = bankMethod({
  name: 'fewgood',
  source:
    'retrieve, then match in both directions; the defaults of an enrolment (2024 thesis and on)',
  leaveOneOut: true,
});
