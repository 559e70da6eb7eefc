import { hostname, userInfo } from 'node:os';
import { Centre, type CentreSettings } from './centre/centre.ts';
import { isNatsAway, type NatsPlace } from './centre/nats.ts';
import { PictureStore } from './centre/picture-store.ts';
import { type ShareJob, shareJobs } from './evaluate/share-job.ts';
import { type Job, judgeJobs } from './queue/job.ts';
import { JobQueue } from './queue/job-queue.ts';
import { FleetDatabase, isPostgresqlAway } from './rows/fleet-database.ts';
import { LineList } from './rows/line-list.ts';
import { RequestList } from './rows/request-list.ts';
import { RolloutList } from './rows/rollout-list.ts';
import { VerdictList } from './rows/verdict-list.ts';

/** Where a fleet is. */
export interface FleetPlace extends NatsPlace {
  /** `postgresql://…`. */
  readonly database: string;
}

/** The two servers of a fleet, and what it keeps there. */
export class Fleet {
  readonly centre: Centre;
  readonly database: FleetDatabase;
  /** Pictures that are to be judged. */
  readonly queue: JobQueue<Job>;
  /** Shares of evaluations that are to be computed. */
  readonly shares: JobQueue<ShareJob>;
  readonly pictures: PictureStore;
  readonly requests: RequestList;
  readonly verdicts: VerdictList;
  readonly rollouts: RolloutList;
  readonly lines: LineList;

  private constructor(centre: Centre, database: FleetDatabase) {
    this.centre = centre;
    this.database = database;
    this.queue = new JobQueue(centre, judgeJobs);
    this.shares = new JobQueue(centre, shareJobs);
    this.pictures = new PictureStore(centre);
    this.requests = new RequestList(database);
    this.verdicts = new VerdictList(database);
    this.rollouts = new RolloutList(database);
    this.lines = new LineList(database);
  }

  /**
   * Connects to both, and makes what is not there yet.
   *
   * @param role - What the connection is for.
   * @throws {@link FleetServerError} if one of them does not answer.
   */
  static async open(
    place: FleetPlace,
    role: string,
    settings: CentreSettings = {},
  ): Promise<Fleet> {
    const database = await FleetDatabase.open(place.database);
    try {
      return new Fleet(await Centre.open(place, `fewgood ${role}`, settings), database);
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.centre.close();
    await this.database.close();
  }
}

/** Whether an error says that a server does not answer now. */
export function isServerAway(error: unknown): boolean {
  return isNatsAway(error) || isPostgresqlAway(error);
}

/** Who does something here, for the chain. */
export function thisActor(): string {
  return `${userName()}@${hostname()}`;
}

/** A container may run as a user that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'somebody');
  }
}

/** What time it is, UTC, ISO 8601. */
export function now(): string {
  return new Date().toISOString();
}
