import type { IClientOptions } from 'mqtt';
import type { Link, OutletSettings } from '../connector.ts';
import { BrokerError } from '../errors.ts';
import { backOff } from '../outbox/back-off.ts';
import { Pause } from '../outbox/pause.ts';
import { MqttSession, type Publication } from './session.ts';

/** How a broker is reached, and what the station is to it. */
export interface ConnectionOptions {
  readonly url: string;
  readonly timeoutSeconds: number;
  readonly backOff: OutletSettings['backOff'];
  /** Client id, credentials and will, asked for before each connection: certificates are renewed. */
  readonly options: () => IClientOptions;
}

/**
 * A connection to a broker that is made anew whenever it ends. What each begins with (births, subscriptions) is told to it
 * once, by {@link beginWith}.
 */
export class MqttConnection {
  readonly #options: ConnectionOptions;
  readonly #beginnings: ((session: MqttSession) => Promise<void>)[] = [];
  readonly #ending = new AbortController();
  #session: MqttSession | undefined;
  #fault: string = 'not connected yet';
  #running: Promise<void> = Promise.resolve();

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Does this at the beginning of each session, before anything else is published; what fails ends the session. */
  beginWith(work: (session: MqttSession) => Promise<void>): void {
    this.#beginnings.push(work);
  }

  /**
   * Connects in the background: a broker that is away keeps nobody waiting.
   *
   * @param link - Told how the broker is.
   */
  start(link: Link): void {
    this.#running = this.#keep(link);
  }

  /**
   * The session that there is now. None waits here for a broker that is away.
   *
   * @throws {@link BrokerError} if there is none, or it has not begun.
   */
  get session(): MqttSession {
    if (this.#session === undefined) throw new BrokerError(this.#options.url, this.#fault);
    return this.#session;
  }

  /** Ends it in order. @param farewell - Published last, if there is a connection. */
  async stop(farewell: Publication): Promise<void> {
    this.#ending.abort();
    const session = this.#session;
    // Whoever is not there to take it learns from the broker that the station is gone.
    await session?.publish(farewell).catch(() => undefined);
    await session?.close();
    await this.#running;
  }

  async #keep(link: Link): Promise<void> {
    const { signal } = this.#ending;
    const { backOff: pauses } = this.#options;
    for (let attempts = 1; !signal.aborted; attempts++) {
      const start = performance.now();
      const fault = await this.#connect(link);
      this.#session = undefined;
      if (signal.aborted) return;
      this.#fault = fault instanceof BrokerError ? fault.fault : fault.message;
      link.report(fault.message);
      // One that ends at once each time, as of two with one client id, is not to come back each second.
      if ((performance.now() - start) / 1000 > pauses.mostSeconds) attempts = 1;
      await new Pause().wait(backOff(pauses, attempts), signal);
    }
  }

  /** Connects, and waits until that has ended. @returns Why. */
  async #connect(link: Link): Promise<Error> {
    const { signal } = this.#ending;
    let session: MqttSession | undefined;
    try {
      const { url, timeoutSeconds, options } = this.#options;
      session = await MqttSession.open({ url, timeoutSeconds, options: options() }, signal);
      for (const work of this.#beginnings) await work(session);
      if (!signal.aborted) {
        this.#session = session;
        link.report(undefined);
        return await session.ended;
      }
    } catch (error) {
      await session?.close();
      return error instanceof Error ? error : new Error(String(error));
    }
    await session.close();
    return session.ended;
  }
}
