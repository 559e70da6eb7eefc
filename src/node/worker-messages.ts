/**
 * What threads and those who start them say to each other.
 *
 * @module
 */
import type { CellTask, EngineSetup, SupportTask, TestTask } from '../evaluation/run/engine.ts';

/** What `WorkerThread` starts any thread with. */
export interface ThreadStart<T> {
  readonly data: T;
}

/** What a thread of an evaluation is started with. */
export interface WorkerStart {
  readonly setup: EngineSetup;
  /** Folder for maps that memory does not suffice for. */
  readonly cache: string;
}

/** What a thread is asked for, one at a time. */
export type Request =
  | { readonly call: 'shapes'; readonly task: string }
  | { readonly call: 'extractTests'; readonly task: TestTask }
  | { readonly call: 'extractSupport'; readonly task: SupportTask }
  | { readonly call: 'evaluate'; readonly task: CellTask }
  | { readonly call: 'release' };

/** Its answer. */
export type Reply =
  { readonly value: unknown } | { readonly fault: Fault } | { readonly bug: unknown };

/** One of our errors, as it travels between threads, which keep nothing but the message of an Error. */
export interface Fault {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}
