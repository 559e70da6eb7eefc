import { Worker } from 'node:worker_threads';
import { CancelledError } from '../../errors.ts';
import { RemoteError, type Reply } from '../../remote-error.ts';

/** How to start a thread. */
export interface WorkerThreadOptions {
  /** From {@link threadModule}. */
  readonly module: URL;
  /** What it is started with. */
  readonly data: unknown;
  /** What it does, for the message when it is stopped. */
  readonly task: string;
  /** Ends the thread after what it is at; whoever waits for it is told at once. */
  readonly signal?: AbortSignal | undefined;
}

/** A checkout starts its TypeScript source: threads do not inherit what runs it. */
const SOURCE_THREAD = new URL('source-thread.mjs', import.meta.url);

/**
 * The module of a thread: TypeScript in a checkout, JavaScript in the package.
 *
 * @param name - Without suffix, beside the caller.
 * @param caller - Its `import.meta.url`.
 */
export function threadModule(name: string, caller: string): URL {
  return new URL(`${name}${caller.endsWith('.ts') ? '.ts' : '.js'}`, caller);
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** How long a thread may be at its last answer before it is ended all the same. */
const PATIENCE_MILLISECONDS = 60_000;

/** A thread that answers requests, one at a time and in their order. */
export class WorkerThread<Request> {
  readonly #worker: Worker;
  readonly #signal: AbortSignal | undefined;
  readonly #task: string;
  readonly #stop = (): void => this.#retire();
  readonly #waiting: Waiting[] = [];
  /** Whether it was told to end. */
  #isStopped = false;
  /** Why there is no thread any more. */
  #end: { readonly reason: unknown } | undefined;

  constructor({ module, data, task, signal }: WorkerThreadOptions) {
    const isSource = module.pathname.endsWith('.ts');
    this.#worker = new Worker(isSource ? SOURCE_THREAD : module, {
      workerData: { module: module.href, data },
    });
    this.#task = task;
    this.#signal = signal;
    this.#worker.on('message', (reply: Reply) => this.#settle(reply));
    this.#worker.on('error', (error) => this.#finish(error));
    this.#worker.on('exit', (code) =>
      this.#finish(
        this.#isStopped
          ? this.#cancelled()
          : new Error(`a thread of "${task}" ended by itself, with code ${code}`),
      ),
    );
    signal?.addEventListener('abort', this.#stop);
    if (signal?.aborted) this.#retire();
  }

  /** Whether the thread has ended, or was told to. */
  get hasEnded(): boolean {
    return this.#end !== undefined || this.#signal?.aborted === true;
  }

  /** Asks for something; the caller knows what type the answer has. */
  ask<T>(request: Request): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#end || this.#isStopped) {
        reject(this.#end?.reason ?? this.#cancelled());
        return;
      }
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the thread answers each call with its type
      this.#waiting.push({ resolve: (value) => resolve(value as T), reject });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      this.#worker.postMessage(request);
    });
  }

  /** Ends the thread. */
  async terminate(): Promise<void> {
    this.#isStopped = true;
    await this.#worker.terminate();
  }

  /**
   * Ends the thread once it has answered: one that is ended within ONNX Runtime takes the process down
   * with it (seen in 4 of 10 interrupts).
   */
  #retire(): void {
    this.#isStopped = true;
    for (const { reject } of this.#waiting) reject(this.#cancelled());
    if (this.#waiting.length === 0) void this.terminate();
    else setTimeout(() => void this.terminate(), PATIENCE_MILLISECONDS).unref();
  }

  #cancelled(): CancelledError {
    return new CancelledError(this.#task, 'a part of it');
  }

  #finish(reason: unknown): void {
    this.#end ??= { reason };
    this.#signal?.removeEventListener('abort', this.#stop);
    while (this.#waiting.length > 0) this.#settle({ bug: reason });
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.shift();
    if (this.#isStopped) void this.terminate();
    if (waiting === undefined) return;
    if ('value' in reply) waiting.resolve(reply.value);
    else waiting.reject('fault' in reply ? new RemoteError(reply.fault) : reply.bug);
  }
}
