import type { Verdict } from 'fewgood';

/** A picture whose verdict must stay what it is, whatever becomes of the part. */
export interface RegressionPicture {
  /** Which picture. */
  readonly id: string;
  /** Its name for people. */
  readonly name: string;
  /** `good`: must pass. `defect`: must not pass; that it cannot be judged stops the part as well. */
  readonly shows: 'good' | 'defect';
}

/** A regression picture that stands against a version of a part. */
export interface BrokenRegression extends RegressionPicture {
  /** What that version says of it; null if it was not asked, or could not be. */
  readonly verdict: Verdict | null;
}

/** Whether a version of a part may be activated. */
export interface ActivationCheck {
  /** Whether no regression picture stands against it. */
  readonly mayActivate: boolean;
  /** Those that do. */
  readonly broken: readonly BrokenRegression[];
  /** Defects that are stopped, but only since they cannot be judged: no proof that they are seen. */
  readonly stoppedUnseen: readonly RegressionPicture[];
}

/**
 * Holds a version of a part against the regression pictures. A picture without a verdict stands against it:
 * what was not tried is not shown.
 *
 * @param verdicts - Of that version, by id.
 */
export function activationCheck(
  pictures: readonly RegressionPicture[],
  verdicts: ReadonlyMap<string, Verdict>,
): ActivationCheck {
  const isMet = ({ id, shows }: RegressionPicture): boolean => {
    const verdict = verdicts.get(id);
    return verdict !== undefined && (verdict === 'pass') === (shows === 'good');
  };
  const broken = pictures
    .filter((picture) => !isMet(picture))
    .map((picture) => ({ ...picture, verdict: verdicts.get(picture.id) ?? null }));
  const stoppedUnseen = pictures.filter(
    ({ id, shows }) => shows === 'defect' && verdicts.get(id) === 'cannot judge',
  );
  return { mayActivate: broken.length === 0, broken, stoppedUnseen };
}
