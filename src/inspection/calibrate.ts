import { ArgumentRangeError } from '../errors.ts';
import { falseRejectBound } from '../calibration/bound.ts';
import { calibratedThreshold, provisionalThreshold } from '../calibration/threshold.ts';
import { CALIBRATION, REVERSE } from '../hyperparameters.ts';
import type { Calibration, ConfirmedPicture, NormalScore } from './part.ts';

/** What a good picture lacks. */
type Missed = NonNullable<NormalScore['missing']>;

/** Scores of good pictures, and what they shall guarantee. */
export interface CalibrationInput {
  /** Scores against the bank built without the picture. */
  readonly leaveOneOut: readonly NormalScore[];
  /** Independent pictures behind the leave-one-out scores: near copies count once. */
  readonly supportPictures: number;
  /** Confirmed good pictures, none of them a near copy of another. */
  readonly confirmed: readonly ConfirmedPicture[];
  /** Wanted share of good parts that fail, in (0, 1). */
  readonly targetFalseReject: number;
  /** Times what good pictures lack above which the part is not there; null without reverse matching. */
  readonly presenceMargin: number | null;
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
 * of their scores alone. Before, it is provisional: the mean of the support pictures' largest
 * leave-one-out scores times the margin, or the largest confirmed score if that is larger
 * (docs/calibration.md).
 *
 * @returns Thresholds are null when nothing can be said, which judges "cannot judge".
 */
export function calibrate(input: CalibrationInput): Calibration {
  const { leaveOneOut, confirmed, targetFalseReject, supportPictures, presenceMargin } = input;
  const guarantee = calibratedThreshold(
    confirmed.map(({ score }) => score),
    { targetFalseReject },
  );
  // One picture alone is scored against its own copies, which bounds nothing.
  const pictures =
    confirmed.length > 0 ? confirmed.length : supportPictures > 1 ? supportPictures : 0;
  const missing = [...leaveOneOut, ...confirmed].flatMap((one) => one.missing ?? []);
  const ofMissing = (value: (one: Missed) => number, margin: number | null): number | null =>
    missing.length === 0 || margin === null ? null : Math.max(...missing.map(value)) * margin;
  return {
    leaveOneOut,
    confirmed,
    targetFalseReject,
    threshold: guarantee.holds
      ? (guarantee.threshold ?? null)
      : provisional(leaveOneOut, confirmed, ({ score }) => score),
    mapLimit: provisional(leaveOneOut, confirmed, ({ peak }) => peak),
    missingLimit: ofMissing(({ ratio }) => ratio, presenceMargin),
    missingMapLimit: ofMissing(({ peak }) => peak, presenceMargin && REVERSE.margin),
    provisional: !guarantee.holds,
    falseRejectBound: guarantee.holds ? guarantee.bound : falseRejectBound(pictures),
    pictures,
    morePicturesNeeded: guarantee.morePicturesNeeded,
  };
}

function provisional(
  leaveOneOut: readonly NormalScore[],
  confirmed: readonly NormalScore[],
  value: (normal: NormalScore) => number,
): number | null {
  const byPicture = new Map<string, number[]>();
  for (const normal of leaveOneOut) {
    byPicture.set(normal.sha256, [...(byPicture.get(normal.sha256) ?? []), value(normal)]);
  }
  const expected = provisionalThreshold([...byPicture.values()], CALIBRATION.margin);
  const values = confirmed.map(value);
  const all = expected === undefined ? values : [...values, expected];
  return all.length === 0 ? null : Math.max(...all);
}
