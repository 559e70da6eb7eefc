import { ArgumentRangeError } from '../errors.ts';
import { CALIBRATION } from '../hyperparameters.ts';
import { falseRejectBoundAtRank, requiredPictures, smallestRank } from './bound.ts';

/** A wanted false-reject rate and how sure it shall be. */
export interface FalseRejectTarget {
  /** Wanted share of good parts that fail, between 0 and 1 exclusive. */
  readonly targetFalseReject: number;
  /** Confidence of the bound, between 0 and 1 exclusive; 0.95 by default. */
  readonly confidence?: number;
}

/** A threshold and what the good pictures behind it guarantee. */
export interface CalibratedThreshold {
  /** Score above which a picture fails; undefined without any good picture. */
  readonly threshold: number | undefined;
  /** Whether `bound` is at most the target. */
  readonly holds: boolean;
  /** Upper bound on the false-reject rate of `threshold`, at the confidence asked for. */
  readonly bound: number;
  /** Good pictures behind the bound. */
  readonly pictures: number;
  /** Further good pictures until the target can hold; 0 when it does. */
  readonly morePicturesNeeded: number;
}

/**
 * The threshold before any picture was confirmed: the mean, over the pictures, of each one's largest
 * normal score, times a margin. The mean, since one picture that stands alone among a few (in a pose of
 * its own, say) would lift the largest score above what defects have.
 *
 * @param scores - Normal scores by picture, such as those of leave-one-out in several lights.
 * @param margin - Factor, at least 1 (docs/calibration.md).
 * @returns Undefined when there is no score.
 * @throws {@link ArgumentRangeError} if a score is not a finite number or `margin` is below 1.
 */
export function provisionalThreshold(
  scores: readonly (readonly number[])[],
  margin: number = CALIBRATION.margin,
): number | undefined {
  for (const ofPicture of scores) assertFinite(ofPicture);
  if (!(margin >= 1 && margin < Infinity)) {
    throw new ArgumentRangeError('margin', margin, 'a finite factor of at least 1');
  }
  const worst = scores.filter((ofPicture) => ofPicture.length > 0).map(largest);
  if (worst.length === 0) return undefined;
  return (worst.reduce((sum, score) => sum + score, 0) / worst.length) * margin;
}

/**
 * The lowest order statistic of good scores that keeps the false rejects below a target at the
 * given confidence. While the pictures do not suffice for any, it is the largest score, `holds` is
 * false and `bound` says what can be promised instead.
 *
 * @param scores - Scores of independent good pictures, one a picture.
 * @throws {@link ArgumentRangeError} if a score is not a finite number or the target is out of range.
 */
export function calibratedThreshold(
  scores: readonly number[],
  { targetFalseReject, confidence = CALIBRATION.confidence }: FalseRejectTarget,
): CalibratedThreshold {
  assertFinite(scores);
  const pictures = scores.length;
  const rank = smallestRank(pictures, targetFalseReject, confidence);
  const missing = requiredPictures(targetFalseReject, confidence) - pictures;
  const promise = { holds: rank !== undefined, pictures, morePicturesNeeded: Math.max(0, missing) };
  if (pictures === 0) return { threshold: undefined, bound: 1, ...promise };
  const used = rank ?? pictures;
  return {
    threshold: scores.toSorted((a, b) => a - b)[used - 1],
    bound: falseRejectBoundAtRank(used, pictures, confidence),
    ...promise,
  };
}

function largest(scores: readonly number[]): number {
  return scores.reduce((a, b) => Math.max(a, b), -Infinity);
}

function assertFinite(scores: readonly number[]): void {
  const bad = scores.findIndex((score) => !Number.isFinite(score));
  if (bad >= 0) throw new ArgumentRangeError(`scores[${bad}]`, scores[bad], 'a finite score');
}
