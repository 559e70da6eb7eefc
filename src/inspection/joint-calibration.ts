import type { Calibration, NormalScore, Part } from './part.ts';
import { kindsOf } from './part-kinds.ts';

/** What a calibration claims, and the scores of good pictures behind it. */
export interface JointCalibration extends Omit<
  Calibration,
  'confirmed' | 'rule' | 'mapLimit' | 'missingLimit' | 'missingMapLimit'
> {
  /** Pictures confirmed later. */
  readonly confirmed: readonly Pick<NormalScore, 'name' | 'sha256' | 'score'>[];
}

/**
 * The calibrations of all kinds of a part as one: scores over the thresholds of their kinds, as an inspection of such a
 * part has them, and what the kind claims of which least is known. Of a part of one kind, its own.
 */
export function jointCalibration(part: Part): JointCalibration {
  if (part.layout?.kind !== 'places') return part.calibration;
  const all = kindsOf(part).map(({ calibration }) => calibration);
  const isKnown = all.every(({ threshold }) => threshold !== null);
  const scaled = (one: NormalScore, { threshold }: Calibration): NormalScore => {
    return isKnown && threshold !== null ? { ...one, score: one.score / threshold } : one;
  };
  return {
    threshold: isKnown ? 1 : null,
    targetFalseReject: part.calibration.targetFalseReject,
    provisional: all.some(({ provisional }) => provisional),
    falseRejectBound: Math.max(...all.map(({ falseRejectBound }) => falseRejectBound)),
    pictures: Math.min(...all.map(({ pictures }) => pictures)),
    morePicturesNeeded: Math.max(...all.map(({ morePicturesNeeded }) => morePicturesNeeded)),
    leaveOneOut: all.flatMap((one) => one.leaveOneOut.map((score) => scaled(score, one))),
    confirmed: all.flatMap((one) => one.confirmed.map((score) => scaled(score, one))),
  };
}
