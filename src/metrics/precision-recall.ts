import { forEachThreshold, type RankedScores } from './ranked-scores.ts';

/** The best harmonic mean of precision and recall. */
export interface F1Max {
  /** 2 · precision · recall / (precision + recall). */
  readonly f1: number;
  /** Scores at or above it are positive. */
  readonly threshold: number;
}

/**
 * Average precision: the sum over thresholds of precision times the gain in recall, without
 * interpolation. Equals scikit-learn's average_precision_score.
 */
export function averagePrecision(ranked: RankedScores): number {
  let sum = 0;
  let before = 0;
  forEachThreshold(ranked, (_, truePositives, falsePositives) => {
    sum += (truePositives - before) * (truePositives / (truePositives + falsePositives));
    before = truePositives;
  });
  return sum / ranked.anomalous.length;
}

/**
 * F1-max: the best F1 over scikit-learn's precision_recall_curve. Of several best thresholds it
 * takes the lowest, at which the fewest anomalies escape.
 */
export function f1Max(ranked: RankedScores): F1Max {
  let best: F1Max = { f1: 0, threshold: Infinity };
  forEachThreshold(ranked, (threshold, truePositives, falsePositives) => {
    // The harmonic mean in counts: an exact fraction, so that equal values compare as equal.
    const positives = truePositives + falsePositives;
    const f1 = (2 * truePositives) / (positives + ranked.anomalous.length);
    if (f1 >= best.f1) best = { f1, threshold };
  });
  return best;
}
