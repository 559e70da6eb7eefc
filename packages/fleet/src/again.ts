import { setTimeout as sleep } from 'node:timers/promises';

/** Seconds until the second attempt; each next one waits twice as long. */
const FIRST = 0.2;
/** Seconds between two attempts at most. */
const MOST = 10;

/** When something is tried again. */
export interface AgainOptions {
  /** Whether an error says that what is needed is away, and may be back later. */
  readonly isAway: (error: unknown) => boolean;
  /** Ends the waiting: the last error is thrown then. */
  readonly signal?: AbortSignal | undefined;
  /** Told of the error before the first pause. */
  readonly onWait?: (error: unknown) => void;
  /** Attempts at most; any number by default. */
  readonly attempts?: number;
}

/** Does something, again and again with longer pauses, while what it needs is away. */
export async function again<T>(work: () => Promise<T>, options: AgainOptions): Promise<T> {
  const { isAway, signal, onWait, attempts = Infinity } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isAway(error) || attempt >= attempts || signal?.aborted) throw error;
      if (attempt === 1) onWait?.(error);
      await pause(backOff(attempt), signal);
      if (signal?.aborted) throw error;
    }
  }
}

/**
 * Seconds before the next attempt: somewhat less by chance, so that not all machines come back at one moment.
 *
 * @param attempts - How many failed.
 */
export function backOff(attempts: number): number {
  return Math.min(FIRST * 2 ** Math.min(attempts - 1, 30), MOST) * (1 - Math.random() / 4);
}

/** Waits so many seconds, or until the signal. */
export async function pause(seconds: number, signal?: AbortSignal): Promise<void> {
  await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
}
