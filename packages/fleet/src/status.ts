import { FleetNotFoundError } from './errors.ts';
import type { Fleet } from './fleet.ts';
import { listWorkers, type Presence } from './worker/presence.ts';
import type { QueueState } from './queue/job-queue.ts';
import type { RequestCounts } from './rows/request-list.ts';
import type { DeadJobRow, RolloutRow } from './rows/tables.ts';

/** Requests and dead jobs that are told of. */
const MOST = 50;

/** How a fleet is. */
export interface FleetStatus {
  readonly queue: QueueState & {
    /** Bytes of the pictures that wait. */
    readonly pictureBytes: number;
  };
  /** Categories of evaluations. */
  readonly shares: QueueState;
  readonly workers: readonly Presence[];
  /** The newest first. */
  readonly requests: readonly RequestCounts[];
  /** Jobs that nobody could judge, the newest first. */
  readonly dead: readonly DeadJobRow[];
  /** Versions that judge, by part. */
  readonly parts: readonly RolloutRow[];
}

/**
 * How a fleet is, or what of it is about one request.
 *
 * @throws {@link FleetNotFoundError} if there is no such request.
 */
export async function fleetStatus(fleet: Fleet, request?: string): Promise<FleetStatus> {
  const requests = await fleet.requests.counts(MOST, request);
  if (request !== undefined && requests.length === 0) {
    throw new FleetNotFoundError('the request', request, 'Look at the list of requests.');
  }
  return {
    queue: { ...(await fleet.queue.state()), pictureBytes: await fleet.pictures.size() },
    shares: await fleet.shares.state(),
    workers: await listWorkers(fleet.centre),
    requests,
    dead: await fleet.verdicts.dead(MOST, request),
    parts: await fleet.rollouts.list(),
  };
}
