/**
 * Our errors on their way between threads, which keep nothing but the message of an Error.
 *
 * @module
 */
import { FewgoodError } from './fewgood-error.ts';

/** One of our errors, as it travels. */
export interface RemoteFault extends Pick<
  FewgoodError,
  'name' | 'code' | 'message' | 'remedy' | 'facts' | 'options' | 'action'
> {}

/** A thread's answer: what was asked for, an error of ours, or a bug. */
export type Reply =
  { readonly value: unknown } | { readonly fault: RemoteFault } | { readonly bug: unknown };

/** An error that another thread threw. */
export class RemoteError extends FewgoodError {
  readonly code: string;

  constructor({ name, code, message, remedy, facts, options, action }: RemoteFault) {
    super(message, remedy, { facts, options, ...(action && { action }) });
    this.name = name;
    this.code = code;
  }
}

/** What a thread answers when it has failed. */
export function toFaultReply(error: unknown): Reply {
  if (!(error instanceof FewgoodError)) return { bug: error };
  const { name, code, message, remedy, facts, options, action } = error;
  return { fault: { name, code, message, remedy, facts, options, action } };
}
