/** Who follows a station at a broker: it has a session there that outlives its connections, as a system of a plant has. */
import { connectAsync, type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt';
import { verdictMessageSchema } from '../../packages/connect/src/message.ts';

let count = 0;

export class MqttReceiver {
  /** All that came, in order. */
  readonly came: IPublishPacket[] = [];
  readonly #client: MqttClient;

  private constructor(client: MqttClient) {
    this.#client = client;
  }

  /** @param filter - Topics that it follows. */
  static async open(
    url: string,
    filter: string,
    options: IClientOptions = {},
  ): Promise<MqttReceiver> {
    const client = await connectAsync(url, {
      protocolVersion: 5,
      clientId: `receiver-${++count}`,
      clean: false,
      properties: { sessionExpiryInterval: 3600 },
      reconnectPeriod: 50,
      ...options,
    });
    const receiver = new MqttReceiver(client);
    client.on('message', (_topic, _body, packet) => receiver.#take(packet));
    await client.subscribeAsync(filter, { qos: 1 });
    return receiver;
  }

  /** A broker that ends before it has read an acknowledgement gives the message again: that is no second one. */
  #take(packet: IPublishPacket): void {
    const { dup, messageId, payload } = packet;
    const isSame = (one: IPublishPacket): boolean =>
      one.messageId === messageId && String(one.payload) === String(payload);
    if (!dup || !this.came.some(isSame)) this.came.push(packet);
  }

  /** Keys of the verdicts that came as they were told, in order. */
  get keys(): string[] {
    return this.came
      .filter(({ topic, retain }) => topic.includes('/verdict/') && !retain)
      .map(({ payload }) => verdictMessageSchema.parse(JSON.parse(payload.toString())).key);
  }

  /** What came last to a topic. */
  latest(topic: string): unknown {
    const packet = this.came.findLast((one) => one.topic === topic);
    return packet === undefined ? undefined : JSON.parse(packet.payload.toString());
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }
}
