import type { TriggerAnswer, TriggerState } from '../api/trigger.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import { assertCameraPrograms } from '../sources/camera-program.ts';
import { Trigger, type TriggerCall, type TriggerStation } from './trigger.ts';
import type { TriggerSettings } from './trigger-settings.ts';

interface DeskTools {
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Where one picture is taken and judged when somebody asks. */
export class TriggerDesk {
  readonly #station: TriggerStation;
  readonly #onBug: (error: unknown) => void;
  readonly #triggers = new Map<string, Trigger>();

  /** @param onBug - Told of errors that are bugs. */
  constructor(station: TriggerStation, onBug: (error: unknown) => void) {
    this.#station = station;
    this.#onBug = onBug;
  }

  /**
   * Makes triggers; they are at work with {@link run}.
   *
   * @throws {@link ConflictError} if two have one name.
   * @throws {@link StationDataError} if there is a camera, and what reads it is not installed.
   */
  async open(all: readonly TriggerSettings[], tools: DeskTools): Promise<void> {
    await assertCameraPrograms(
      all.flatMap(({ source }) => (source.kind === 'camera' ? [source.input] : [])),
    );
    for (const settings of all) {
      const { name } = settings;
      if (this.#triggers.has(name)) {
        const remedy = 'Give each a name of its own.';
        throw new ConflictError(`make the trigger ${name}`, 'another one has the name', remedy);
      }
      const shared = { station: this.#station, onBug: this.#onBug };
      const trigger = new Trigger(settings, { ...shared, ...tools });
      this.#triggers.set(name, trigger);
      const { kind } = settings.source;
      // What it is called begins with its kind.
      const place = trigger.state.source.slice(kind.length + 1);
      this.#station.links.open({ role: 'trigger', name, kind, place });
    }
  }

  /**
   * Keeps what was opened at work until its signal.
   *
   * @throws {@link FileError} if a folder is missing at the start.
   */
  async run(): Promise<void> {
    await Promise.all([...this.#triggers.values()].map(async (trigger) => trigger.run()));
  }

  /** There are none any more. */
  close(): void {
    for (const name of this.#triggers.keys()) this.#station.links.close({ role: 'trigger', name });
    this.#triggers.clear();
  }

  /** As they are now, by name. */
  list(): TriggerState[] {
    const all = [...this.#triggers.values()].map(({ state }) => state);
    return all.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Whether it has pictures; one that is not there has none. */
  isUp(name: string): boolean {
    return this.#triggers.get(name)?.state.up === true;
  }

  /**
   * Takes one picture and answers with its verdict, or with why there is none, within the deadline.
   *
   * @throws {@link NotFoundError} if there is none of that name.
   */
  async fire(name: string, call: TriggerCall): Promise<TriggerAnswer> {
    return this.#named(name).fire(call);
  }

  /** Brings gauges up to date. */
  measure(): void {
    for (const { name, up } of this.list()) {
      this.#station.metrics.triggerUp.set({ trigger: name }, up ? 1 : 0);
    }
  }

  #named(name: string): Trigger {
    const trigger = this.#triggers.get(name);
    if (trigger === undefined) throw new NotFoundError('the trigger', name);
    return trigger;
  }
}
