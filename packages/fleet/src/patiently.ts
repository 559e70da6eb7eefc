import { again } from './again.ts';
import { isServerAway } from './fleet.ts';

/** Attempts at a step while somebody waits for its answer: a quarter of a minute or more. */
const ATTEMPTS = 8;

/** Does something that may be done twice, again if a server is away for a moment. */
export async function patiently<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  return again(work, { isAway: isServerAway, attempts: ATTEMPTS, signal });
}
