import type { Calibration, NormalScore } from './part.ts';

/** A stored score on whose verdict two thresholds differ. */
export interface FlippedScore extends Pick<NormalScore, 'name' | 'sha256' | 'score'> {
  /** Which list of the calibration it is in. */
  readonly list: 'confirmed' | 'leave-one-out';
}

/** What becomes of the thresholds, and of the good pictures that a part knows. */
export interface ThresholdChange {
  /** Score above which a picture failed before; null if nothing was known. */
  readonly from: number | null;
  /** Score above which a picture fails now. */
  readonly to: number | null;
  /** Ratio above which the part was not there before, and is not now; null if nothing is known. */
  readonly missingLimit: {
    /** Before. */
    readonly from: number | null;
    /** Now. */
    readonly to: number | null;
  };
  /** Stored scores, after the change. */
  readonly stored: number;
  /** Those of them that failed and pass now. */
  readonly toPass: readonly FlippedScore[];
  /** Those of them that passed and fail now. */
  readonly toFail: readonly FlippedScore[];
}

/**
 * Compares two calibrations of one part by the scores that the later one holds. Without a threshold
 * nothing is judged, so nothing changes between pass and fail.
 */
export function thresholdChange(before: Calibration, after: Calibration): ThresholdChange {
  const [from, to] = [before.threshold, after.threshold];
  const stored = [
    ...after.confirmed.map((picture) => listed(picture, 'confirmed')),
    ...after.leaveOneOut.map((picture) => listed(picture, 'leave-one-out')),
  ];
  const between = (low: number | null, high: number | null): FlippedScore[] =>
    low === null || high === null ? [] : stored.filter(({ score }) => score > low && score <= high);
  return {
    from,
    to,
    missingLimit: { from: before.missingLimit, to: after.missingLimit },
    stored: stored.length,
    toPass: between(from, to),
    toFail: between(to, from),
  };
}

function listed({ name, sha256, score }: NormalScore, list: FlippedScore['list']): FlippedScore {
  return { name, sha256, score, list };
}
