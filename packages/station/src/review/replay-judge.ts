import { setTimeout as pause } from 'node:timers/promises';
import { FewgoodError, type Verdict } from 'fewgood';
import { type Thread, ThreadEndedError } from '../judging/thread.ts';
import type { Calls } from '../judging/thread-messages.ts';

export interface ReplayJudgeOptions {
  /** A thread of its own, so that neither judging nor learning waits for it. */
  readonly thread: Thread;
  /** Pictures of the line that wait to be judged. */
  readonly waiting: () => number;
}

/** Times that a picture may end the thread before it is given up. */
const TRIES = 3;
/** How often is looked whether the line waits, milliseconds. */
const LOOK = 50;
/** How long a picture of a replay gives way to the line at most, milliseconds. */
const PATIENCE = 2000;

/** How long the thread stays ready when nobody asks it, milliseconds. */
const IDLE = 60_000;

/** Judges pictures again by other versions of a part, when the line leaves time for it. */
export class ReplayJudge {
  readonly #options: ReplayJudgeOptions;
  #users = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(options: ReplayJudgeOptions) {
    this.#options = options;
  }

  /** Works with the thread; it and its memory go when nobody did so for a while. */
  async use<T>(work: () => Promise<T>): Promise<T> {
    this.#users++;
    clearTimeout(this.#idle);
    try {
      return await work();
    } finally {
      this.#users--;
      if (this.#users === 0) {
        this.#idle = setTimeout(() => void this.#options.thread.restart(), IDLE).unref();
      }
    }
  }

  /**
   * What a part says of a picture that is kept.
   *
   * @returns Null where it cannot be read or judged.
   * @throws {@link ThreadEndedError} if the station ends.
   */
  async verdict(request: Calls['verdict']['request']): Promise<Verdict | null> {
    await this.#giveWay();
    for (let tries = 1; ; tries++) {
      try {
        return await this.#options.thread.ask('verdict', request);
      } catch (error) {
        if (error instanceof FewgoodError) return null;
        if (!(error instanceof ThreadEndedError) || this.#options.thread.isClosed) throw error;
        if (tries >= TRIES) return null;
      }
    }
  }

  /** Asks the thread for something else. */
  async ask<C extends 'calibrate' | 'threshold'>(
    call: C,
    request: Calls[C]['request'],
  ): Promise<Calls[C]['answer']> {
    return this.#options.thread.ask(call, request);
  }

  /** Ends what the thread is at. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#options.thread.close();
  }

  async #giveWay(): Promise<void> {
    for (let waited = 0; waited < PATIENCE && this.#options.waiting() > 0; waited += LOOK) {
      await pause(LOOK);
    }
  }
}
