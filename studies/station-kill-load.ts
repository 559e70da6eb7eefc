/**
 * What a station is busy with while it is killed: pictures that are sent, and decisions of people. Whatever nobody
 * answered is sent again, as any client does.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { AnswerError, readAnswer, type StationClient } from '../packages/station/src/api/index.ts';
import type { Random } from '../src/random.ts';
import { KillReviewer } from './station-kill-reviewer.ts';
import type { StationProcess } from './station-process.ts';

/** Senders at once. */
const SENDERS = 3;
/** Milliseconds until somebody who was turned away asks again: sooner than he is told to, for a harder test. */
const AGAIN = 300;

/** What the load is made of. */
export interface KillLoadOptions {
  readonly random: Random;
  /** Id of the part. */
  readonly part: string;
  /** Pictures, PNG, some with a defect. */
  readonly pictures: readonly Uint8Array[];
}

/** Pictures and decisions that are sent while the station lives. */
export class KillLoad {
  /** Keys that the station has said it took. */
  readonly acknowledged = new Set<string>();
  readonly reviewer: KillReviewer;
  /** Keys that were sent again, for nobody had answered. */
  sentAgain = 0;
  /** Answers that it is to be tried again later. */
  turnedAway = 0;
  readonly faults: string[] = [];
  readonly #options: KillLoadOptions;
  #number = 0;
  /** Keys that nobody has answered. */
  readonly #open: number[] = [];

  constructor(options: KillLoadOptions) {
    this.#options = options;
    this.reviewer = new KillReviewer(options.random.fork('reviewer'), this.faults);
  }

  /** How far it is, in words. */
  describe(): string {
    const { acknowledged, reviewer, faults } = this;
    return `${acknowledged.size} pictures and ${reviewer.deeds} decisions acknowledged, ${faults.length} faults`;
  }

  /** Sends until it is stopped. @returns What stops it. */
  begin(client: StationClient, server: StationProcess): () => Promise<void> {
    const ended = new AbortController();
    const { signal } = ended;
    const work = [
      ...Array.from({ length: SENDERS }, () => async () => this.#send(client)),
      async () => this.reviewer.step(client),
    ];
    const workers = work.map(async (step) => this.#goOn(step, { server, signal }));
    return async () => {
      ended.abort();
      await Promise.all(workers);
    };
  }

  /** Goes on until it is stopped, or the station lives no more. */
  async #goOn(
    step: () => Promise<void>,
    { server, signal }: { server: StationProcess; signal: AbortSignal },
  ): Promise<void> {
    while (!signal.aborted && server.lives) {
      try {
        await step();
      } catch (error) {
        // Nobody answered: whether the station did what it was asked for nobody knows.
        if (error instanceof AnswerError) {
          if (error.retryAfter === undefined) this.faults.push(error.message);
          else this.turnedAway++;
        }
        await sleep(AGAIN);
      }
    }
  }

  async #send(client: StationClient): Promise<void> {
    const { pictures, part: id } = this.#options;
    const number = this.#open.pop() ?? this.#number++;
    const body = new Uint8Array(pictures[number % pictures.length] ?? []);
    const key = `picture-${number}`;
    const request = { query: { part: id }, header: { 'idempotency-key': key } };
    try {
      const sent = client.api.inspections.$post(request, { init: { body } });
      const inspection = await readAnswer(sent);
      if (inspection.key !== key) this.faults.push(`${key} was answered with ${inspection.key}`);
      this.acknowledged.add(key);
    } catch (error) {
      this.#open.push(number);
      this.sentAgain++;
      throw error;
    }
  }
}
