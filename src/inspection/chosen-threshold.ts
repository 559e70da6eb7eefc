import { ArgumentRangeError } from '../errors.ts';
import type { Calibration, Part } from './part.ts';

/** A threshold that a person chose, and what is known of it. */
export interface ChosenThreshold extends Pick<
  Calibration,
  'falseRejectBound' | 'pictures' | 'morePicturesNeeded'
> {
  /** Score above which a picture fails. */
  readonly threshold: number;
}

/**
 * A part with a threshold that a person chose; its scores stay what they are. What it claims is what is known of
 * that threshold, and whoever confirms pictures later has it found again from those.
 *
 * @throws {@link ArgumentRangeError} if the threshold is no positive number, or the part has several kinds, each with its own.
 */
export function chooseThreshold(
  part: Part,
  { threshold, falseRejectBound, pictures, morePicturesNeeded }: ChosenThreshold,
): Part {
  if (!(threshold > 0 && threshold < Infinity)) {
    throw new ArgumentRangeError('threshold', threshold, 'a number above 0');
  }
  if (part.layout?.kind === 'places') {
    const expected = 'none for a part of several kinds, each of which has its own';
    throw new ArgumentRangeError('threshold', threshold, expected);
  }
  const provisional = falseRejectBound > part.calibration.targetFalseReject;
  const claim = { threshold, provisional, falseRejectBound, pictures, morePicturesNeeded };
  return { ...part, calibration: { ...part.calibration, ...claim } };
}
