import { CancelledError } from './errors.ts';

/** Asks work to stop; an `AbortSignal` is one. */
export interface CancelSignal {
  /** True once the work shall stop. */
  readonly aborted: boolean;
}

/**
 * Ends work that was asked to stop.
 *
 * @param task - What is being done, such as `calibrate`.
 * @param done - How much of it is done, such as `3 of 8 pictures`.
 * @throws {@link CancelledError} if the signal says so.
 */
export function assertNotCancelled(
  signal: CancelSignal | undefined,
  task: string,
  done: string,
): void {
  if (signal?.aborted) throw new CancelledError(task, done);
}
