import { Worker } from 'node:worker_threads';
import { UnavailableError } from '../errors.ts';

/** A password to be hashed, or to be compared with a hash; null is that of nobody. */
export type HashQuestion =
  | { readonly id: number; readonly password: string }
  | { readonly id: number; readonly password: string; readonly hash: string | null };

export interface HashAnswer {
  readonly id: number;
  readonly value: string | boolean;
}

/** A checkout starts its TypeScript source: threads do not inherit what runs it. */
const IS_SOURCE = import.meta.url.endsWith('.ts');
const SOURCE = new URL('./password-worker.ts', import.meta.url).href;
const ENTRY = new URL(
  IS_SOURCE ? '../judging/source-thread.mjs' : './password-worker.js',
  import.meta.url,
);

/** Passwords that wait for the thread at most: more is an attack, or a machine that is too busy. */
const MOST_WAITING = 20;
/** A thread that nobody asked for so long ends, and gives its memory back, milliseconds. */
const IDLE = 60_000;

interface Waiting {
  readonly resolve: (value: string | boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Hashes passwords by argon2id in a thread of its own, which is started when it is first asked. */
export class PasswordThread {
  #worker: Worker | undefined;
  #number = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #waiting = new Map<number, Waiting>();

  /**
   * Its argon2id hash, in the PHC string format.
   *
   * @throws {@link UnavailableError} if too many wait.
   */
  async hash(password: string): Promise<string> {
    return String(await this.#ask({ id: ++this.#number, password }));
  }

  /**
   * Whether it is the password of a hash; takes as long where there is none.
   *
   * @throws {@link UnavailableError} if too many wait.
   */
  async matches(password: string, hash: string | null): Promise<boolean> {
    return (await this.#ask({ id: ++this.#number, password, hash })) === true;
  }

  /** Ends the thread; whoever waits for it is told so. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#end(new Error('The station ends'));
    await worker?.terminate();
  }

  async #ask(question: HashQuestion): Promise<string | boolean> {
    if (this.#waiting.size >= MOST_WAITING) {
      const fault = `${this.#waiting.size} passwords wait: expected fewer than ${MOST_WAITING}`;
      throw new UnavailableError('look at the password', fault, 'Try again in a moment.', 5);
    }
    clearTimeout(this.#timer);
    this.#worker ??= this.#start();
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      this.#waiting.set(question.id, { resolve, reject });
      worker.postMessage(question, []);
    });
  }

  #start(): Worker {
    const worker = new Worker(ENTRY, { workerData: { module: SOURCE } });
    worker.on('message', ({ id, value }: HashAnswer) => {
      this.#waiting.get(id)?.resolve(value);
      this.#waiting.delete(id);
      if (this.#waiting.size > 0) return;
      this.#timer = setTimeout(() => void this.close(), IDLE);
      this.#timer.unref();
    });
    worker.on('error', (error) => {
      if (this.#worker === worker) this.#end(error);
    });
    return worker;
  }

  #end(reason: unknown): void {
    clearTimeout(this.#timer);
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }
}
