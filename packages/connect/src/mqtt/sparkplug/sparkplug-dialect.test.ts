import { connectAsync } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConnectedSample, quickly } from '../../../../../test/helpers/connected-sample.ts';
import { Mosquitto, noMosquitto } from '../../../../../test/helpers/mosquitto.ts';
import { MqttReceiver } from '../../../../../test/helpers/mqtt-receiver.ts';
import { decodeAsHost, encodeAsHost } from '../../../../../test/helpers/sparkplug-host.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
const patience = { timeout: 120_000 };
const why = noMosquitto === undefined ? '' : ` (${noMosquitto})`;

const node = (command: string): string => `spBv1.0/hall%2F2/${command}/line 3`;
const device = (command: string): string => `${node(command)}/inspection`;

let line: ConnectedSample;
let broker: Mosquitto;
let receiver: MqttReceiver;
let [count, name] = [0, ''];

/** What came of the station, as a host reads it. */
const came = () =>
  receiver.came
    .filter(({ topic }) => !topic.includes('/NCMD/'))
    .map(({ topic, payload, qos, retain }) => {
      return { topic, qos, retain, ...decodeAsHost(Buffer.from(payload)) };
    });
const topics = (): string[] => came().map(({ topic }) => topic);
const keys = (): unknown[] =>
  came()
    .filter(({ topic }) => topic === device('DDATA'))
    .map(({ values }) => values['Verdict/Key']);
const births = [node('NBIRTH'), device('DBIRTH')];

/** What holds in each test: a broker of its own, and a station that has been born. */
function useStation(): void {
  beforeAll(async () => {
    line = await ConnectedSample.create();
  });
  afterAll(async () => line.remove());
  beforeEach(async () => {
    name = `scada-${++count}`;
    broker = await Mosquitto.create();
    receiver = await MqttReceiver.open(broker.url, 'spBv1.0/#');
    const sparkplug = { group: 'hall/2' };
    const url = broker.url;
    await line.connect([{ kind: 'mqtt', name, url, clientId: name, sparkplug, ...quickly }]);
    await vi.waitUntil(() => topics().length === births.length, patience);
  });
  afterEach(async () => {
    await line.disconnect();
    await receiver.close();
    await broker.remove();
  });
}

describe.skipIf(noMosquitto !== undefined)(`verdicts by Sparkplug B${why}`, () => {
  useStation();

  it('begins with births, tells verdicts as data in order, and ends with the death of that session', async () => {
    const ids = await line.judge(`${name}-1`, `bad-${name}`);
    await expect.poll(topics, patience).toHaveLength(4);
    await line.disconnect();
    await expect
      .poll(topics, patience)
      .toEqual([...births, device('DDATA'), device('DDATA'), node('NDEATH')]);
    const [nbirth, dbirth, first, second, ndeath] = came();
    expect(came().map(({ seq }) => seq)).toEqual([0, 1, 2, 3, undefined]);
    expect(
      came()
        .slice(0, 4)
        .every(({ qos, retain }) => qos === 0 && !retain),
    ).toBe(true);
    expect(nbirth?.values).toMatchObject({ bdSeq: 0, 'Node Control/Rebirth': false });
    expect(ndeath?.values).toEqual({ bdSeq: 0 });
    expect(dbirth?.values).toMatchObject({ 'Verdict/Key': null, 'Counters/Good': 0 });
    expect(dbirth?.types).toEqual(second?.types);
    expect(first?.values).toMatchObject({ 'Verdict/Key': ids[0], 'Verdict/Good': true });
    expect(second?.values).toMatchObject({
      'Verdict/Key': ids[1],
      'Verdict/Good': false,
      'Verdict/Result': 'fail',
      'Verdict/Part': 'washer',
      'Counters/Good': 1,
      'Counters/Fail': 1,
    });
  });

  it('tells what was judged while the broker hung, in order', async () => {
    broker.hang();
    const ids = await line.judge(`${name}-1`, `bad-${name}`, `${name}-2`);
    broker.goOn();
    await expect.poll(() => [...new Set(keys())], patience).toEqual(ids);
  });
});

describe.skipIf(noMosquitto !== undefined)(`births of Sparkplug B${why}`, () => {
  useStation();

  it('is born again when a host asks for it, and then has the values that there are', async () => {
    const [id] = await line.judge(`${name}-1`);
    await expect.poll(topics, patience).toHaveLength(3);
    const host = await connectAsync(broker.url, { protocolVersion: 5 });
    const ask = async (metric: string): Promise<unknown> => {
      const metrics = [{ name: metric, value: true, type: 'Boolean' as const }];
      return host.publishAsync(node('NCMD'), encodeAsHost({ timestamp: 1, metrics }), { qos: 1 });
    };
    await ask('Node Control/Reboot');
    await ask('Node Control/Rebirth');
    await expect.poll(topics, patience).toEqual([...births, device('DDATA'), ...births]);
    await host.endAsync();
    await line.judge(`${name}-2`);
    await expect.poll(topics, patience).toHaveLength(6);
    expect(came().map(({ seq }) => seq)).toEqual([0, 1, 2, 0, 1, 2]);
    expect(came()[4]?.values).toMatchObject({ 'Verdict/Key': id, 'Counters/Good': 1 });
  });

  it('is dead when its connection is lost, and born in a session of another number', async () => {
    // The broker ends it for this one, and says that it is gone.
    const thief = await connectAsync(broker.url, { protocolVersion: 5, clientId: name });
    await expect.poll(topics, patience).toContain(node('NDEATH'));
    await thief.endAsync();
    await expect.poll(() => topics().at(-1), patience).toBe(device('DBIRTH'));
    const all = came();
    expect(all.find(({ topic }) => topic === node('NDEATH'))?.values).toEqual({ bdSeq: 0 });
    const last = all.findLast(({ topic }) => topic === node('NBIRTH'));
    expect(last).toMatchObject({ seq: 0 });
    expect(last?.values['bdSeq']).toBeGreaterThan(0);
  });
});
