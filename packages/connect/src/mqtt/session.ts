import { connect, type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt';
import { BrokerError } from '../errors.ts';
import { connectFault, disconnectFault, publishFault } from './faults.ts';
import { takesTopic } from './topics.ts';

/** What is published. */
export interface Publication {
  readonly topic: string;
  readonly body: string | Buffer;
  /** 1 by default: the broker acknowledges it. */
  readonly qos?: 0 | 1;
  /** Whether whoever subscribes later gets it as well. */
  readonly retain?: boolean;
  readonly properties?: IPublishPacket['properties'];
}

/** What is told of each message of a subscription. */
export type TakeMessage = (packet: IPublishPacket) => void;

/** How a session is opened. */
export interface SessionOptions {
  readonly url: string;
  /** Client id, credentials, will. */
  readonly options: IClientOptions;
  readonly timeoutSeconds: number;
}

/** Takes what stands against an answer; undefined if nothing does. */
type Done = (fault: BrokerError | undefined) => void;

/** Brokers of which not all say why. */
const CLOSED = 'it closed the connection: it ends, or another connection has the same client id';

/** Bytes of a packet besides topic, properties of a verdict and message, at most. */
const FRAME = 1024;

/**
 * One connection to a broker, from its first answer to its end. The library would connect again by itself and send then
 * what was under way; here nothing outlives a session, as the outbox sends again what nobody acknowledged.
 */
export class MqttSession {
  /** Told why once it has ended. */
  readonly ended: Promise<BrokerError>;
  readonly #client: MqttClient;
  readonly #broker: string;
  readonly #milliseconds: number;
  readonly #subscriptions: { readonly filter: string; readonly take: TakeMessage }[] = [];
  /** Those who wait for an answer. */
  readonly #waiting = new Set<Done>();
  /** Who waits for the answers to pings, in order; most are those of the library, for which nobody does. */
  readonly #pings: (Done | undefined)[] = [];
  #asked: Done | undefined;
  #largest = Infinity;
  #isOpen = false;
  /** What the broker said of the last message, if it did not take it: some close the connection then. */
  #refusal: BrokerError | undefined;
  #end: BrokerError | undefined;
  #onEnd: (end: BrokerError) => void = () => undefined;

  private constructor({ url, options, timeoutSeconds }: SessionOptions) {
    this.#broker = url;
    this.#milliseconds = timeoutSeconds * 1000;
    this.ended = new Promise((resolve) => {
      this.#onEnd = resolve;
    });
    this.#client = connect(url, {
      ...options,
      protocolVersion: 5,
      clean: true,
      // Its own timer only backs up ours, whose words tell how long was waited.
      connectTimeout: 2 * this.#milliseconds,
      reconnectPeriod: 0,
      resubscribe: false,
      queueQoSZero: false,
    });
    let fault: Error | undefined;
    this.#client
      .on('error', (error) => (fault ??= error))
      .on('disconnect', ({ reasonCode }) => this.#over(disconnectFault(url, reasonCode)))
      .on('close', () => this.#over(this.#closeFault(fault)))
      .on('packetsend', ({ cmd }) => cmd === 'pingreq' && this.#pings.push(this.#asked))
      .on('packetreceive', ({ cmd }) => cmd === 'pingresp' && this.#pings.shift()?.(undefined))
      .on('message', (topic, _, packet) => {
        for (const { filter, take } of this.#subscriptions) {
          if (takesTopic(filter, topic)) take(packet);
        }
      });
  }

  /** @throws {@link BrokerError} if the broker does not answer, does not take the station, or the signal ends it. */
  static async open(options: SessionOptions, signal: AbortSignal): Promise<MqttSession> {
    const session = new MqttSession(options);
    const onConnect = (done: Done) => {
      session.#client.once('connect', ({ properties }) => {
        const { maximumQoS = 2, retainAvailable = true, maximumPacketSize } = properties ?? {};
        session.#largest = maximumPacketSize ?? Infinity;
        session.#isOpen = true;
        done(maximumQoS > 0 && retainAvailable ? undefined : tooLittle(options.url));
      });
    };
    try {
      await session.#answer(onConnect, signal);
      return session;
    } catch (error) {
      if (error instanceof BrokerError) session.#over(error);
      throw error;
    }
  }

  /**
   * Publishes a message; it is done when the broker has acknowledged it, or at QoS 0 when it is sent.
   *
   * @throws {@link BrokerError} if the broker does not take it, or the session ends before it has.
   */
  async publish({ topic, body, ...rest }: Publication, signal?: AbortSignal): Promise<void> {
    const { qos = 1, retain = false, properties } = rest;
    const bytes = Buffer.byteLength(body) + FRAME;
    if (bytes > this.#largest) throw this.#tooLarge(topic, bytes);
    await this.#answer((done) => {
      const options = { qos, retain, ...(properties && { properties }) };
      this.#client.publish(topic, body, options, (error) => {
        this.#refusal = error ? publishFault(this.#broker, error, topic) : undefined;
        done(this.#refusal);
      });
    }, signal);
  }

  /**
   * Takes what others publish, at QoS 1, from now on; each is acknowledged once `take` has returned.
   *
   * @param filter - Topic, with + and # for any.
   * @param kept - Whether it gets what the broker has retained; without, `retain` of a message says how it was published.
   * @throws {@link BrokerError} if the broker does not let it.
   */
  async subscribe(
    filter: string,
    take: TakeMessage,
    kept: 'with kept' | 'without kept' = 'with kept',
  ): Promise<void> {
    this.#subscriptions.push({ filter, take });
    await this.#answer((done) => {
      const options = { qos: 1, ...(kept === 'without kept' && { rh: 2, rap: true }) } as const;
      this.#client.subscribe(filter, options, (error) => {
        const fault = `it does not let the station subscribe to ${filter} (${error?.message ?? ''})`;
        done(error ? new BrokerError(this.#broker, fault, { cause: error }) : undefined);
      });
    });
  }

  /**
   * Waits until the broker has read all that was published before: it answers what is asked in order.
   *
   * @throws {@link BrokerError} if the session ends before it has.
   */
  async settled(signal?: AbortSignal): Promise<void> {
    await this.#answer((done) => {
      this.#asked = done;
      this.#client.sendPing();
      this.#asked = undefined;
    }, signal);
  }

  /** Ends it in order, so that the broker does not publish the will. */
  async close(): Promise<void> {
    this.#client.end();
    const timer = setTimeout(() => this.#client.stream.destroy(), this.#milliseconds);
    await this.ended;
    clearTimeout(timer);
  }

  /** Waits for an answer of the broker; a session that has none in time is over. */
  async #answer(ask: (done: Done) => void, signal?: AbortSignal): Promise<void> {
    if (this.#end !== undefined) throw this.#end;
    await new Promise<void>((resolve, reject) => {
      const done: Done = (fault) => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        signal?.removeEventListener('abort', stop);
        if (fault === undefined) resolve();
        else reject(fault);
      };
      const stop = (): void => done(new BrokerError(this.#broker, 'the station ends'));
      const timer = setTimeout(
        () =>
          this.#over(new BrokerError(this.#broker, `no answer in ${this.#milliseconds / 1000} s`)),
        this.#milliseconds,
      );
      this.#waiting.add(done);
      signal?.addEventListener('abort', stop);
      if (signal?.aborted === true) stop();
      else ask(done);
    });
  }

  #over(end: BrokerError): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    for (const done of this.#waiting) done(end);
    this.#client.end(true);
    this.#onEnd(end);
  }

  #closeFault(error: Error | undefined): BrokerError {
    if (!this.#isOpen || error !== undefined) return connectFault(this.#broker, error);
    return this.#refusal ?? new BrokerError(this.#broker, CLOSED);
  }

  #tooLarge(topic: string, bytes: number): BrokerError {
    const fault = `the message to ${topic} is too large (${bytes} bytes): expected ${this.#largest} at most`;
    return new BrokerError(this.#broker, fault, {
      end: 'refused',
      remedy: 'Set details to false, or let the broker take larger messages.',
    });
  }
}

function tooLittle(broker: string): BrokerError {
  return new BrokerError(
    broker,
    'it takes no QoS 1, or keeps no message: expected both, without which verdicts are lost',
    { remedy: 'Allow QoS 1 and retained messages, or take another broker.' },
  );
}
