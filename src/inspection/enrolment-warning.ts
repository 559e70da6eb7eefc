import type { Facts } from '../errors.ts';

/** Stable identifier of a kind of warning. */
export type EnrolmentWarningCode =
  | 'one-picture'
  | 'checks-off'
  | 'near-copy'
  | 'lone-picture'
  | 'presence-unseen'
  | 'looks-alike'
  | 'kinds-alike'
  | 'unlike-others'
  | 'blurred'
  | 'overexposed'
  | 'dark'
  | 'sizes';

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
