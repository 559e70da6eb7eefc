import type { Outcome } from '../ports/inspection-api.ts';

/** The tone of an outcome: what `data-tone` says, and the catalogue's key. */
export type Tone = 'pass' | 'fail' | 'unjudged' | 'error' | 'waiting';

const TONES: Readonly<Record<Outcome, Tone>> = {
  pass: 'pass',
  fail: 'fail',
  'cannot judge': 'unjudged',
  error: 'error',
  waiting: 'waiting',
};

/** The tone of an outcome. */
export function toneOf(outcome: Outcome): Tone {
  return TONES[outcome];
}
