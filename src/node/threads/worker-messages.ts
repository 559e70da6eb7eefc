/**
 * What threads and those who start them say to each other, whatever they are asked for.
 *
 * @module
 */

import type { FewgoodError } from '../../errors.ts';

/** What `WorkerThread` starts any thread with. */
export interface ThreadStart<T> {
  readonly data: T;
}

/** A thread's answer. */
export type Reply =
  { readonly value: unknown } | { readonly fault: RemoteFault } | { readonly bug: unknown };

/** One of our errors, as it travels between threads, which keep nothing but the message of an Error. */
export interface RemoteFault extends Pick<
  FewgoodError,
  'name' | 'code' | 'message' | 'remedy' | 'facts' | 'options' | 'action'
> {}
