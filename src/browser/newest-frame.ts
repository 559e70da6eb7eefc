/** Who is told of frames. */
export interface NewestFrameListeners<R> {
  /** What came of a frame. */
  readonly onResult: (result: R) => void;
  /** A frame failed; the next ones go on. */
  readonly onError: (error: unknown) => void;
}

/**
 * Works on the newest frame: while one is worked on, one more waits, and is dropped when a newer one comes. So a
 * slow machine judges fewer frames, and never late ones.
 */
export class NewestFrame<T, R> {
  readonly #work: (frame: T) => Promise<R>;
  readonly #listeners: NewestFrameListeners<R>;
  readonly #discard: (frame: T) => void;
  #waiting: { readonly frame: T } | undefined;
  #isBusy = false;
  #isStopped = false;
  #dropped = 0;
  #done = 0;

  /**
   * @param work - On one frame.
   * @param discard - Frees a frame that is dropped.
   */
  constructor(
    work: (frame: T) => Promise<R>,
    listeners: NewestFrameListeners<R>,
    discard: (frame: T) => void,
  ) {
    this.#work = work;
    this.#listeners = listeners;
    this.#discard = discard;
  }

  /** Frames that were dropped for newer ones. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Frames that were worked on, failed ones too. */
  get done(): number {
    return this.#done;
  }

  /** Takes a frame; false if one before it was dropped for it, or it came after the end. */
  offer(frame: T): boolean {
    if (this.#isStopped) {
      this.#discard(frame);
      return false;
    }
    const late = this.#waiting;
    this.#waiting = { frame };
    if (late !== undefined) {
      this.#dropped++;
      this.#discard(late.frame);
    }
    if (!this.#isBusy) void this.#goOn();
    return late === undefined;
  }

  /** Takes no more frames; that which waits is discarded. */
  stop(): void {
    this.#isStopped = true;
    if (this.#waiting !== undefined) this.#discard(this.#waiting.frame);
    this.#waiting = undefined;
  }

  async #goOn(): Promise<void> {
    this.#isBusy = true;
    while (this.#waiting !== undefined) {
      const { frame } = this.#waiting;
      this.#waiting = undefined;
      try {
        const result = await this.#work(frame);
        this.#done++;
        if (!this.#isStopped) this.#listeners.onResult(result);
      } catch (error) {
        this.#done++;
        if (!this.#isStopped) this.#listeners.onError(error);
      }
    }
    this.#isBusy = false;
  }
}
