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

/** Where jobs of a kind wait. */
export interface QueueNames {
  readonly stream: string;
  /** Before the id of a job. */
  readonly subject: string;
  /** Who all workers are together. */
  readonly consumer: string;
}

/** Pictures that are to be judged. */
export const JOBS: QueueNames = {
  stream: 'fewgood-jobs',
  subject: 'fewgood.jobs',
  consumer: 'workers',
};
/** Shares of evaluations that are to be computed. */
export const SHARES: QueueNames = {
  stream: 'fewgood-shares',
  subject: 'fewgood.shares',
  consumer: 'workers',
};

/** Buckets: pictures that wait, part files and models, which version judges, who works, what evaluations need. */
const BUCKETS = {
  pictures: 'fewgood-pictures',
  files: 'fewgood-files',
  recipes: 'fewgood-recipes',
  workers: 'fewgood-workers',
  evaluations: 'fewgood-evaluations',
} as const;

/** Streams behind them, by the rules of NATS. */
const STREAMS = [
  JOBS.stream,
  SHARES.stream,
  `OBJ_${BUCKETS.pictures}`,
  `OBJ_${BUCKETS.files}`,
  `KV_${BUCKETS.recipes}`,
  `KV_${BUCKETS.workers}`,
  `OBJ_${BUCKETS.evaluations}`,
];

/** Seconds that a job is a worker's who does not say that he is at it. */
const ACK_WAIT = 30;
/** Milliseconds after which a worker that says nothing is gone. */
const PRESENCE = 60_000;
/** Milliseconds after which what an evaluation needed is forgotten: it may have been given up. */
const EVALUATION = 7 * 86_400_000;
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
  readonly evaluations: ObjectStore;

  private constructor(
    nats: NatsConnection,
    clients: Pick<Centre, 'jobs' | 'manager'>,
    buckets: Pick<Centre, keyof typeof BUCKETS>,
  ) {
    this.nats = nats;
    this.jobs = clients.jobs;
    this.manager = clients.manager;
    this.pictures = buckets.pictures;
    this.files = buckets.files;
    this.recipes = buckets.recipes;
    this.workers = buckets.workers;
    this.evaluations = buckets.evaluations;
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
      for (const names of [JOBS, SHARES]) await makeQueue(manager, names, settings);
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
          evaluations: await objects.create(BUCKETS.evaluations, {
            ...shared,
            ttl: nanos(EVALUATION),
          }),
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
      for (const { stream, consumer } of [JOBS, SHARES]) {
        const change = { ack_wait: nanos(ackWait * 1000) };
        await this.manager.consumers.update(stream, consumer, change);
      }
    }
    if (replicas === undefined) return;
    for (const stream of STREAMS) {
      await this.manager.streams.update(stream, { num_replicas: replicas });
    }
  }

  /** What gives jobs to workers; it is made again where it was removed. */
  async consumer(names: QueueNames): Promise<Consumer> {
    await makeQueue(this.manager, names, {});
    return this.jobs.consumers.get(names.stream, names.consumer);
  }

  async close(): Promise<void> {
    await this.nats.close();
  }
}

/** Of jobs that have an end, each is there once: it goes when it is acknowledged. */
function streamConfig(
  { stream, subject }: QueueNames,
  replicas: number,
): Partial<StreamConfig> & { name: string } {
  return {
    name: stream,
    subjects: [`${subject}.*`],
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

function consumerConfig(consumer: string, ackWait: number): Partial<ConsumerConfig> {
  return {
    durable_name: consumer,
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
  names: QueueNames,
  { replicas = 1, ackWait = ACK_WAIT }: CentreSettings,
): Promise<void> {
  const { stream, consumer } = names;
  await unless(streams.info(stream), () => streams.add(streamConfig(names, replicas)));
  await unless(consumers.info(stream, consumer), () =>
    consumers.add(stream, consumerConfig(consumer, ackWait)),
  );
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
