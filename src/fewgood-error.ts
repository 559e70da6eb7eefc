/**
 * What all errors are made of; the errors themselves are in `errors.ts`.
 *
 * @module
 */

/** Plain data, as JSON has it. */
export type Fact = string | number | boolean | null | readonly Fact[] | Facts;

/** What an error tells, by name: what it is about, what was `found`, what was `expected`. */
export type Facts = { readonly [name: string]: Fact };

/** Work of its own that a remedy asks for. */
export type RemedyAction =
  | 'import an ONNX model'
  | 'import a state dict'
  | 'pull a model'
  | 'show a model'
  | 'enrol a part'
  | 'check a data set'
  | 'evaluate';

/** What an error carries beside its message and its remedy. */
export interface ErrorDetails extends ErrorOptions {
  /** What the message tells, as data. */
  readonly facts?: Facts;
  /** Settings and options that the remedy speaks of, as the library spells them. */
  readonly options?: readonly string[];
  /** Work that the remedy asks for. */
  readonly action?: RemedyAction;
}

/** Base class: `error instanceof FewgoodError` tells our errors from bugs. */
export abstract class FewgoodError extends Error {
  /** Stable identifier, part of the public API; `docs/errors.md` has an entry for each. */
  abstract readonly code: string;
  /** What the reader of the message can do about it, as an instruction. */
  readonly remedy: string;
  /** What the message tells, as data. */
  readonly facts: Facts;
  /** Settings and options that the remedy speaks of, as the library spells them. */
  readonly options: readonly string[];
  /** Work that the remedy asks for; undefined if none. */
  readonly action: RemedyAction | undefined;

  /**
   * @param message - `Cannot <action>: <what was found>: expected <wanted>`, without a final period.
   * @param remedy - One sentence in the imperative.
   */
  constructor(
    message: string,
    remedy: string,
    { facts = {}, options = [], action, ...cause }: ErrorDetails = {},
  ) {
    super(message, cause);
    this.remedy = remedy;
    this.facts = facts;
    this.options = options;
    this.action = action;
  }

  /** The error as plain data, as `JSON.stringify` takes it; without cause and stack. */
  toJSON(): Facts {
    const { name, code, message, remedy, facts, options, action } = this;
    return { name, code, message, remedy, facts, options, ...(action && { action }) };
  }
}

/** An error of a task, told by what was found on the way. */
export abstract class TaskError extends FewgoodError {
  /**
   * @param task - What was to be done.
   * @param fault - `<what was found>: expected <wanted>`, or what was found alone.
   */
  constructor(task: string, fault: string, remedy: string, details?: ErrorDetails) {
    const [, found = fault, expected] = /^(.*): expected (.*)$/s.exec(fault) ?? [];
    const facts: Facts = { task, found, ...(expected !== undefined && { expected }) };
    super(`Cannot ${task}: ${fault}`, remedy, about(facts, details));
  }
}

/** Details with more facts, of which those given count first. */
export function about(facts: Facts, details: ErrorDetails = {}): ErrorDetails {
  return { ...details, facts: { ...facts, ...details.facts } };
}
