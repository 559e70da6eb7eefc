import { RunOutbox, type UntoldVerdicts } from '@fewgood/station/store';
import type { ConnectPlan } from '../config/read-config.ts';
import type { Teller } from '../connector.ts';
import { ConnectConfigError } from '../errors.ts';
import { tellVerdicts } from '../run-connectors.ts';
import { runLetter, type RunRecord } from './run-letter.ts';

/** How a run tells its verdicts. */
export interface RunTellingOptions {
  /** What waits to be told is kept there; nobody else may have it open. */
  readonly outbox: string;
  /** Of fewgood. */
  readonly version: string;
  /** Told what somebody should know. */
  readonly log: (line: string) => void;
}

/** Milliseconds between two looks at what is not told yet, and after which somebody wants to know what is waited for. */
const [LOOK, LONG] = [50, 1000];

/** Tells the verdicts of a run without a station, as a station does: in order, each at least once, also over kills. */
export class RunTelling {
  readonly #outbox: RunOutbox;
  readonly #names: ReadonlySet<string>;
  readonly #listeners = new Set<Parameters<Teller['events']['listen']>[0]>();
  readonly #ending = new AbortController();
  readonly #log: RunTellingOptions['log'];
  #running: Promise<void> = Promise.resolve();

  private constructor(
    outbox: RunOutbox,
    names: ReadonlySet<string>,
    log: RunTellingOptions['log'],
  ) {
    this.#outbox = outbox;
    this.#names = names;
    this.#log = log;
  }

  /**
   * Begins to tell, with what an earlier run left.
   *
   * @throws {@link ConnectConfigError} if the plan has what needs a station.
   * @throws {@link ConnectorError} if a connector cannot begin.
   * @throws {@link StationDataError} if the outbox cannot be opened.
   */
  static async open(plan: ConnectPlan, options: RunTellingOptions): Promise<RunTelling> {
    refuseStations(plan);
    const { outbox: file, version, log } = options;
    const outbox = await RunOutbox.open(file);
    const names = new Set(plan.connectors.map(({ name }) => name));
    const telling = new RunTelling(outbox, names, log);
    for (const { name, waiting } of await outbox.untold()) {
      if (names.has(name) || waiting === 0) continue;
      log(`${name}: ${waiting} verdicts wait in ${file}, and it is no connector any more`);
    }
    await telling.#begin(plan, version);
    return telling;
  }

  /** Keeps a verdict to be told; it is on disk then. */
  async tell(record: RunRecord): Promise<void> {
    const letter = runLetter(record, now());
    await this.#outbox.add(letter);
    const inspection = { ...letter.inspection, seq: 0 };
    for (const listener of this.#listeners) listener({ type: 'inspection', inspection });
  }

  /**
   * Waits until all is told, and ends.
   *
   * @param patience - Seconds without a verdict that is told after which the rest is left for another run.
   * @returns Connectors with what they have not told.
   */
  async close(patience: number): Promise<readonly UntoldVerdicts[]> {
    try {
      await this.#wait(1000 * patience);
      const untold = await this.#untold();
      return untold.filter(({ waiting, dead }) => waiting + dead > 0);
    } finally {
      this.#ending.abort();
      await this.#running;
      await this.#outbox.close();
    }
  }

  async #wait(patience: number): Promise<void> {
    const start = performance.now();
    let [least, until, isSaid] = [Infinity, 0, false];
    for (;;) {
      const time = performance.now();
      const waiting = (await this.#untold()).reduce((sum, one) => sum + one.waiting, 0);
      if (waiting < least) [least, until] = [waiting, time + patience];
      if (waiting === 0 || time >= until) return;
      if (!isSaid && time - start > LONG) this.#log(`still to be told: ${waiting} verdicts`);
      isSaid ||= time - start > LONG;
      await new Promise((resolve) => {
        setTimeout(resolve, LOOK);
      });
    }
  }

  /** Of connectors that there are. */
  async #untold(): Promise<readonly UntoldVerdicts[]> {
    const all = await this.#outbox.untold();
    return all.filter(({ name }) => this.#names.has(name));
  }

  async #begin(plan: ConnectPlan, version: string): Promise<void> {
    const startedAt = now();
    const station: Teller = {
      outbox: this.#outbox,
      links: { report: ({ name }, fault) => this.#outbox.report(name, fault) },
      events: {
        listen: (listener) => {
          this.#listeners.add(listener);
          return () => this.#listeners.delete(listener);
        },
      },
      info: async () => ({ version, startedAt }),
      now,
    };
    const host = { station, log: this.#log, signal: this.#ending.signal };
    const { promise: begun, resolve } = withResolver();
    this.#running = tellVerdicts(plan, host, {
      open: async () => Promise.resolve(),
      start: async (connector, link) => connector.startTelling?.(host, link),
      run: resolve,
    });
    try {
      await Promise.race([begun, this.#running]);
    } catch (error) {
      await this.#outbox.close();
      throw error;
    }
  }
}

/** Whoever triggers needs a station that is there all the time. */
function refuseStations({ file, triggers, connectors }: ConnectPlan): void {
  const faults = connectors.flatMap(({ kind, outlet, start, startTelling }, i) =>
    outlet === undefined || (start !== undefined && startTelling === undefined)
      ? [
          `connectors[${i}]: ${kind} is answered by a station: expected connectors that tell verdicts`,
        ]
      : [],
  );
  if (triggers.length > 0) faults.unshift('triggers: expected none without a station');
  if (connectors.length === 0) faults.push('connectors: expected one or more');
  if (faults.length === 0) return;
  throw new ConnectConfigError(file, faults);
}

function now(): string {
  return new Date().toISOString();
}

function withResolver(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve!: () => void;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
