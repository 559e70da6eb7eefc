/** A station that is connected to a broker of its own, anew in each test. */
import type { IClientOptions } from 'mqtt';
import { vi } from 'vitest';
import { readAnswer } from '../../packages/station/src/api/index.ts';
import { ConnectedSample, quickly } from './connected-sample.ts';
import { type BrokerOptions, Mosquitto } from './mosquitto.ts';
import { MqttReceiver } from './mqtt-receiver.ts';

/** How long a test waits for what a loaded machine does late. */
export const patience = { timeout: 60_000 };

export class MqttLine {
  readonly line: ConnectedSample;
  broker!: Mosquitto;
  #receiver: MqttReceiver | undefined;
  /** Of the connector, and what its topics begin with. */
  name = '';
  #count = 0;

  private constructor(line: ConnectedSample) {
    this.line = line;
  }

  static async create(): Promise<MqttLine> {
    return new MqttLine(await ConnectedSample.create());
  }

  get receiver(): MqttReceiver {
    if (this.#receiver === undefined) throw new Error('nobody follows the station');
    return this.#receiver;
  }

  /** Starts a broker for a connector that knows nothing of what was judged before. */
  async begin(options: BrokerOptions = {}): Promise<void> {
    this.name = `plant-${++this.#count}`;
    this.broker = await Mosquitto.create(options);
  }

  /** Lets somebody follow the station at the broker. */
  async follow(url: string = this.broker.url): Promise<void> {
    this.#receiver = await MqttReceiver.open(url, `${this.name}/#`);
  }

  async connect(
    more: object = {},
    environment: Record<string, string> = {},
    triggers: readonly object[] = [],
  ): Promise<void> {
    const { name, broker } = this;
    const mqtt = { kind: 'mqtt', name, url: broker.url, base: name, ...quickly, ...more };
    await this.line.connect([mqtt], environment, triggers);
    await vi.waitUntil(async () => (await this.state()) !== undefined, patience);
  }

  /** How the connector is. */
  async state() {
    const states = await readAnswer(this.line.sample.client.api.connectors.$get());
    return states.find((one) => one.name === this.name);
  }

  /** What somebody who comes now gets of what is retained. */
  async kept(
    topic: string,
    { url = this.broker.url, ...more }: IClientOptions & { readonly url?: string } = {},
  ): Promise<unknown> {
    const { name } = this;
    const late = await MqttReceiver.open(url, `${name}/${topic}`, { clean: true, ...more });
    await vi.waitUntil(() => late.latest(`${name}/${topic}`) !== undefined, patience);
    await late.close();
    return late.latest(`${name}/${topic}`);
  }

  /** Ends all but the station. */
  async end(): Promise<void> {
    await this.line.disconnect();
    await this.#receiver?.close();
    this.#receiver = undefined;
    await this.broker.remove();
  }
}
