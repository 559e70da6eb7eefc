import type { Candidate } from '../../src/inspection/calibrate-part.ts';
import type { ConfirmedPicture, NormalScore } from '../../src/inspection/part.ts';

/** A score of a good picture, named after it. */
export function scoreOf(name: string, score: number): NormalScore {
  return { name: `${name}.png`, sha256: `hash of ${name}`, score, peak: score / 2, missing: null };
}

/** A confirmed picture as fewgood 0.1.0 knew it. */
export function confirmedOf(
  name: string,
  score: number,
  changes: Partial<ConfirmedPicture> = {},
): ConfirmedPicture {
  const unknown = { date: null, origin: null, accepted: [], thumbnail: null };
  return { ...scoreOf(name, score), ...unknown, ...changes };
}

/** A picture that nothing stands against but, if it is high, its score. */
export function candidateOf(
  name: string,
  score: number,
  changes: Partial<Candidate> = {},
): Candidate {
  return { ...confirmedOf(name, score), objections: [], ...changes };
}
