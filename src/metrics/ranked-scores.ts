/**
 * Scores sorted within each class: what every threshold-free metric is computed from.
 *
 * @module
 */
import { MetricError, ShapeError } from '../errors.ts';

/** Scores of both classes, each ascending and not empty. */
export interface RankedScores {
  /** Of what is normal. */
  readonly normal: Float32Array | Float64Array;
  /** Of what is anomalous. */
  readonly anomalous: Float32Array | Float64Array;
}

/** Visits a threshold; the positives are the scores at or above it. */
export type ThresholdVisitor = (
  threshold: number,
  truePositives: number,
  falsePositives: number,
) => void;

/**
 * Sorts scores by class.
 *
 * @param scores - The larger, the more anomalous; shape [N].
 * @param labels - 0 for normal, anything else for anomalous; shape [N].
 * @throws {@link ShapeError} if there is not one label a score.
 * @throws {@link MetricError} if a score is not finite or a class is missing.
 */
export function rankScores(scores: ArrayLike<number>, labels: ArrayLike<number>): RankedScores {
  if (scores.length !== labels.length) {
    throw new ShapeError('scores', [scores.length], `one for each of ${labels.length} labels`);
  }
  const normal: number[] = [];
  const anomalous: number[] = [];
  for (let i = 0; i < scores.length; i++) {
    assertFinite(scores[i]);
    (labels[i] === 0 ? normal : anomalous).push(scores[i]);
  }
  assertBothClasses(normal.length, anomalous.length);
  return {
    normal: Float64Array.from(normal).toSorted(),
    anomalous: Float64Array.from(anomalous).toSorted(),
  };
}

/**
 * Refuses a score that has no place in an order.
 *
 * @throws {@link MetricError} if `score` is not finite.
 */
export function assertFinite(score: number): void {
  if (!Number.isFinite(score)) throw new MetricError(`a score is ${score}`, 'finite scores');
}

/**
 * Refuses to compare one class with nothing.
 *
 * @throws {@link MetricError} if either count is 0.
 */
export function assertBothClasses(normal: number, anomalous: number): void {
  if (normal > 0 && anomalous > 0) return;
  throw new MetricError(
    `${normal} normal and ${anomalous} anomalous scores`,
    'at least one of each',
  );
}

/** Visits each distinct score as a threshold, from the highest to the lowest; ties go together. */
export function forEachThreshold(ranked: RankedScores, visit: ThresholdVisitor): void {
  const { normal, anomalous } = ranked;
  let n = normal.length;
  let a = anomalous.length;
  while (n > 0 || a > 0) {
    const threshold = Math.max(
      n > 0 ? normal[n - 1] : -Infinity,
      a > 0 ? anomalous[a - 1] : -Infinity,
    );
    while (n > 0 && normal[n - 1] === threshold) n--;
    while (a > 0 && anomalous[a - 1] === threshold) a--;
    visit(threshold, anomalous.length - a, normal.length - n);
  }
}
