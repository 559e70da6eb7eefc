import { setTimeout as pause } from 'node:timers/promises';
import { FewgoodError } from 'fewgood';
import type { Actor } from '../api/role.ts';
import { ConflictError, NotFoundError, StationError } from '../errors.ts';
import type { Station } from '../station.ts';
import { partNamed } from '../store/part-named.ts';
import type { SourcePicture } from './source.ts';

/** What the sources of a station share. */
export interface SourceTools {
  readonly station: Pick<Station, 'database' | 'intake' | 'metrics'>;
  readonly log: (line: string) => void;
  /** Ends them. */
  readonly signal: AbortSignal;
}

/** Where a picture goes. */
interface Goal {
  /** Name of the part. */
  readonly part: string;
  /** What the history calls the source. */
  readonly source: string;
}

/** Whoever looks at the audit chain sees that nobody sent it. */
const ACTOR: Actor = { id: 'station', name: 'station', role: 'operator' };
/** Seconds between two tries where nobody knows when it may go. */
const RETRY_SECONDS = 2;

/**
 * Has a picture taken, as soon as it may be: where the queue is full, the database is away, or the part has not been
 * learned yet, it waits, which is told once. What is no picture is told and left. A bug is told, too, and the picture
 * tried again: it must not end the others.
 */
export async function takePicture(
  picture: SourcePicture,
  { part, source }: Goal,
  { station, log, signal }: SourceTools,
): Promise<void> {
  let isTold = false;
  while (!signal.aborted) {
    try {
      const id = await partNamed(station.database, part);
      await station.intake.take({ ...picture, part: id, source }, ACTOR);
      return;
    } catch (error) {
      const seconds = secondsUntilAgain(error);
      const fault = error instanceof Error ? error.message : String(error);
      if (seconds === undefined) {
        log(`${source}: ${picture.name} is left out: ${fault}`);
        return;
      }
      if (!isTold && !signal.aborted) log(`${source}: ${picture.name} waits: ${fault}`);
      isTold = true;
      await pause(seconds * 1000, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Undefined where waiting does not help. */
function secondsUntilAgain(error: unknown): number | undefined {
  if (!(error instanceof FewgoodError)) return RETRY_SECONDS;
  if (!(error instanceof StationError)) return undefined;
  // The part may be learned meanwhile.
  if (error instanceof NotFoundError || error instanceof ConflictError) return RETRY_SECONDS;
  return error.retryAfter;
}
