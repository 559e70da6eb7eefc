import { Worker } from 'node:worker_threads';
import { type Facts, FewgoodError } from 'fewgood';
import type { Answer, Calls, Message, Question, ThreadFault } from './thread-messages.ts';

/** A checkout starts its TypeScript source: threads do not inherit what runs it. */
const IS_SOURCE = import.meta.url.endsWith('.ts');
const ENTRY = new URL(IS_SOURCE ? './source-thread.mjs' : './judge-worker.js', import.meta.url);
const SOURCE = new URL('./judge-worker.ts', import.meta.url).href;

/** An error that the library threw in the thread, as it was there. */
class ThreadError extends FewgoodError {
  readonly code: string;

  constructor({ name, code, message, remedy, facts }: ThreadFault) {
    super(message, remedy, { facts });
    this.name = name;
    this.code = code;
  }
}

/** The thread ended, or failed by a bug; what was asked for was not done. */
export class ThreadEndedError extends Error {
  static {
    this.prototype.name = 'ThreadEndedError';
  }
  /** Whether it was told to end, as by a station that ends or by what was cancelled; it failed otherwise. */
  get wasToldTo(): boolean {
    return this.cause === TOLD;
  }
}

/** Why a thread ends that is told to. */
const TOLD = 'it was told to';

/** How long a thread may be at its last answer before it is ended all the same, milliseconds. */
const PATIENCE = 60_000;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onNews: ((news: unknown) => void) | undefined;
}

/** A thread of the judge: answers one question after another. It is started when it is first asked, and again after it ended. */
export class Thread {
  readonly #files: string;
  #worker: Worker | undefined;
  #number = 0;
  readonly #waiting = new Map<number, Waiting>();
  /** Workers that are told to end, until they have. */
  readonly #ending = new Set<Promise<void>>();
  #isClosed = false;

  /** @param files - The station's data folder. */
  constructor(files: string) {
    this.#files = files;
  }

  /**
   * Asks for something.
   *
   * @param onNews - Told of what is to be said before the answer.
   * @throws {@link ThreadEndedError} if the thread ended meanwhile.
   */
  async ask<C extends keyof Calls>(
    call: C,
    request: Calls[C]['request'],
    onNews?: (news: unknown) => void,
  ): Promise<Calls[C]['answer']> {
    if (this.#isClosed) throw new ThreadEndedError('the station ends', { cause: TOLD });
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const id = ++this.#number;
    return new Promise((resolve, reject) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the thread answers a call with what belongs to it
      const take = resolve as (value: unknown) => void;
      this.#waiting.set(id, { resolve: take, reject, onNews });
      const question: Question = { id, call, request };
      worker.postMessage(question, []);
    });
  }

  /** Whether nothing can be asked any more. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Ends the thread; whoever waits for it is told at once. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.restart();
  }

  /** Ends the thread; whoever waits for it is told at once, and the next question starts another. */
  async restart(): Promise<void> {
    const worker = this.#worker;
    if (worker !== undefined) {
      this.#end(worker, TOLD);
      const ended = retire(worker);
      this.#ending.add(ended);
      void ended.then(() => this.#ending.delete(ended));
    }
    await Promise.all(this.#ending);
  }

  #start(): Worker {
    const workerData = { module: SOURCE, files: this.#files };
    const worker = new Worker(ENTRY, { workerData });
    worker.on('message', (message: Message) => this.#take(message));
    worker.on('error', (error) => this.#end(worker, error));
    worker.on('exit', (code) => this.#end(worker, `exit code ${code}`));
    return worker;
  }

  /** What was asked is asked of one worker alone: of one that was told to end, nobody waits for anything. */
  #end(worker: Worker, reason: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) {
      reject(new ThreadEndedError('the thread ended', { cause: reason }));
    }
  }

  #take(message: Message): void {
    const waiting = this.#waiting.get(message.id);
    if (waiting === undefined) return;
    if ('news' in message) {
      waiting.onNews?.(message.news);
      return;
    }
    this.#waiting.delete(message.id);
    settle(waiting, message);
  }
}

/**
 * Lets a worker end by itself, after what it is at: one that is ended within ONNX Runtime takes the process down
 * with it.
 */
async function retire(worker: Worker): Promise<void> {
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.postMessage('end' satisfies Question, []);
  const impatient = setTimeout(() => void worker.terminate(), PATIENCE);
  await ended;
  clearTimeout(impatient);
}

function settle({ resolve, reject }: Waiting, answer: Answer): void {
  if ('value' in answer) resolve(answer.value);
  else if ('fault' in answer) reject(new ThreadError(answer.fault));
  else reject(new ThreadEndedError('a bug in the thread', { cause: answer.bug }));
}

/** A fault as it travels between threads. */
export function threadFault(error: FewgoodError): ThreadFault {
  const { name, code, message, remedy } = error;
  const facts: Facts = error.facts;
  return { name, code, message, remedy, facts };
}
