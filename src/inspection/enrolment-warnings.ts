/**
 * What is doubtful about a support set. An enrolment goes on with it: whether it matters, a person knows.
 *
 * @module
 */
import type { FramedBy } from './appearance-check.ts';
import { appearanceWarnings } from './appearance-warnings.ts';
import { uncheckedText } from './checks.ts';
import type { EnrolmentWarning } from './enrolment-warning.ts';
import { nearCopiesIn } from './near-copies.ts';
import type { SupportPicture } from './part.ts';
import type { PartSettings } from './settings.ts';

/** All that is doubtful about a support set, in the order of the pictures. */
export function enrolmentWarnings(
  support: readonly SupportPicture[],
  settings: Pick<PartSettings, 'presence' | 'appearance'> & FramedBy,
): EnrolmentWarning[] {
  return [
    ...checkWarnings(settings),
    ...countWarnings(support),
    ...copyWarnings(support),
    ...appearanceWarnings(support, settings),
  ];
}

function checkWarnings(
  settings: Pick<PartSettings, 'presence' | 'appearance'>,
): EnrolmentWarning[] {
  const message = uncheckedText(settings);
  if (message === undefined) return [];
  const { presence, appearance } = settings;
  return [
    {
      code: 'checks-off',
      message,
      remedy: 'Leave the checks on unless other means make sure of what lies before the camera.',
      facts: { presence, appearance },
    },
  ];
}

function countWarnings(support: readonly SupportPicture[]): EnrolmentWarning[] {
  if (support.length > 1) return [];
  return [
    {
      code: 'one-picture',
      message:
        'one good picture does not show what good parts may differ in: its threshold is a guess, and many good parts may fail',
      remedy: 'Enrol the part from 2 to 8 pictures of different good parts.',
      facts: { pictures: support.length },
    },
  ];
}

function copyWarnings(support: readonly SupportPicture[]): EnrolmentWarning[] {
  return nearCopiesIn(support).map(({ copy, of }) => ({
    code: 'near-copy',
    message: `${copy} is nearly the same picture as ${of}: the two count as one`,
    remedy: 'Take a picture of another part in its place; a copy teaches nothing.',
    facts: { picture: copy, of },
  }));
}
