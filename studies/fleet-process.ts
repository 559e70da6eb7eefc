import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { FleetPlace } from '../packages/fleet/src/fleet.ts';
import type { StartProgram } from './station-process.ts';

/** Characters of what it told last that are kept. */
const LOG = 4000;

/** A running `fewgood fleet worker`. */
export class WorkerProcess {
  /** What it told last. */
  log = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #isToEnd = false;

  /** @param folder - Where it keeps what it fetched; workers may share it. */
  constructor(start: StartProgram, { nats, database }: FleetPlace, folder: string) {
    const place = ['--nats', nats, '--database', database, '--cache', join(folder, 'cache')];
    // Kills that come one after another are no fault of the job that is at hand.
    this.#child = start(['fleet', 'worker', ...place, '--threads', '1', '--deliveries', '1000']);
    this.#ended = new Promise((resolve) => this.#child.once('close', resolve));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.log = (this.log + text).slice(-LOG);
      });
    }
  }

  /** Whether it ended although nobody had told it to. */
  get endedByItself(): boolean {
    return !this.#isToEnd && (this.#child.exitCode !== null || this.#child.signalCode !== null);
  }

  /** Kills it, unless it has ended. */
  async kill(): Promise<void> {
    if (!this.endedByItself) this.#isToEnd = true;
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** Ends it in order; its exit code, null if it had to be killed. */
  async end(): Promise<number | null> {
    if (!this.endedByItself) this.#isToEnd = true;
    this.#child.kill('SIGTERM');
    return this.#ended;
  }
}
