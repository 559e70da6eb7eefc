/** An `error` makes figures wrong or impossible, a `warning` may, a `note` tells what is left out. */
export type Severity = 'error' | 'warning' | 'note';

/** Kinds of problem; part of the public API. */
export type ProblemKind =
  | 'unreadable-picture'
  | 'doubtful-picture'
  | 'unreadable-mask'
  | 'mask-size'
  | 'missing-mask'
  | 'empty-mask'
  | 'inverted-mask'
  | 'unclear-masks'
  | 'turned-picture'
  | 'listed-twice'
  | 'learned-and-tested'
  | 'good-and-defective'
  | 'copied-picture'
  | 'empty-category'
  | 'no-good-pictures'
  | 'one-class-test'
  | 'unpaired-mask'
  | 'unused'
  | 'passed-over'
  | 'no-masks';

/** Kinds that are no errors. */
const MILDER: Readonly<Partial<Record<ProblemKind, Severity>>> = {
  // Some defects fill a picture, and some masks are drawn on the turned picture: a person must look.
  'inverted-mask': 'warning',
  'unclear-masks': 'warning',
  'turned-picture': 'warning',
  'copied-picture': 'warning',
  'doubtful-picture': 'warning',
  'one-class-test': 'warning',
  'unpaired-mask': 'warning',
  unused: 'warning',
  'passed-over': 'warning',
  'no-masks': 'note',
};

/** Something that is wrong with a data set. */
export interface DatasetProblem {
  readonly severity: Severity;
  readonly kind: ProblemKind;
  /** Of the file, category or folder. */
  readonly path: string;
  /** What is wrong, and what is expected. */
  readonly message: string;
}

/** A problem, as severe as its kind. */
export function problem(kind: ProblemKind, path: string, message: string): DatasetProblem {
  return { severity: MILDER[kind] ?? 'error', kind, path, message };
}
