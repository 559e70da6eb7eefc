import {
  type Consumer,
  type ConsumerInfo,
  type JsMsg,
  JetStreamApiError,
} from '@nats-io/jetstream';
import type { Centre, QueueNames } from '../centre/centre.ts';

/** Of NATS: a message was not stored, here for one of its subject is there. */
const NOT_STORED = 10077;

/** Messages that are looked at in one sweep. */
const SWEPT = 1000;

/** How much waits. */
export interface QueueState {
  /** Jobs that are not done, those at workers among them. */
  readonly jobs: number;
  /** Of those, such as are at a worker. */
  readonly atWorkers: number;
}

/** What every job has. */
export interface QueuedJob {
  readonly id: string;
  /** What it is a part of. */
  readonly request: string;
}

/** A kind of jobs. */
export interface JobKind<J extends QueuedJob> {
  readonly names: QueueNames;
  /** Reads a message: the job; `newer` where a newer version wrote it; `broken` where it is none. */
  readonly read: (text: string) => J | 'newer' | 'broken';
}

/** The queue of jobs of a kind. */
export class JobQueue<J extends QueuedJob> {
  readonly kind: JobKind<J>;
  readonly #centre: Centre;
  #consumer: Promise<Consumer> | undefined;

  constructor(centre: Centre, kind: JobKind<J>) {
    this.#centre = centre;
    this.kind = kind;
  }

  /**
   * Puts a job into the queue, unless it waits there already.
   *
   * @param attempt - Which time it is meant to be judged: it is known by that if it is sent twice.
   */
  async add(job: J, attempt: number): Promise<void> {
    try {
      await this.#centre.jobs.publish(`${this.kind.names.subject}.${job.id}`, JSON.stringify(job), {
        msgID: `${job.id}:${attempt}`,
      });
    } catch (error) {
      if (!isThere(error)) throw error;
    }
  }

  /**
   * The next job, for this worker alone until it is acknowledged, given back, or not spoken of for long.
   *
   * @param milliseconds - How long is waited for one.
   * @returns Null if none came.
   */
  async take(milliseconds: number): Promise<JsMsg | null> {
    this.#consumer ??= this.#centre.consumer(this.kind.names);
    try {
      return await (await this.#consumer).next({ expires: milliseconds });
    } catch (error) {
      // It may have been removed, with its server or by hand.
      this.#consumer = undefined;
      throw error;
    }
  }

  /** Whether a job waits, or is at a worker. */
  async has(job: string): Promise<boolean> {
    const { stream, subject } = this.kind.names;
    const query = { last_by_subj: `${subject}.${job}` };
    return (await this.#centre.manager.streams.getMessage(stream, query)) !== null;
  }

  async state(): Promise<QueueState> {
    const { num_pending, num_ack_pending: atWorkers } = await this.#info();
    return { jobs: num_pending + atWorkers, atWorkers };
  }

  /**
   * Takes jobs away that are done: a server that was killed may have forgotten that it had removed one, or that it was
   * acknowledged. One that is not done, and that NATS takes for acknowledged, is put into the queue again.
   *
   * @param isDone - Whether a job is done.
   */
  async sweep(isDone: (job: J) => Promise<boolean>): Promise<void> {
    const { names, read } = this.kind;
    const { stream, subject } = names;
    const { streams } = this.#centre.manager;
    const { ack_floor } = await this.#info();
    const { state } = await streams.info(stream);
    let seq = state.first_seq;
    for (let looked = 0; looked < Math.min(state.messages, SWEPT); looked++) {
      const query = { seq, next_by_subj: `${subject}.*` };
      const message = await streams.getMessage(stream, query);
      if (message === null) return;
      seq = message.seq + 1;
      const job = read(message.string());
      if (typeof job === 'string') continue;
      const done = await isDone(job);
      if (!done && message.seq > ack_floor.stream_seq) continue;
      await streams.deleteMessage(stream, message.seq);
      if (!done) await this.add(job, Date.now());
    }
  }

  /** Seconds for which a job is a worker's who says nothing. */
  async ackWait(): Promise<number> {
    const { config } = await this.#info();
    return (config.ack_wait ?? 0) / 1e9;
  }

  async #info(): Promise<ConsumerInfo> {
    const { stream, consumer } = this.kind.names;
    return this.#centre.manager.consumers.info(stream, consumer);
  }
}

function isThere(error: unknown): boolean {
  const isRefused = error instanceof JetStreamApiError && error.code === NOT_STORED;
  return isRefused && error.message.includes('per subject');
}
