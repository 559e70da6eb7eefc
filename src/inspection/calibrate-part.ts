import { calibrate } from './calibrate.ts';
import type { NamedImage } from './enrolment.ts';
import { pictureHash } from './identity.ts';
import type { Inspector } from './inspector.ts';
import { keptScore } from './joined-score.ts';
import type { NormalScore, Part } from './part.ts';

/**
 * Scores one confirmed good picture for {@link calibratePart}.
 *
 * @param inspector - Of the part that is calibrated.
 */
export async function scoreConfirmed(
  inspector: Inspector,
  { name, image }: NamedImage,
): Promise<NormalScore> {
  return { name, sha256: pictureHash(image), ...keptScore(await inspector.score(image)) };
}

/** A calibrated part and which pictures it did not take. */
export interface CalibratedPart {
  /** The part with its new threshold. */
  readonly part: Part;
  /** Scores left out: the picture is in the support set or was confirmed before. */
  readonly repeated: readonly NormalScore[];
}

/**
 * Adds scores of confirmed good pictures to a part and finds its threshold again. A picture counts
 * once, and support pictures do not count: the bank knows them, so they would say too little.
 *
 * @param targetFalseReject - Wanted share of good parts that fail, in (0, 1); the part's by default.
 */
export function calibratePart(
  part: Part,
  scores: readonly NormalScore[],
  targetFalseReject: number = part.calibration.targetFalseReject,
): CalibratedPart {
  const { leaveOneOut } = part.calibration;
  const hashes = new Set([...part.support, ...part.calibration.confirmed].map((p) => p.sha256));
  const confirmed = [...part.calibration.confirmed];
  const repeated: NormalScore[] = [];
  for (const score of scores) {
    if (hashes.has(score.sha256)) repeated.push(score);
    else confirmed.push(score);
    hashes.add(score.sha256);
  }
  const supportPictures = part.support.length;
  const presenceMargin = part.reverse?.margin ?? null;
  const input = {
    leaveOneOut,
    supportPictures,
    confirmed,
    targetFalseReject,
    presenceMargin,
  };
  return { part: { ...part, calibration: calibrate(input) }, repeated };
}
