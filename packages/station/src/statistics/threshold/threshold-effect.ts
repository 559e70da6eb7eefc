import { ArgumentRangeError } from 'fewgood';
import { assertConfidence, CONFIDENCE } from '../shares/exact-interval.ts';
import { exactShare, type Share } from '../shares/share.ts';

/** What a threshold would do to pictures of which it is known whether they are good. */
export interface ThresholdEffect {
  /** Score above which a picture fails. */
  readonly threshold: number;
  /** Good pictures that fail. */
  readonly falseRejects: Share;
  /** Bad pictures that pass. */
  readonly escapes: Share;
  /**
   * Upper bounds that hold for all thresholds at once, and so for the one on which somebody settles after
   * looking at the scores; the intervals hold for a threshold settled before. Wider for it.
   */
  readonly whicheverChosen: {
    /** Of good parts that fail; 1 without good pictures. */
    readonly falseRejects: number;
    /** Of bad parts that pass; 1 without bad pictures. */
    readonly escapes: number;
  };
}

/** Scores of pictures of which it is known what they are, ready for many thresholds. */
export interface KnownScores {
  /** Of good pictures, ascending, shape [G]. */
  readonly good: Float64Array;
  /** Of bad pictures, ascending, shape [D]. */
  readonly bad: Float64Array;
}

/**
 * Sorts scores.
 *
 * @param good - Of pictures confirmed as good that the part was not learned from, one a part, shape [G].
 * @param bad - Of defects, those that were caught as well as those that were reported, shape [D].
 * @throws {@link ArgumentRangeError} if a score is not a number.
 */
export function knownScores(good: ArrayLike<number>, bad: ArrayLike<number>): KnownScores {
  return { good: sorted('good', good), bad: sorted('bad', bad) };
}

/**
 * False rejects and escapes of one threshold, with exact intervals.
 *
 * For all thresholds at once, the share of the sample is nowhere further from the truth than
 * sqrt(ln(1 / (1 - confidence)) / (2 n)) on one side (Dvoretzky, Kiefer and Wolfowitz, 1956, with the
 * constant of Massart, "The tight constant in the Dvoretzky-Kiefer-Wolfowitz inequality", 1990).
 *
 * @param confidence - Of both sides of the intervals together, and of each bound, between 0 and 1 exclusive.
 * @throws {@link ArgumentRangeError} if `threshold` is not a number or `confidence` is out of range.
 */
export function thresholdEffect(
  { good, bad }: KnownScores,
  threshold: number,
  confidence: number = CONFIDENCE,
): ThresholdEffect {
  assertConfidence(confidence);
  if (Number.isNaN(threshold)) throw new ArgumentRangeError('threshold', threshold, 'a number');
  const falseRejects = exactShare(
    good.length - countUpTo(good, threshold),
    good.length,
    confidence,
  );
  const escapes = exactShare(countUpTo(bad, threshold), bad.length, confidence);
  const whicheverChosen = ({ share, of }: Share): number =>
    share === null ? 1 : Math.min(1, share + Math.sqrt(-Math.log1p(-confidence) / (2 * of)));
  return {
    threshold,
    falseRejects,
    escapes,
    whicheverChosen: {
      falseRejects: whicheverChosen(falseRejects),
      escapes: whicheverChosen(escapes),
    },
  };
}

/**
 * The effect of each of many thresholds, as a slider or a chart wants them.
 *
 * @param thresholds - In any order, shape [N].
 * @throws {@link ArgumentRangeError} if a threshold is not a number or `confidence` is out of range.
 */
export function thresholdCurve(
  scores: KnownScores,
  thresholds: ArrayLike<number>,
  confidence: number = CONFIDENCE,
): ThresholdEffect[] {
  return Array.from(thresholds, (threshold) => thresholdEffect(scores, threshold, confidence));
}

function sorted(name: string, scores: ArrayLike<number>): Float64Array {
  const copy = Float64Array.from(scores);
  const wrong = copy.findIndex((score) => Number.isNaN(score));
  if (wrong >= 0) throw new ArgumentRangeError(`${name}[${wrong}]`, NaN, 'a score');
  return copy.toSorted();
}

/** How many scores are at most a threshold, as a picture passes whose score is. */
function countUpTo(ascending: Float64Array, threshold: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? NaN) <= threshold) low = middle + 1;
    else high = middle;
  }
  return low;
}
