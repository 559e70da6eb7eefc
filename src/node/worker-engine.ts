import { Worker } from 'node:worker_threads';
import { CancelledError, FewgoodError } from '../errors.ts';
import type {
  CellOutcome,
  CellTask,
  Engine,
  StageTimes,
  SupportBlock,
  SupportTask,
  TestTask,
} from '../evaluation/run/engine.ts';
import type { LevelShape } from '../evaluation/run/map-block.ts';
import type { Fault, Reply, Request, WorkerStart } from './worker-messages.ts';

/** How to start a thread. */
export interface WorkerEngineOptions extends WorkerStart {
  /** Ends the thread at once, whatever it does. */
  readonly signal?: AbortSignal | undefined;
}

/** Beside this file in the package; a checkout starts its source. */
const THREAD = import.meta.url.endsWith('.ts')
  ? '../../tools/source-thread.mjs'
  : './evaluation-worker.js';

/** An error that another thread threw. */
class RemoteError extends FewgoodError {
  readonly code: string;

  constructor({ name, code, message, remedy }: Fault) {
    super(message, remedy);
    this.name = name;
    this.code = code;
  }
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** An engine in a thread of its own. */
export class WorkerEngine implements Engine {
  readonly #worker: Worker;
  readonly #signal: AbortSignal | undefined;
  readonly #stop = (): void => void this.#worker.terminate();
  #waiting: Waiting | undefined;
  /** Why there is no thread any more. */
  #end: { readonly reason: unknown } | undefined;

  constructor({ setup, cache, signal }: WorkerEngineOptions) {
    const start: WorkerStart = { setup, cache };
    this.#worker = new Worker(new URL(THREAD, import.meta.url), { workerData: start });
    this.#signal = signal;
    signal?.addEventListener('abort', this.#stop);
    this.#worker.on('message', (reply: Reply) => this.#settle(reply));
    this.#worker.on('error', (error) => this.#finish(error));
    this.#worker.on('exit', () => {
      this.#finish(new CancelledError('evaluate', 'a part of a cell'));
    });
  }

  shapes(task: string): Promise<readonly LevelShape[]> {
    return this.#ask({ call: 'shapes', task });
  }

  extractTests(task: TestTask): Promise<StageTimes> {
    return this.#ask({ call: 'extractTests', task });
  }

  extractSupport(task: SupportTask): Promise<SupportBlock> {
    return this.#ask({ call: 'extractSupport', task });
  }

  evaluate(task: CellTask): Promise<CellOutcome> {
    return this.#ask({ call: 'evaluate', task });
  }

  async release(): Promise<void> {
    if (this.#end || this.#signal?.aborted) return;
    await this.#ask({ call: 'release' });
    await this.#worker.terminate();
  }

  #ask<T>(request: Request): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#end) {
        reject(this.#end.reason);
        return;
      }
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the thread answers each call with its type
      this.#waiting = { resolve: (value) => resolve(value as T), reject };
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      this.#worker.postMessage(request);
    });
  }

  #finish(reason: unknown): void {
    this.#end ??= { reason };
    this.#signal?.removeEventListener('abort', this.#stop);
    this.#settle({ bug: reason });
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) return;
    if ('value' in reply) waiting.resolve(reply.value);
    else waiting.reject('fault' in reply ? new RemoteError(reply.fault) : reply.bug);
  }
}
