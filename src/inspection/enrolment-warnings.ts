/**
 * What is doubtful about a support set. An enrolment goes on with it: whether it matters, a person knows.
 *
 * @module
 */
import { appearanceWarnings } from './appearance-warnings.ts';
import type { EnrolmentWarning } from './enrolment-warning.ts';
import { nearCopiesIn } from './near-copies.ts';
import type { SupportPicture } from './part.ts';
import type { PartSettings } from './settings.ts';

/** All that is doubtful about a support set, in the order of the pictures. */
export function enrolmentWarnings(
  support: readonly SupportPicture[],
  settings: Pick<PartSettings, 'size' | 'fit'>,
): EnrolmentWarning[] {
  return [...copyWarnings(support), ...appearanceWarnings(support, settings)];
}

function copyWarnings(support: readonly SupportPicture[]): EnrolmentWarning[] {
  return nearCopiesIn(support).map(({ copy, of }) => ({
    code: 'near-copy',
    message: `${copy} is nearly the same picture as ${of}: the two count as one`,
    remedy: 'Take a picture of another part in its place; a copy teaches nothing.',
    facts: { picture: copy, of },
  }));
}
