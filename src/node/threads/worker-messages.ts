/**
 * What threads and those who start them say to each other, whatever they are asked for.
 *
 * @module
 */

/** What `WorkerThread` starts any thread with. */
export interface ThreadStart<T> {
  readonly data: T;
}
