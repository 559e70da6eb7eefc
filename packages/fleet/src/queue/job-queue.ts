import { type Consumer, type JsMsg, JetStreamApiError } from '@nats-io/jetstream';
import { type Centre, JOBS, SUBJECT, WORKERS } from '../centre/centre.ts';
import { type Job, readJob } from './job.ts';

/** Of NATS: a message was not stored, here for one of its subject is there. */
const NOT_STORED = 10077;

/** How much waits. */
export interface QueueState {
  /** Jobs that are not done, those at workers among them. */
  readonly jobs: number;
  /** Of those, such as are at a worker. */
  readonly atWorkers: number;
}

/** The queue of jobs. */
export class JobQueue {
  readonly #centre: Centre;
  #consumer: Promise<Consumer> | undefined;

  constructor(centre: Centre) {
    this.#centre = centre;
  }

  /**
   * Puts a job into the queue, unless it waits there already.
   *
   * @param attempt - Which time it is meant to be judged: it is known by that if it is sent twice.
   */
  async add(job: Job, attempt: number): Promise<void> {
    try {
      await this.#centre.jobs.publish(`${SUBJECT}.${job.id}`, JSON.stringify(job), {
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
    this.#consumer ??= this.#centre.consumer();
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
    const query = { last_by_subj: `${SUBJECT}.${job}` };
    return (await this.#centre.manager.streams.getMessage(JOBS, query)) !== null;
  }

  async state(): Promise<QueueState> {
    const { consumers } = this.#centre.manager;
    const { num_pending, num_ack_pending: atWorkers } = await consumers.info(JOBS, WORKERS);
    return { jobs: num_pending + atWorkers, atWorkers };
  }

  /**
   * Takes away what NATS gives to nobody any more: a server that was killed may have forgotten that it had removed a job,
   * while it knows that it was acknowledged. One without a verdict is put into the queue again.
   *
   * @param isJudged - Whether a job has its verdict.
   */
  async sweep(isJudged: (job: string) => Promise<boolean>): Promise<void> {
    const { consumers, streams } = this.#centre.manager;
    const { num_pending, num_ack_pending, ack_floor } = await consumers.info(JOBS, WORKERS);
    const { state } = await streams.info(JOBS);
    if (state.messages <= num_pending + num_ack_pending) return;
    for (let seq = state.first_seq; seq <= ack_floor.stream_seq;) {
      const query = { seq, next_by_subj: `${SUBJECT}.*` };
      const message = await streams.getMessage(JOBS, query);
      if (message === null || message.seq > ack_floor.stream_seq) return;
      await streams.deleteMessage(JOBS, message.seq);
      const job = readJob(message.string());
      if (typeof job !== 'string' && !(await isJudged(job.id))) await this.add(job, Date.now());
      seq = message.seq + 1;
    }
  }

  /** Seconds for which a job is a worker's who says nothing. */
  async ackWait(): Promise<number> {
    const { config } = await this.#centre.manager.consumers.info(JOBS, WORKERS);
    return (config.ack_wait ?? 0) / 1e9;
  }
}

function isThere(error: unknown): boolean {
  const isRefused = error instanceof JetStreamApiError && error.code === NOT_STORED;
  return isRefused && error.message.includes('per subject');
}
