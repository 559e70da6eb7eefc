/**
 * What a fleet is busy with while it is killed: one request after another, each submitted again until all of it is
 * accepted, as anybody does whose command ended with an error.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Fleet, isServerAway } from '../packages/fleet/src/fleet.ts';
import { submit } from '../packages/fleet/src/submit/submit.ts';
import { expandPictures, type PictureInput } from '../src/node/inspection/pictures.ts';

/** Jobs that wait, beyond which nothing more is submitted for now. */
const ENOUGH = 40;
/** Milliseconds until it is looked again, or submitted again. */
const AGAIN = 200;

export class FleetLoad {
  /** Pictures by request, of those that were accepted as a whole. */
  readonly accepted = new Map<string, number>();
  /** Submissions that ended with an error. */
  again = 0;
  readonly faults: string[] = [];
  readonly #fleet: Fleet;
  readonly #part: string;
  readonly #folder: string;

  /** @param folder - Of pictures. */
  constructor(fleet: Fleet, part: string, folder: string) {
    this.#fleet = fleet;
    this.#part = part;
    this.#folder = folder;
  }

  /** How far it is, in words. */
  describe(): string {
    const { accepted, again, faults } = this;
    return `${accepted.size} requests accepted, ${again} submitted again, ${faults.length} faults`;
  }

  /** Submits until it is stopped. @returns What stops it, once the request at hand is accepted. */
  begin(): () => Promise<void> {
    const over = new AbortController();
    const { signal } = over;
    const work = async (): Promise<void> => {
      const pictures = await expandPictures([this.#folder]);
      for (let i = 0; !signal.aborted; i++) {
        await this.#submit(`kill-${i}`, pictures);
        while (!signal.aborted && (await this.#isBusy())) await sleep(AGAIN);
      }
    };
    const working = work();
    // It is thrown to whoever stops it.
    working.catch(() => undefined);
    return async () => {
      over.abort();
      await working;
    };
  }

  async #submit(request: string, pictures: readonly PictureInput[]): Promise<void> {
    const { signal } = new AbortController();
    const about = { part: this.#part, request, pictures, signal, onProgress: () => undefined };
    for (;;) {
      try {
        const { refused } = await submit(this.#fleet, about);
        for (const { name, error } of refused) this.faults.push(`${name}: ${error.message}`);
        this.accepted.set(request, pictures.length);
        return;
      } catch (error) {
        if (!isServerAway(error)) throw error;
        this.again++;
        await sleep(AGAIN);
      }
    }
  }

  async #isBusy(): Promise<boolean> {
    try {
      return (await this.#fleet.queue.state()).jobs > ENOUGH;
    } catch {
      return true;
    }
  }
}
