import type { JsMsg } from '@nats-io/jetstream';
import { again, backOff, pause } from '../again.ts';
import { messageOf } from '../centre/nats.ts';
import { JobError } from '../errors.ts';
import { type Fleet, isServerAway, now } from '../fleet.ts';
import type { JobQueue, QueuedJob } from '../queue/job-queue.ts';

/** Milliseconds that are waited for a job, after which it is looked whether the worker is to end. */
const LOOK = 2000;
/** How often within the time that NATS gives a worker says that it is at a job. */
const SIGNS = 3;
/** Milliseconds between two looks for what lies in the queue and is nobody's, when nothing else is to be done. */
const SWEEP = 10_000;
/** Milliseconds after which a job of a newer format goes to another worker. */
const NEWER = 5000;

/** Does something that needs a server, again and again while that is away. */
export type Again = <T>(work: () => Promise<T>) => Promise<T>;

/** How jobs of a kind are done. */
export interface Craft<J extends QueuedJob> {
  readonly queue: JobQueue<J>;
  /** Jobs that it has at once: beside the one that is done, those that are fetched or kept meanwhile. */
  readonly slots: number;
  /** What a job is called, for people. */
  readonly nameOf: (job: J) => string;
  /** Whether a job was done before. */
  readonly isDone: (job: J) => Promise<boolean>;
  /**
   * Does a job, and keeps what comes of it.
   *
   * @param deliveries - How often it was given to a worker.
   * @throws {@link JobError} if it cannot be done here.
   */
  readonly do: (job: J, deliveries: number, again: Again) => Promise<void>;
  /** Takes away what only the job needed, once it is done. */
  readonly finish: (job: J) => Promise<void>;
}

/** What a worker works with. */
export interface WorkerOptions<J extends QueuedJob> {
  readonly fleet: Fleet;
  readonly craft: Craft<J>;
  /** What it is called in verdicts. */
  readonly name: string;
  /** How often a job is given to workers, each of which ends or fails at it, before it is buried. */
  readonly deliveries: number;
  /** Ends it, after the jobs that it has. */
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** Takes jobs of a kind and does them, until it is told to end; whatever is away, it waits for. */
export class Worker<J extends QueuedJob> {
  readonly #options: WorkerOptions<J>;
  #signEvery = 0;
  #swept = -Infinity;

  constructor(options: WorkerOptions<J>) {
    this.#options = options;
  }

  /** Works until the signal. */
  async run(): Promise<void> {
    const { craft, signal } = this.#options;
    const wait = await again(async () => craft.queue.ackWait(), { isAway: isServerAway, signal });
    this.#signEvery = (wait * 1000) / SIGNS;
    await Promise.all(Array.from({ length: craft.slots }, async () => this.#work()));
  }

  async #work(): Promise<void> {
    const { signal } = this.#options;
    let failed = 0;
    while (!signal.aborted) {
      const message = await this.#take();
      if (message === undefined) await pause(backOff(++failed), signal);
      else if (message !== null) {
        const isDone = await this.#handle(message);
        failed = isDone ? 0 : failed + 1;
        // One that fails at all it gets leaves jobs to others.
        if (!isDone) await pause(backOff(failed), signal);
      } else {
        failed = 0;
        await this.#sweep();
      }
    }
  }

  /** The next job; null if none came, undefined if NATS does not answer. */
  async #take(): Promise<JsMsg | null | undefined> {
    const { craft, signal, log } = this.#options;
    try {
      const message = await endingWith(signal, craft.queue.take(LOOK));
      if (message === null || !signal.aborted) return message;
      message.nak();
      return null;
    } catch (error) {
      if (!isServerAway(error)) log(`no job comes: ${messageOf(error)}`);
      return undefined;
    }
  }

  /** While nothing is to be done; another time will do as well. */
  async #sweep(): Promise<void> {
    const { craft, signal } = this.#options;
    if (signal.aborted || performance.now() - this.#swept < SWEEP) return;
    this.#swept = performance.now();
    await craft.queue.sweep(craft.isDone).catch(() => undefined);
  }

  /** Does a job, and says so; whether it was done. */
  async #handle(message: JsMsg): Promise<boolean> {
    const job = this.#options.craft.queue.kind.read(message.string());
    if (job === 'newer') {
      message.nak(NEWER);
      return false;
    }
    if (job === 'broken') {
      this.#options.log(`a message is no job, and is left out: ${message.subject}`);
      message.term();
      return true;
    }
    const signs = setInterval(() => message.working(), this.#signEvery);
    try {
      await this.#do(job, message.info.deliveryCount);
      await this.#finish(job, message);
      return true;
    } catch (error) {
      await this.#giveBack(job, message, error);
      return false;
    } finally {
      clearInterval(signs);
    }
  }

  async #do(job: J, deliveries: number): Promise<void> {
    const { craft, deliveries: most } = this.#options;
    if (await this.#again(async () => craft.isDone(job))) return;
    if (deliveries > most) {
      throw new JobError(job.id, `${most} workers had it, and ended or failed at it`);
    }
    await craft.do(job, deliveries, async (work) => this.#again(work));
  }

  /** What came of it is kept: nothing of the job is needed any more. */
  async #finish(job: J, message: JsMsg): Promise<void> {
    const { craft } = this.#options;
    await this.#again(async () => craft.finish(job));
    // Where the answer is lost the job comes again, is done already, and is acknowledged then.
    await message.ackAck().catch(() => undefined);
  }

  /** The job goes to whoever takes it next, or to the dead ones. */
  async #giveBack(job: J, message: JsMsg, error: unknown): Promise<void> {
    const { fleet, craft, name: worker, deliveries: most, signal, log } = this.#options;
    const { deliveryCount: deliveries } = message.info;
    if (!signal.aborted) log(`${craft.nameOf(job)} of ${job.request}: ${messageOf(error)}`);
    if (deliveries < most || signal.aborted) {
      message.nak(signal.aborted ? undefined : backOff(deliveries) * 1000);
      return;
    }
    const { id, request } = job;
    const fault = messageOf(error);
    const row = { job: id, request, fault, deliveries, worker, at: now() };
    try {
      await this.#again(async () => fleet.verdicts.bury(row));
      message.term();
    } catch {
      message.nak();
    }
  }

  /** Waits for a server that is away, while NATS is told that the job is looked after. */
  async #again<T>(work: () => Promise<T>): Promise<T> {
    const { signal, log } = this.#options;
    return again(work, {
      isAway: isServerAway,
      signal,
      onWait: (error) => log(`it waits: ${messageOf(error)}`),
    });
  }
}

/** A promise that is not waited for once the signal came and it had its time. */
async function endingWith<T>(signal: AbortSignal, promise: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const late = new Promise<null>((resolve) => {
    onAbort = () => (timer = setTimeout(() => resolve(null), LOOK));
    signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}
