import type { Letter } from '@fewgood/station';
import type { Connector, Outlet, Teller, TellingHost } from '../connector.ts';
import { DeliveryError } from '../errors.ts';
import { type MessageFrame, type OutgoingMessage, writeMessage } from '../message.ts';
import { backOff } from './back-off.ts';
import type { LinkReport } from './link-report.ts';
import { Pause } from './pause.ts';

/** Letters that are read at once. */
const BATCH = 50;
/** Seconds after which it is looked for letters that nobody told of: dead ones that are sent again. */
const IDLE = 5;
/** Seconds until the database is asked again when it did not answer. */
const DATABASE_PATIENCE = 1;

/** Tells verdicts to one connector, in order and each at least once. */
export class Pump {
  readonly #connector: Connector;
  readonly #outlet: Outlet;
  readonly #frame: MessageFrame;
  readonly #host: TellingHost;
  readonly #outbox: Teller['outbox'];
  readonly #link: LinkReport;
  readonly #pause = new Pause();
  /** Before the next attempt at a verdict. */
  #retry: Pause | undefined;

  constructor(
    connector: Connector & { readonly outlet: Outlet },
    frame: Omit<MessageFrame, 'details'>,
    { host, link }: { host: TellingHost; link: LinkReport },
  ) {
    this.#connector = connector;
    this.#outlet = connector.outlet;
    this.#frame = { ...frame, details: connector.outlet.settings.details };
    this.#host = host;
    this.#outbox = host.station.outbox;
    this.#link = link;
    link.onUp = () => this.#retry?.wake();
  }

  /** Makes the place of the connector in the outbox, so that verdicts from now on wait for it. */
  async open(): Promise<void> {
    const { name, kind } = this.#connector;
    await this.#outbox.open({ name, kind, from: this.#outlet.settings.from });
  }

  /** Tells what there is, and what comes, until the signal ends it. */
  async run(): Promise<void> {
    const { signal, station, log } = this.#host;
    const leave = station.events.listen((event) => {
      if (event.type === 'inspection' && event.inspection.state !== 'waiting') this.#pause.wake();
    });
    try {
      while (!signal.aborted) {
        try {
          await this.#tellBatch();
        } catch (error) {
          // The database is away. What was told and not noted is told again, with the same key.
          log(`${this.#connector.name}: ${describe(error)}`);
          await new Pause().wait(DATABASE_PATIENCE, signal);
        }
      }
    } finally {
      leave();
    }
  }

  async #tellBatch(): Promise<void> {
    const { signal } = this.#host;
    const letters = await this.#outbox.next(this.#connector.name, BATCH);
    for (const letter of letters) {
      if (signal.aborted) return;
      await this.#tell(letter);
    }
    if (letters.length === 0) await this.#pause.wait(IDLE, signal);
  }

  async #tell(letter: Letter): Promise<void> {
    const { signal } = this.#host;
    const { settings } = this.#outlet;
    const { name } = this.#connector;
    const outgoing = writeMessage(letter, this.#frame);
    // Attempts at which the receiver answered: while it is away, none is held against the letter.
    let answered = 0;
    for (let attempts = 1; ; attempts++) {
      const fault = await this.#attempt(outgoing);
      if (fault === undefined) return this.#outbox.tell(name, letter);
      if (signal.aborted) return;
      this.#outbox.failed(name);
      if (fault.end !== 'away') answered++;
      if (fault.end === 'refused' || answered >= settings.attempts) {
        return this.#bury(letter, attempts, fault);
      }
      this.#retry = new Pause();
      await this.#retry.wait(backOff(settings.backOff, attempts, fault.retryAfter), signal);
      this.#retry = undefined;
      if (signal.aborted) return;
    }
  }

  /** @returns What stands against it; undefined when the receiver has it. */
  async #attempt(outgoing: OutgoingMessage): Promise<DeliveryError | undefined> {
    const { signal } = this.#host;
    try {
      await this.#outlet.deliver(outgoing, signal);
      this.#link.report(undefined);
      return undefined;
    } catch (error) {
      const fault =
        error instanceof DeliveryError
          ? error
          : new DeliveryError(this.#connector.name, describe(error), {
              end: 'failed',
              cause: error,
            });
      // One that refuses answers.
      if (!signal.aborted) this.#link.report(fault.end === 'refused' ? undefined : fault.message);
      return fault;
    }
  }

  async #bury(letter: Letter, attempts: number, error: DeliveryError): Promise<void> {
    const { code, message, remedy } = error;
    const fault = { code, message, remedy, facts: {} };
    await this.#outbox.bury(this.#connector.name, letter, { attempts, fault });
    this.#host.log(
      `${this.#connector.name}: inspection ${letter.inspection.id} is a dead letter: ${message}`,
    );
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
