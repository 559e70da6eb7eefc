import { ArgumentRangeError } from '../errors.ts';
import { falseRejectBound } from '../calibration/bound.ts';
import { calibratedThreshold, provisionalThreshold } from '../calibration/threshold.ts';
import { CALIBRATION, REVERSE } from '../hyperparameters.ts';
import { loneOf } from './lone-picture.ts';
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
  /** What makes the provisional threshold; `mean` by default. */
  readonly rule?: Calibration['rule'];
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
 * (docs/calibration.md). What a picture may lack is limited in the same way, and stays so: a margin on
 * confirmed pictures would let each of them, just below the limit, lift it by that margin.
 *
 * @returns Thresholds are null when nothing can be said, which judges "cannot judge".
 */
export function calibrate(input: CalibrationInput): Calibration {
  const { leaveOneOut, confirmed, targetFalseReject, supportPictures, presenceMargin } = input;
  const { rule = 'mean' } = input;
  const guarantee = calibratedThreshold(
    confirmed.map(({ score }) => score),
    { targetFalseReject },
  );
  // One picture alone is scored against its own copies, which bounds nothing.
  const pictures =
    confirmed.length > 0 ? confirmed.length : supportPictures > 1 ? supportPictures : 0;
  const lacks = { leaveOneOut, confirmed };
  return {
    leaveOneOut,
    confirmed,
    targetFalseReject,
    rule,
    threshold: guarantee.holds
      ? (guarantee.threshold ?? null)
      : provisional(input, ({ score }) => score),
    mapLimit: provisional(input, ({ peak }) => peak),
    missingLimit: limitOfMissing(lacks, ({ ratio }) => ratio, presenceMargin),
    missingMapLimit: limitOfMissing(lacks, ({ peak }) => peak, presenceMargin && REVERSE.margin),
    provisional: !guarantee.holds,
    falseRejectBound: guarantee.holds ? guarantee.bound : falseRejectBound(pictures),
    pictures,
    morePicturesNeeded: guarantee.morePicturesNeeded,
  };
}

function provisional(
  { leaveOneOut, confirmed, rule = 'mean' }: CalibrationInput,
  value: (normal: NormalScore) => number,
): number | null {
  const expected =
    rule === 'largest'
      ? provisionalThreshold([leaveOneOut.map(value)], CALIBRATION.formerMargin)
      : provisionalThreshold(byPicture(leaveOneOut, value), CALIBRATION.margin);
  const values = confirmed.map(value);
  const all = expected === undefined ? values : [...values, expected];
  return all.length === 0 ? null : Math.max(...all);
}

/** The largest that support pictures lack but for one that shows something else, times the margin, or what a confirmed one lacks, if that is more. */
function limitOfMissing(
  { leaveOneOut, confirmed }: Pick<CalibrationInput, 'leaveOneOut' | 'confirmed'>,
  value: (one: Missed) => number,
  margin: number | null,
): number | null {
  const lone = loneOf(leaveOneOut);
  const usual = leaveOneOut.filter(({ sha256 }) => sha256 !== lone?.sha256);
  const [ofSupport, ofConfirmed] = [usual, confirmed].map((normals) =>
    normals.flatMap(({ missing }) => (missing === null ? [] : [value(missing)])),
  );
  if (margin === null || ofSupport.length + ofConfirmed.length === 0) return null;
  return Math.max(...ofConfirmed, Math.max(...ofSupport) * margin);
}

/** A value of each score, those of one picture together. */
function byPicture(
  normals: readonly NormalScore[],
  value: (normal: NormalScore) => number,
): number[][] {
  const values = new Map<string, number[]>();
  for (const normal of normals) {
    values.set(normal.sha256, [...(values.get(normal.sha256) ?? []), value(normal)]);
  }
  return [...values.values()];
}
