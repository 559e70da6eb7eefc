/**
 * A broker that a station tells its verdicts to, which goes away again and again, and somebody who follows them there.
 *
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readAnswer, type StationClient } from '../packages/station/src/api/index.ts';
import { Mosquitto } from '../test/helpers/mosquitto.ts';
import { MqttReceiver } from '../test/helpers/mqtt-receiver.ts';

const NAME = 'plant';
/** Milliseconds without a verdict that is told after which what waits counts as lost. */
const PATIENCE = 300_000;
/** Milliseconds between two questions whether all is told. */
const LOOK = 500;
/** Inspections that are asked for at once. */
const PAGE = 200;

export class FollowedBroker {
  /** Configuration of the station. */
  readonly connect: string;
  readonly #broker: Mosquitto;
  readonly #receiver: MqttReceiver;
  #isHanging = false;
  #kills = 0;

  private constructor(connect: string, broker: Mosquitto, receiver: MqttReceiver) {
    this.connect = connect;
    this.#broker = broker;
    this.#receiver = receiver;
  }

  /** @param way - The URL by which the station reaches the broker at this one; the same by default. */
  static async create(
    folder: string,
    way: (url: string) => Promise<string> = async (url) => Promise.resolve(url),
  ): Promise<FollowedBroker> {
    const broker = await Mosquitto.create();
    const receiver = await MqttReceiver.open(broker.url, 'fewgood/+/verdict/+');
    const file = join(folder, 'connect.json');
    const mqtt = {
      kind: 'mqtt',
      name: NAME,
      url: await way(broker.url),
      from: 'start',
      // A broker that hangs is to be noticed while it does.
      timeoutSeconds: 0.5,
      backOff: { firstSeconds: 0.05, mostSeconds: 0.5 },
    };
    await writeFile(file, JSON.stringify({ station: 'killed', connectors: [mqtt] }));
    return new FollowedBroker(file, broker, receiver);
  }

  /** Messages that came, and how many verdicts they were. */
  get told(): { messages: number; verdicts: number } {
    const { keys } = this.#receiver;
    return { messages: keys.length, verdicts: new Set(keys).size };
  }

  /** Whether the station says that it reaches the broker. */
  async isUp({ api }: StationClient): Promise<boolean> {
    const connectors = await readAnswer(api.connectors.$get());
    return connectors.some(({ name, up }) => name === NAME && up);
  }

  /**
   * Takes it away: every second time it ends, every other time it hangs. It ends in order, since what a broker
   * acknowledges and loses then is no fault of who told it.
   */
  async kill(): Promise<void> {
    this.#isHanging = this.#kills++ % 2 === 1;
    if (this.#isHanging) this.#broker.hang();
    else await this.#broker.end();
  }

  /** Brings it back. */
  async start(): Promise<void> {
    if (this.#isHanging) this.#broker.goOn();
    else await this.#broker.start();
  }

  /** Waits until all is told, and compares what came with what was judged. */
  async faultsOf(client: StationClient): Promise<string[]> {
    const { waiting, dead } = await drained(client);
    const judged = await idsOf(client);
    const until = performance.now() + PATIENCE;
    while (this.told.verdicts < judged.length && performance.now() < until) await sleep(LOOK);
    // Twice is allowed: the key says so.
    const told = [...new Set(this.#receiver.keys)];
    const first = judged.findIndex((id, i) => id !== told[i]);
    return [
      ...(waiting === 0 ? [] : [`${waiting} verdicts are not told`]),
      ...(dead === 0 ? [] : [`${dead} dead letters`]),
      ...(told.length === judged.length ? [] : [`${told.length} of ${judged.length} came`]),
      ...(first < 0 ? [] : [`told ${told[first]} where ${judged[first]} was judged`]),
    ];
  }

  async remove(): Promise<void> {
    await this.#receiver.close();
    await this.#broker.remove();
  }
}

/** Waits until nothing waits to be told, or as long as something is. */
async function drained({ api }: StationClient): Promise<{ waiting: number; dead: number }> {
  let [until, least] = [performance.now() + PATIENCE, Infinity];
  for (;;) {
    const connectors = await readAnswer(api.connectors.$get());
    const { waiting = NaN, dead = NaN } = connectors.find(({ name }) => name === NAME) ?? {};
    if (waiting === 0 || performance.now() > until) return { waiting, dead };
    if (waiting < least) [until, least] = [performance.now() + PATIENCE, waiting];
    await sleep(LOOK);
  }
}

/** Ids of all inspections that are done, as pictures came. */
async function idsOf({ api }: StationClient): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: String(PAGE), ...(cursor !== undefined && { cursor }) };
    const { items, next } = await readAnswer(api.inspections.$get({ query }));
    ids.push(...items.filter(({ state }) => state !== 'waiting').map(({ id }) => id));
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  return ids.toReversed();
}
