import type { Surroundings } from '../../config/common-settings.ts';
import type { Teller } from '../../connector.ts';
import type { OutgoingMessage, VerdictMessage } from '../../message.ts';
import type { Dialect } from '../dialect.ts';
import type { MqttSession, Publication } from '../session.ts';
import { Tally } from '../tally.ts';
import { topicLevel } from '../topics.ts';
import { counterMetrics, nodeMetrics, verdictMetrics } from './metrics.ts';
import { asksForRebirth, encodePayload, type Metric } from './payload.ts';
import type { SparkplugSettings } from './settings.ts';

/** Numbers of messages and of sessions are bytes. */
const NUMBERS = 256;

type Command = 'NBIRTH' | 'NDEATH' | 'NCMD' | 'DBIRTH' | 'DDATA';

/**
 * Sparkplug B 3.0: the station is an edge node with one device, whose metrics are the last verdict and the counters. Data
 * goes at QoS 0 there, so a verdict counts as told once the broker has answered what was asked after it.
 */
export class SparkplugDialect implements Dialect {
  readonly #group: string;
  readonly #node: string;
  readonly #device: string;
  readonly #surroundings: Surroundings;
  readonly #tally = new Tally();
  #session = -1;
  #number = 0;
  #version = '';
  #last: VerdictMessage | undefined;

  constructor(settings: SparkplugSettings, surroundings: Surroundings) {
    const { group, node = surroundings.station, device } = settings;
    this.#group = topicLevel(group);
    this.#node = topicLevel(node);
    this.#device = topicLevel(device);
    this.#surroundings = surroundings;
  }

  /** Each connection has a number, by which hosts tell a death that comes late from that of the connection there is. */
  will(): Publication {
    this.#session = (this.#session + 1) % NUMBERS;
    return this.farewell();
  }

  farewell(): Publication {
    const timestamp = Date.now();
    const body = encodePayload({ timestamp, metrics: [this.#sessionMetric(timestamp)] });
    return { topic: this.#topic('NDEATH'), body };
  }

  async announce(session: MqttSession, station: Teller): Promise<void> {
    ({ version: this.#version } = await station.info());
    await session.subscribe(this.#topic('NCMD'), ({ payload }) => {
      // A session that ends meanwhile is followed by another one, which begins with births anyway.
      if (asksForRebirth(Buffer.from(payload))) void this.#bear(session).catch(() => undefined);
    });
    await this.#bear(session);
    await session.settled();
  }

  async tell(
    { message }: OutgoingMessage,
    session: MqttSession,
    signal: AbortSignal,
  ): Promise<void> {
    this.#tally.count(message);
    this.#last = message;
    await session.publish(this.#message('DDATA', this.#deviceMetrics()), signal);
    await session.settled(signal);
  }

  /** Node and device, one right after the other: no data comes between them. */
  async #bear(session: MqttSession): Promise<void> {
    this.#number = 0;
    const now = Date.now();
    const { address } = this.#surroundings;
    const node = [
      this.#sessionMetric(now),
      ...nodeMetrics({ version: this.#version, address }, now),
    ];
    await Promise.all([
      session.publish(this.#message('NBIRTH', node)),
      session.publish(this.#message('DBIRTH', this.#deviceMetrics())),
    ]);
  }

  #deviceMetrics(): Metric[] {
    const now = Date.now();
    return [...verdictMetrics(this.#last, now), ...counterMetrics(this.#tally.counters, now)];
  }

  #sessionMetric(timestamp: number): Metric {
    return { name: 'bdSeq', type: 'Int64', value: this.#session, timestamp };
  }

  #message(command: Exclude<Command, 'NDEATH' | 'NCMD'>, metrics: readonly Metric[]): Publication {
    const seq = this.#number;
    this.#number = (seq + 1) % NUMBERS;
    const body = encodePayload({ timestamp: Date.now(), seq, metrics });
    return { topic: this.#topic(command), body, qos: 0 };
  }

  #topic(command: Command): string {
    const node = `spBv1.0/${this.#group}/${command}/${this.#node}`;
    return command.startsWith('D') ? `${node}/${this.#device}` : node;
  }
}
