import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort } from '../../../../test/helpers/free-port.ts';
import { Mosquitto, noMosquitto } from '../../../../test/helpers/mosquitto.ts';
import { MqttReceiver } from '../../../../test/helpers/mqtt-receiver.ts';
import { MqttConnection } from './connection.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const patience = { timeout: 60_000 };
const why = noMosquitto === undefined ? '' : ` (${noMosquitto})`;
const farewell = { topic: 'state', body: 'gone' };

/** What is said of the broker, in order; undefined is that it answers. */
let reports: (string | undefined)[];
const link = { report: (fault: string | undefined): unknown => reports.push(fault) };
const options = () => ({ clientId: 'station' });
let connection: MqttConnection;

function open(url: string, timeoutSeconds = 10): void {
  const backOff = { firstSeconds: 0.02, mostSeconds: 0.1 };
  connection = new MqttConnection({ url, timeoutSeconds, backOff, options });
}

beforeEach(() => {
  reports = [];
});
afterEach(async () => connection.stop(farewell));

it('takes a broker that does not answer for one that is away, and tries again', async () => {
  const server = createServer();
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  open(`mqtt://127.0.0.1:${port}`, 0.2);
  connection.start(link);
  await expect.poll(() => reports.length, patience).toBeGreaterThan(1);
  expect(reports[0]).toContain('no answer in 0.2 s');
  expect(() => connection.session).toThrow('no answer in 0.2 s');
  server.close();
});

describe.skipIf(noMosquitto !== undefined)(`a connection to a broker${why}`, () => {
  let broker: Mosquitto;
  beforeEach(async () => {
    broker = await Mosquitto.create();
    open(broker.url);
  });
  afterEach(async () => broker.remove());

  it('begins each session with what it is told to, so that subscriptions outlive a broker that forgets them', async () => {
    const asked: string[] = [];
    connection.beginWith(async (session) => {
      await session.subscribe('orders/+', ({ topic }) => asked.push(topic));
      await session.subscribe('rest/#', ({ topic }) => asked.push(topic));
    });
    connection.start(link);
    await expect.poll(() => reports, patience).toEqual([undefined]);
    await connection.session.publish({ topic: 'orders/1', body: '' });
    await expect.poll(() => asked, patience).toEqual(['orders/1']);
    await broker.kill();
    await expect.poll(() => reports.length, patience).toBeGreaterThan(1);
    await broker.start();
    await expect.poll(() => reports.at(-1), patience).toBeUndefined();
    for (const topic of ['orders/2', 'other', 'rest/a/b']) {
      await connection.session.publish({ topic, body: '' });
    }
    await expect.poll(() => asked, patience).toEqual(['orders/1', 'orders/2', 'rest/a/b']);
  });

  it('is not up where it cannot begin', async () => {
    connection.beginWith(async () => {
      throw new Error('nothing can be said');
    });
    connection.start(link);
    await expect.poll(() => reports.length, patience).toBeGreaterThan(1);
    expect(new Set(reports)).toEqual(new Set(['nothing can be said']));
  });

  it('publishes no more once its signal ends that, and a farewell at its end', async () => {
    const receiver = await MqttReceiver.open(broker.url, '#');
    connection.start(link);
    await expect.poll(() => reports, patience).toEqual([undefined]);
    const ended = AbortSignal.abort();
    await expect(connection.session.publish({ topic: 'a', body: 'b' }, ended)).rejects.toThrow(
      'the station ends',
    );
    await connection.stop(farewell);
    await expect.poll(() => receiver.came.map(({ topic }) => topic), patience).toEqual(['state']);
    await receiver.close();
  });
});
