/**
 * What is doubtful about a support set. An enrolment goes on with it: whether it matters, a person knows.
 *
 * @module
 */
import { appearanceWarnings } from './appearance-warnings.ts';
import type { EnrolmentWarning } from './enrolment-warning.ts';
import type { SupportPicture } from './part.ts';
import type { PartSettings } from './settings.ts';

/** All that is doubtful about a support set, in the order of the pictures. */
export function enrolmentWarnings(
  support: readonly SupportPicture[],
  settings: Pick<PartSettings, 'size' | 'fit'>,
): EnrolmentWarning[] {
  return appearanceWarnings(support, settings);
}
