import type { Inspection, Verdict } from './inspection.ts';
import { effectOf, type Reason, type ReasonEffect } from './reason.ts';

/**
 * Judges a picture by its score and by what stands against it.
 *
 * What is not known is never a pass. A reason whose effect is `cannot judge` goes before the score,
 * also before one above the threshold: the score was learned of pictures that have no such reason, so
 * it says nothing of this one, and it is the station that wants mending, not the part that wants
 * sorting out. Both stop the part. A reason whose effect is `fail` fails a picture whatever its score; one that is
 * `never a pass` leaves it to the score to fail, and otherwise nothing is judged. One that is `no fail` says
 * that a score above the threshold fails nothing.
 *
 * @param threshold - Score above which a picture fails, or null.
 * @param observed - What checks of the picture say; whether there is a score and a threshold is added.
 */
export function judge(
  score: number,
  threshold: number | null,
  observed: readonly Reason[] = [],
): Pick<Inspection, 'verdict' | 'reasons' | 'score' | 'threshold' | 'ratio'> {
  const limit = threshold === null || Number.isNaN(threshold) ? null : threshold;
  const isScored = !Number.isNaN(score);
  const reasons = [
    ...(limit === null ? [NO_THRESHOLD] : []),
    ...(isScored ? [] : [NO_SCORE]),
    ...observed,
  ];
  const effects = new Set(reasons.map(({ code }) => effectOf(code)));
  const isAnomalous = limit !== null && score > limit;
  return {
    verdict: verdictOf(effects, isAnomalous),
    reasons,
    score,
    threshold,
    ratio: limit === null || !isScored ? null : score / limit,
  };
}

function verdictOf(effects: ReadonlySet<ReasonEffect>, isAnomalous: boolean): Verdict {
  if (effects.has('cannot judge')) return 'cannot judge';
  if (effects.has('fail') || (isAnomalous && !effects.has('no fail'))) return 'fail';
  return effects.has('never a pass') ? 'cannot judge' : 'pass';
}

const NO_THRESHOLD: Reason = {
  code: 'no-threshold',
  message:
    'the part has no threshold: one good picture gives none without turned copies of it to compare with',
  remedy: 'Enrol the part from two good pictures or more, or confirm good pictures.',
  facts: {},
};

const NO_SCORE: Reason = {
  code: 'score-not-a-number',
  message: 'the anomaly score is not a number',
  remedy: 'Check the model with which the part was learned, and enrol the part again.',
  facts: {},
};
