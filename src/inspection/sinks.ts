/**
 * Where what is made of pictures goes. One sink that fails takes nothing from the others, and every
 * ending, also one by an error, finishes what they hold.
 *
 * @module
 */
import { FewgoodError } from '../errors.ts';

/** Where what is made of the pictures goes. */
export interface Sink<T> {
  /** What it is called where its faults are told, such as `--report tray.html`. */
  readonly name?: string;
  /** Whether each item stands alone, as a file of its own: then the next is tried after one that failed. */
  readonly isolated?: boolean;
  /**
   * Whether it takes only what all the others took, as what remembers what is done; it comes last, and is
   * no output for which alone a run goes on.
   */
  readonly isConfirmation?: boolean;
  /** Whether another sink takes the same, so that no confirmation hangs on this one. */
  readonly isCopy?: boolean;
  /** Takes what was made of one picture, in the order of the source. */
  readonly add: (item: T) => Promise<void> | void;
  /** Finishes: nothing more comes, for whatever reason. */
  readonly close?: () => Promise<void> | void;
  /** Takes away what cannot be finished, after an `add` or a `close` that failed. */
  readonly discard?: () => Promise<void> | void;
}

/** A sink that failed. */
export interface SinkFault {
  /** What it is called. */
  readonly sink: string;
  /** What went wrong first. */
  readonly error: FewgoodError;
  /** Whether it takes nothing more. */
  readonly isOver: boolean;
}

/** What became of the sinks of a run. */
export interface SinkOutcome extends SinkFault {
  /** Items that it did not take although it was given them; what follows its end is not counted. */
  readonly lost: number;
}

/** Told of sinks that fail. */
export interface SinkListener {
  /** Told once when a sink begins to fail. Without it, such a fault ends the run. */
  readonly onSinkFault?: ((fault: SinkFault) => void) | undefined;
  /** Told when an isolated sink that failed takes items again. */
  readonly onSinkRecovery?: ((sink: string) => void) | undefined;
}

/** The sinks of one run. */
export class SinkSet<T> {
  readonly #open: Set<Sink<T>>;
  readonly #listener: SinkListener;
  readonly #failing = new Set<Sink<T>>();
  readonly #outcomes = new Map<Sink<T>, SinkOutcome>();
  /** Whether a sink is over without which nothing is confirmed any more. */
  #isIncomplete = false;

  constructor(sinks: readonly Sink<T>[], listener: SinkListener) {
    this.#open = new Set(sinks);
    this.#listener = listener;
  }

  /** Sinks that failed so far. */
  get outcomes(): readonly SinkOutcome[] {
    return [...this.#outcomes.values()];
  }

  /**
   * Hands an item to one sink after the other.
   *
   * @throws What a sink threw that is no {@link FewgoodError}, or that nobody is told of, or the last
   *   sink's: there is no use in judging for none.
   */
  async add(item: T): Promise<void> {
    let isTaken = !this.#isIncomplete;
    for (const sink of this.#open) {
      if (sink.isConfirmation === true && !isTaken) continue;
      try {
        await sink.add(item);
        if (this.#failing.delete(sink)) this.#listener.onSinkRecovery?.(nameOf(sink));
      } catch (error) {
        const isOver = sink.isolated !== true;
        if (sink.isCopy !== true) {
          isTaken = false;
          this.#isIncomplete ||= isOver;
        }
        await this.#fail(sink, error, { isOver, isTold: !isOver || this.#hasOthers(sink) });
      }
    }
  }

  /**
   * Finishes all that are open; one that cannot be finished is taken away, and the rest is finished.
   *
   * @throws What the first of them threw, in the cases of {@link add}.
   */
  async close(): Promise<void> {
    const errors: unknown[] = [];
    for (const sink of this.#open) {
      try {
        await sink.close?.();
        this.#open.delete(sink);
      } catch (error) {
        const fate = { isOver: true, isTold: true };
        await this.#fail(sink, error, fate).catch((again: unknown) => errors.push(again));
      }
    }
    if (errors.length > 0) throw errors[0];
  }

  /** Whether there is an output beside a sink. */
  #hasOthers(sink: Sink<T>): boolean {
    return [...this.#open].some((other) => other !== sink && other.isConfirmation !== true);
  }

  /** Tells of a fault, if it is one that can be told, or else throws it. */
  async #fail(
    sink: Sink<T>,
    error: unknown,
    { isOver, isTold }: { readonly isOver: boolean; readonly isTold: boolean },
  ): Promise<void> {
    if (isOver) {
      this.#open.delete(sink);
      // What went wrong is told; that it cannot clean up after that is not.
      await Promise.allSettled([(async () => sink.discard?.())()]);
    }
    const { onSinkFault } = this.#listener;
    if (!(error instanceof FewgoodError) || onSinkFault === undefined || !isTold) throw error;
    const first = this.#outcomes.get(sink);
    const fault = { sink: nameOf(sink), error, isOver };
    this.#outcomes.set(sink, {
      ...fault,
      error: first?.error ?? error,
      lost: (first?.lost ?? 0) + 1,
    });
    if (!this.#failing.has(sink)) onSinkFault(fault);
    this.#failing.add(sink);
  }
}

function nameOf<T>({ name = 'an output' }: Sink<T>): string {
  return name;
}
