import {
  AckPolicy,
  type Consumer,
  type ConsumerConfig,
  DiscardPolicy,
  jetstream,
  type JetStreamClient,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamManager,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import { type KV, Kvm } from '@nats-io/kv';
import { Objm, type ObjectStore } from '@nats-io/obj';
import { type NatsConnection, nanos } from '@nats-io/transport-node';
import { connectNats, type NatsPlace } from './nats.ts';

/** Where jobs wait. */
export const JOBS = 'fewgood-jobs';
/** Before the id of a job. */
export const SUBJECT = 'fewgood.jobs';
/** Who all workers are together. */
export const WORKERS = 'workers';

/** Buckets: pictures that wait, part files and models, which part version judges, who works. */
const BUCKETS = {
  pictures: 'fewgood-pictures',
  files: 'fewgood-files',
  recipes: 'fewgood-recipes',
  workers: 'fewgood-workers',
} as const;

/** Streams behind them, by the rules of NATS. */
const STREAMS = [
  JOBS,
  `OBJ_${BUCKETS.pictures}`,
  `OBJ_${BUCKETS.files}`,
  `KV_${BUCKETS.recipes}`,
  `KV_${BUCKETS.workers}`,
];

/** Seconds that a job is a worker's who does not say that he is at it. */
const ACK_WAIT = 30;
/** Milliseconds after which a worker that says nothing is gone. */
const PRESENCE = 60_000;
/** Minutes for which NATS knows what was published, so that an answer that was lost does no harm. */
const KNOWN_MINUTES = 10;
/** Versions of a recipe that NATS keeps; PostgreSQL has all. */
const HISTORY = 64;
/** Jobs that are at workers at once, and requests for some: of thousands of workers. */
const AT_ONCE = 10_000;

/** How the streams are made. */
export interface CentreSettings {
  /** Servers of a cluster that have each stream; 1 by default. */
  readonly replicas?: number | undefined;
  /** Seconds after which a job goes to another worker, if the one who has it says nothing. */
  readonly ackWait?: number | undefined;
}

/** The streams and buckets of a fleet, on NATS. */
export class Centre {
  readonly nats: NatsConnection;
  readonly jobs: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly pictures: ObjectStore;
  readonly files: ObjectStore;
  readonly recipes: KV;
  readonly workers: KV;

  private constructor(
    nats: NatsConnection,
    clients: Pick<Centre, 'jobs' | 'manager'>,
    buckets: Pick<Centre, 'pictures' | 'files' | 'recipes' | 'workers'>,
  ) {
    this.nats = nats;
    this.jobs = clients.jobs;
    this.manager = clients.manager;
    this.pictures = buckets.pictures;
    this.files = buckets.files;
    this.recipes = buckets.recipes;
    this.workers = buckets.workers;
  }

  /**
   * Connects, and makes what is not there yet.
   *
   * @param name - What NATS calls the connection.
   * @throws {@link FleetServerError} if no server answers.
   */
  static async open(
    place: NatsPlace,
    name: string,
    settings: CentreSettings = {},
  ): Promise<Centre> {
    const nats = await connectNats(place, name);
    try {
      const [jobs, manager] = [jetstream(nats), await jetstreamManager(nats)];
      const { replicas = 1 } = settings;
      const storage = StorageType.File;
      await makeQueue(manager, settings);
      const [objects, keys] = [new Objm(nats), new Kvm(nats)];
      const shared = { replicas, storage };
      return new Centre(
        nats,
        { jobs, manager },
        {
          pictures: await objects.create(BUCKETS.pictures, { ...shared }),
          files: await objects.create(BUCKETS.files, { ...shared }),
          recipes: await keys.create(BUCKETS.recipes, { ...shared, history: HISTORY }),
          workers: await keys.create(BUCKETS.workers, { ...shared, history: 1, ttl: PRESENCE }),
        },
      );
    } catch (error) {
      await nats.close();
      throw error;
    }
  }

  /** Changes what is there to the settings. */
  async change({ replicas, ackWait }: CentreSettings): Promise<void> {
    if (ackWait !== undefined) {
      await this.manager.consumers.update(JOBS, WORKERS, { ack_wait: nanos(ackWait * 1000) });
    }
    if (replicas === undefined) return;
    for (const stream of STREAMS) {
      await this.manager.streams.update(stream, { num_replicas: replicas });
    }
  }

  /** What gives jobs to workers; it is made again where it was removed. */
  async consumer(): Promise<Consumer> {
    await makeQueue(this.manager, {});
    return this.jobs.consumers.get(JOBS, WORKERS);
  }

  async close(): Promise<void> {
    await this.nats.close();
  }
}

/** Of jobs that have an end, each is there once: it goes when it is acknowledged. */
function streamConfig(replicas: number): Partial<StreamConfig> & { name: string } {
  return {
    name: JOBS,
    subjects: [`${SUBJECT}.*`],
    retention: RetentionPolicy.Workqueue,
    storage: StorageType.File,
    // A job that waits already is not put behind itself.
    discard: DiscardPolicy.New,
    discard_new_per_subject: true,
    max_msgs_per_subject: 1,
    duplicate_window: nanos(KNOWN_MINUTES * 60_000),
    num_replicas: replicas,
  };
}

function consumerConfig(ackWait: number): Partial<ConsumerConfig> {
  return {
    durable_name: WORKERS,
    filter_subject: `${SUBJECT}.*`,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ackWait * 1000),
    // The worker that gets a job too often buries it; NATS would leave it where it is, without a word.
    max_deliver: -1,
    max_ack_pending: AT_ONCE,
    max_waiting: AT_ONCE,
  };
}

async function makeQueue(
  { streams, consumers }: JetStreamManager,
  { replicas = 1, ackWait = ACK_WAIT }: CentreSettings,
): Promise<void> {
  await unless(streams.info(JOBS), () => streams.add(streamConfig(replicas)));
  await unless(consumers.info(JOBS, WORKERS), () => consumers.add(JOBS, consumerConfig(ackWait)));
}

const MISSING: readonly number[] = [
  JetStreamApiCodes.StreamNotFound,
  JetStreamApiCodes.ConsumerNotFound,
];

async function unless(there: Promise<unknown>, make: () => Promise<unknown>): Promise<void> {
  try {
    await there;
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || !MISSING.includes(error.code)) throw error;
    await make();
  }
}
