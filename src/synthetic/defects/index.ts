import { ArgumentRangeError } from '../../errors.ts';
import { burr } from './burr.ts';
import { contamination } from './contamination.ts';
import type { Defect } from './context.ts';
import { crack } from './crack.ts';
import { dent } from './dent.ts';
import { missingFeature } from './missing-feature.ts';
import { scratch } from './scratch.ts';
import { shortShot } from './short-shot.ts';
import { stain } from './stain.ts';
import { wrongColour } from './wrong-colour.ts';

/** What can be wrong with a part; every kind of part can have every defect. */
export type DefectKind =
  | 'scratch'
  | 'dent'
  | 'stain'
  | 'missing-feature'
  | 'short-shot'
  | 'wrong-colour'
  | 'crack'
  | 'burr'
  | 'contamination';

/** The makers of defects. */
export const defects: Readonly<Record<DefectKind, Defect>> = {
  scratch,
  dent,
  stain,
  'missing-feature': missingFeature,
  'short-shot': shortShot,
  'wrong-colour': wrongColour,
  crack,
  burr,
  contamination,
};

/** Every {@link DefectKind}. */
export const defectKinds: readonly DefectKind[] = Object.keys(defects).filter(isDefectKind);

/**
 * Checks the name of a defect, such as one that a user typed.
 *
 * @throws {@link ArgumentRangeError} if there is no such defect.
 */
export function parseDefectKind(name: string): DefectKind {
  if (isDefectKind(name)) return name;
  throw new ArgumentRangeError('defect', name, defectKinds.join(', '));
}

function isDefectKind(name: string): name is DefectKind {
  return Object.hasOwn(defects, name);
}
