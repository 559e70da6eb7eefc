import { ArgumentRangeError } from '../errors.ts';
import { falseRejectBound } from '../calibration/bound.ts';
import { calibratedThreshold, provisionalThreshold } from '../calibration/threshold.ts';
import { CALIBRATION, REVERSE } from '../hyperparameters.ts';
import type { Calibration, NormalScore } from './part.ts';

/** Scores of good pictures, and what they shall guarantee. */
export interface CalibrationInput {
  /** Scores against the bank built without the picture. */
  readonly leaveOneOut: readonly NormalScore[];
  /** Independent pictures behind the leave-one-out scores. */
  readonly supportPictures: number;
  /** Scores of confirmed good pictures, one a picture. */
  readonly confirmed: readonly NormalScore[];
  /** Wanted share of good parts that fail, in (0, 1). */
  readonly targetFalseReject: number;
}

/**
 * Checks a wanted false-reject rate before the work that it is for.
 *
 * @throws {@link ArgumentRangeError} if it is no share between 0 and 1.
 */
export function assertTargetFalseReject(target: number): void {
  if (target > 0 && target < 1) return;
  throw new ArgumentRangeError('targetFalseReject', target, 'a number above 0 and below 1');
}

/**
 * Finds the threshold. Once enough pictures are confirmed for the target it is an order statistic
 * of their scores alone. Before, it is provisional: the largest leave-one-out score times the
 * margin, or the largest confirmed score if that is larger (docs/calibration.md).
 *
 * @returns Thresholds are null when nothing can be said, which judges "cannot judge".
 */
export function calibrate(input: CalibrationInput): Calibration {
  const { leaveOneOut, confirmed, targetFalseReject, supportPictures } = input;
  const guarantee = calibratedThreshold(
    confirmed.map(({ score }) => score),
    { targetFalseReject },
  );
  // One picture alone is scored against its own copies, which bounds nothing.
  const pictures =
    confirmed.length > 0 ? confirmed.length : supportPictures > 1 ? supportPictures : 0;
  const ofMissing = (value: (missing: NonNullable<NormalScore['missing']>) => number) =>
    largest(
      [...leaveOneOut, ...confirmed].flatMap(({ missing }) => (missing ? [value(missing)] : [])),
    );
  return {
    leaveOneOut,
    confirmed,
    targetFalseReject,
    threshold: guarantee.holds
      ? (guarantee.threshold ?? null)
      : provisional(leaveOneOut, confirmed, ({ score }) => score),
    mapLimit: provisional(leaveOneOut, confirmed, ({ peak }) => peak),
    missingLimit: ofMissing(({ ratio }) => ratio),
    missingMapLimit: ofMissing(({ peak }) => peak),
    provisional: !guarantee.holds,
    falseRejectBound: guarantee.holds ? guarantee.bound : falseRejectBound(pictures),
    pictures,
    morePicturesNeeded: guarantee.morePicturesNeeded,
  };
}

/** What a good picture may lack: so much more than the most that one lacked. */
function largest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values) * REVERSE.margin;
}

function provisional(
  leaveOneOut: readonly NormalScore[],
  confirmed: readonly NormalScore[],
  value: (normal: NormalScore) => number,
): number | null {
  const expected = provisionalThreshold(leaveOneOut.map(value), CALIBRATION.margin);
  const values = confirmed.map(value);
  const all = expected === undefined ? values : [...values, expected];
  return all.length === 0 ? null : Math.max(...all);
}
