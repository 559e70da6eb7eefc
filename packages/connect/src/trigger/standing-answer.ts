/**
 * The answer to the last trigger, for whoever looks rather than waits. It stands until the next trigger, and never longer
 * than its lifetime: one that nobody took in time must not be taken for a later one's.
 */
export class StandingAnswer<T> {
  readonly #lifetime: number;
  readonly #onExpiry: () => void;
  #phase: 'idle' | 'busy' | 'done' = 'idle';
  #answer: T | undefined;
  #expiry: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** @param lifetime - Milliseconds for which an answer stands. */
  constructor(lifetime: number, onExpiry: () => void = () => undefined) {
    this.#lifetime = lifetime;
    this.#onExpiry = onExpiry;
  }

  get phase(): 'idle' | 'busy' | 'done' {
    return this.#phase;
  }

  /** There is one in the phase `done` alone. */
  get answer(): T | undefined {
    return this.#answer;
  }

  /** A trigger is under way: what was answered before is gone. */
  begin(): void {
    this.#clear('busy');
  }

  /** The trigger has its answer. */
  end(answer: T): void {
    if (this.#isClosed) return;
    this.#phase = 'done';
    this.#answer = answer;
    this.#expiry = setTimeout(() => {
      this.#clear('idle');
      this.#onExpiry();
    }, this.#lifetime);
  }

  /** There is no answer any more, and none comes. */
  close(): void {
    this.#isClosed = true;
    this.#clear('idle');
  }

  #clear(phase: 'idle' | 'busy'): void {
    clearTimeout(this.#expiry);
    this.#answer = undefined;
    this.#phase = phase;
  }
}
