/**
 * What is doubtful about a support set. An enrolment goes on with it: whether it matters, a person knows.
 *
 * @module
 */
import type { Facts } from '../errors.ts';
import { nearCopiesIn } from './near-copies.ts';
import type { SupportPicture } from './part.ts';

/** Stable identifier of a kind of warning. */
export type EnrolmentWarningCode = 'near-copy';

/** One thing that is doubtful about a support set. */
export interface EnrolmentWarning {
  /** Stable identifier. */
  readonly code: EnrolmentWarningCode;
  /** What is doubtful, and by how much: a clause without a final period. */
  readonly message: string;
  /** What to do about it: sentences in the imperative. */
  readonly remedy: string;
  /** What the message tells, as data. */
  readonly facts: Facts;
}

/** All that is doubtful about a support set, in the order of the pictures. */
export function enrolmentWarnings(support: readonly SupportPicture[]): EnrolmentWarning[] {
  return nearCopiesIn(support).map(({ copy, of }) => ({
    code: 'near-copy',
    message: `${copy} is nearly the same picture as ${of}: the two count as one`,
    remedy: 'Take a picture of another part in its place; a copy teaches nothing.',
    facts: { picture: copy, of },
  }));
}
