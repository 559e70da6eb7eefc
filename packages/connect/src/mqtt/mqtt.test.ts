import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort } from '../../../../test/helpers/free-port.ts';
import { noMosquitto } from '../../../../test/helpers/mosquitto.ts';
import { MqttLine, patience } from '../../../../test/helpers/mqtt-line.ts';
import { MqttReceiver } from '../../../../test/helpers/mqtt-receiver.ts';
import { verdictMessageSchema } from '../message.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
const why = noMosquitto === undefined ? '' : ` (${noMosquitto})`;
const isWhole = { up: true, waiting: 0 };

let plant: MqttLine;
const state = async () => plant.state();
beforeAll(async () => {
  plant = await MqttLine.create();
});
afterAll(async () => plant.line.remove());

describe.skipIf(noMosquitto !== undefined)(`verdicts by MQTT${why}`, () => {
  afterEach(async () => plant.end());

  it('are told once, in order, with what receivers sort by, and kept with counters for those who come later', async () => {
    await plant.begin();
    await plant.follow();
    await plant.connect({ expirySeconds: 600 });
    const { line, receiver, name } = plant;
    const ids = await line.judge(`${name}-1`, `bad-${name}`, `${name}-2`);
    await expect.poll(() => receiver.keys, patience).toEqual(ids);
    const [, second] = receiver.came.filter(({ topic }) => topic === `${name}/verdict/washer`);
    expect(second).toMatchObject({
      qos: 1,
      retain: false,
      properties: {
        contentType: 'application/json',
        payloadFormatIndicator: true,
        correlationData: Buffer.from(ids[1] ?? ''),
        userProperties: { key: ids[1], good: 'false', verdict: 'fail', part: 'washer' },
      },
    });
    expect(second?.properties?.messageExpiryInterval).toBeGreaterThan(300);
    await expect.poll(state, patience).toMatchObject(isWhole);
    expect(verdictMessageSchema.parse(await plant.kept('last')).key).toBe(ids[2]);
    const counters = { good: 2, fail: 1, cannotJudge: 0, faults: 0 };
    expect(await plant.kept('counters')).toMatchObject(counters);
    expect(await plant.kept('state')).toMatchObject({ station: 'line 3', online: true });
    expect(line.log.filter((told) => told.startsWith(name))).toEqual([]);
  });

  it('are counted once where one is told again, since that could not be noted', async () => {
    await plant.begin();
    await plant.follow();
    await plant.connect();
    const { line, receiver, name } = plant;
    const tell = vi.spyOn(line.sample.station.outbox, 'tell');
    tell.mockRejectedValueOnce(new Error('the database is away'));
    const [first, last] = await line.judge(`${name}-1`, `${name}-2`);
    await expect.poll(() => receiver.keys, patience).toEqual([first, first, last]);
    tell.mockRestore();
    await expect.poll(state, patience).toMatchObject(isWhole);
    expect(await plant.kept('counters')).toMatchObject({ good: 2 });
  });

  it('end with the state offline when the station ends in order', async () => {
    await plant.begin();
    await plant.follow();
    await plant.connect();
    await expect.poll(state, patience).toMatchObject(isWhole);
    await plant.line.disconnect();
    expect(await plant.kept('state')).toMatchObject({ online: false, reason: 'ended' });
  });

  it('go over web sockets as well', async () => {
    // Mosquitto 2.0.11 does not start with web sockets alone.
    const other = `listener ${await freePort()} 127.0.0.1`;
    await plant.begin({ lines: ['protocol websockets', 'socket_domain ipv4', other] });
    const url = plant.broker.url.replace('mqtt:', 'ws:');
    await plant.follow(url);
    await plant.connect({ url });
    const ids = await plant.line.judge(`${plant.name}-1`);
    await expect.poll(() => plant.receiver.keys, patience).toEqual(ids);
  });
});

describe.skipIf(noMosquitto !== undefined)(`a broker that is away${why}`, () => {
  const isAway = { up: false, fault: expect.stringContaining('ECONNREFUSED') };
  afterEach(async () => plant.end());

  it('is told everything once it is back, in order', async () => {
    await plant.begin();
    await plant.follow();
    await plant.connect();
    const { line, receiver, broker, name } = plant;
    const [first] = await line.judge(`${name}-1`);
    await expect.poll(() => receiver.keys, patience).toEqual([first]);
    await expect.poll(state, patience).toMatchObject(isWhole);
    await broker.end();
    const rest = await line.judge(`bad-${name}`, `${name}-2`);
    await expect.poll(state, patience).toMatchObject({ ...isAway, waiting: 2 });
    await broker.start();
    await expect.poll(() => receiver.keys, patience).toEqual([first, ...rest]);
    await expect.poll(state, patience).toMatchObject(isWhole);
    expect(line.log).toContain(`${name}: it answers again`);
  });

  it('does not keep the station from starting, and is connected to when it comes', async () => {
    await plant.begin();
    await plant.broker.end();
    await plant.connect();
    await expect.poll(state, patience).toMatchObject(isAway);
    const [key] = await plant.line.judge(`${plant.name}-1`);
    await plant.broker.start();
    await expect.poll(state, patience).toMatchObject(isWhole);
    expect(await plant.kept('last')).toMatchObject({ key });
  });

  it('is told state, counters and the last verdict again when it has forgotten them', async () => {
    await plant.begin();
    await plant.connect();
    const [, key] = await plant.line.judge(`${plant.name}-1`, `bad-${plant.name}`);
    await expect.poll(state, patience).toMatchObject(isWhole);
    await plant.broker.kill();
    await expect.poll(state, patience).toMatchObject({ up: false });
    await plant.broker.start();
    expect(await plant.kept('state')).toMatchObject({ online: true });
    expect(await plant.kept('last')).toMatchObject({ key });
    expect(await plant.kept('counters')).toMatchObject({ good: 1, fail: 1 });
  });
});

describe.skipIf(noMosquitto !== undefined)(`a broker that does not take everything${why}`, () => {
  afterEach(async () => plant.end());

  it('keeps waiting what the station may not publish, and says so', async () => {
    await plant.begin({ rights: ['topic readwrite +/state', 'topic readwrite +/counters'] });
    // Mosquitto 2.0.11 closes the connection after such a message; the reason stays the same.
    await plant.connect();
    await plant.line.judge(`${plant.name}-1`);
    const topic = `${plant.name}/verdict/washer`;
    const fault = expect.stringContaining(`${topic} (not authorized to publish there)`);
    await expect.poll(state, patience).toMatchObject({ up: false, fault, waiting: 1, dead: 0 });
  });

  it('makes a dead letter of what is too large, and goes on', async () => {
    await plant.begin({ lines: ['max_packet_size 2080'] });
    await plant.follow();
    await plant.connect();
    const { line, receiver } = plant;
    const sent = await line.sample.send('a'.repeat(190), line.sample.good);
    expect(sent.status).toBe(200);
    await expect.poll(state, patience).toMatchObject({ waiting: 0, dead: 1 });
    expect(line.log.join('\n')).toContain('is too large');
    const [last] = await line.judge('b');
    await expect.poll(() => receiver.keys, patience).toEqual([last]);
  });

  it('is told of where two stations have one client id, and end each other', async () => {
    await plant.begin();
    await plant.connect({ clientId: 'line-3' });
    await expect.poll(state, patience).toMatchObject(isWhole);
    const { url } = plant.broker;
    const other = await MqttReceiver.open(url, 'none', { clientId: 'line-3' });
    const log = (): string => plant.line.log.join('\n');
    await expect.poll(log, patience).toContain('has the same client id');
    await other.close();
    await expect.poll(state, patience).toMatchObject(isWhole);
  });
});
