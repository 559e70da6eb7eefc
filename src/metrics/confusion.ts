import { ShapeError } from '../errors.ts';
import { assertFinite } from './ranked-scores.ts';

/** What a threshold gets wrong; a score above it fails, as in an inspection. */
export interface Confusion {
  /** Normal pictures. */
  readonly normal: number;
  /** Anomalous pictures. */
  readonly anomalous: number;
  /** Normal pictures that fail. */
  readonly falseRejects: number;
  /** Anomalous pictures that pass. */
  readonly escapes: number;
  /** falseRejects / normal; null without normal pictures. */
  readonly falseRejectRate: number | null;
  /** escapes / anomalous; null without anomalous pictures. */
  readonly escapeRate: number | null;
}

/**
 * Counts false rejects and escapes at a threshold.
 *
 * @param scores - The larger, the more anomalous; shape [N].
 * @param labels - 0 for normal, anything else for anomalous; shape [N].
 * @param threshold - Scores above it fail.
 * @throws {@link ShapeError} if there is not one label a score.
 * @throws {@link MetricError} if a score is not finite.
 */
export function confusionAt(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  threshold: number,
): Confusion {
  if (scores.length !== labels.length) {
    throw new ShapeError('scores', [scores.length], `one for each of ${labels.length} labels`);
  }
  const counts = { normal: 0, anomalous: 0, falseRejects: 0, escapes: 0 };
  for (let i = 0; i < scores.length; i++) {
    assertFinite(scores[i]);
    const fails = scores[i] > threshold;
    if (labels[i] === 0) {
      counts.normal++;
      if (fails) counts.falseRejects++;
    } else {
      counts.anomalous++;
      if (!fails) counts.escapes++;
    }
  }
  return {
    ...counts,
    falseRejectRate: counts.normal > 0 ? counts.falseRejects / counts.normal : null,
    escapeRate: counts.anomalous > 0 ? counts.escapes / counts.anomalous : null,
  };
}
