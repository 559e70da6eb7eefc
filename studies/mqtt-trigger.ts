/**
 * Who triggers a station at a broker of its own.
 *
 * @module
 */
import { connectAsync, type MqttClient } from 'mqtt';
import type { TriggerAnswer } from '../packages/station/src/api/index.ts';
import { Mosquitto, noMosquitto } from '../test/helpers/mosquitto.ts';

const [BASE, ANSWERS] = ['study', 'answers'];

export class MqttTrigger {
  readonly #broker: Mosquitto;
  readonly #client: MqttClient;
  readonly #trigger: string;
  /** Who waits, by correlation. */
  readonly #waiting = new Map<string, (answer: TriggerAnswer) => void>();
  #count = 0;

  private constructor(broker: Mosquitto, client: MqttClient, trigger: string) {
    this.#broker = broker;
    this.#client = client;
    this.#trigger = trigger;
  }

  /** @param trigger - Name of what takes the pictures. */
  static async create(trigger: string): Promise<MqttTrigger> {
    if (noMosquitto !== undefined) throw new Error(`nothing can be studied: ${noMosquitto}`);
    const broker = await Mosquitto.create();
    const client = await connectAsync(broker.url, { protocolVersion: 5 });
    const made = new MqttTrigger(broker, client, trigger);
    client.on('message', (_topic, body, { properties }) => {
      const correlation = properties?.correlationData?.toString() ?? '';
      made.#waiting.get(correlation)?.(JSON.parse(body.toString()));
    });
    await client.subscribeAsync(ANSWERS, { qos: 1 });
    return made;
  }

  /** How the station is connected to the broker. */
  get connector(): object {
    const { url } = this.#broker;
    return { kind: 'mqtt', name: 'broker', url, base: BASE, triggers: [this.#trigger] };
  }

  /** @throws {Error} if there is no answer in so many milliseconds. */
  async fire(patience: number): Promise<TriggerAnswer> {
    const correlation = String(++this.#count);
    let timer: NodeJS.Timeout | undefined;
    const answer = new Promise<TriggerAnswer>((resolve, reject) => {
      this.#waiting.set(correlation, resolve);
      timer = setTimeout(() => reject(new Error('no answer by MQTT')), patience);
    });
    const properties = { responseTopic: ANSWERS, correlationData: Buffer.from(correlation) };
    this.#client.publish(`${BASE}/triggers/${this.#trigger}`, '', { qos: 1, properties });
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(correlation);
    }
  }

  async end(): Promise<void> {
    await this.#client.endAsync(true);
    await this.#broker.remove();
  }
}
