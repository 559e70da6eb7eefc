import { once } from 'node:events';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { readAnswer } from '@fewgood/station/api';
import { assert, asyncProperty, uint8Array } from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ConnectedSample } from '../../../../test/helpers/connected-sample.ts';
import { ModbusClient, type Seen } from '../../../../test/helpers/modbus-client.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
const patience = { timeout: 120_000 };

let line: ConnectedSample;
let [folder, count, port] = ['', 0, 0];
const clients: ModbusClient[] = [];
beforeAll(async () => {
  line = await ConnectedSample.create();
});
afterAll(async () => line.remove());
afterEach(async () => {
  await Promise.all(clients.splice(0).map(async (client) => client.close()));
  await line.disconnect();
});

/** Connects the station to controllers, and gives the first of them. */
async function open(more: object = {}, deadlineSeconds = 30): Promise<ModbusClient> {
  folder = join(line.sample.folder, `in-${++count}`);
  await mkdir(folder);
  const trigger = { kind: 'folder', name: 'cell', folder, part: 'washer', settleSeconds: 0.1 };
  const name = `plc-${count}`;
  const modbus = { kind: 'modbus', name, trigger: 'cell', port: 0, heartbeatSeconds: 0.1, ...more };
  await line.connect([modbus], {}, [{ ...trigger, deadlineSeconds }]);
  const told = new RegExp(`^${name}: Modbus TCP at 127\\.0\\.0\\.1:(\\d+)$`, 'm');
  await expect.poll(() => line.log.join('\n'), patience).toMatch(told);
  port = Number(told.exec(line.log.join('\n'))?.[1]);
  return enter();
}

async function enter(unit?: number): Promise<ModbusClient> {
  const client = await ModbusClient.open(port, unit);
  clients.push(client);
  return client;
}

/** A connection that need not speak Modbus. */
async function socket(): Promise<Socket> {
  const one = connect(port, '127.0.0.1').on('error', () => undefined);
  await once(one, 'connect');
  return one;
}

async function until(client: ModbusClient, isSo: (seen: Seen) => boolean): Promise<Seen> {
  await expect.poll(async () => isSo(await client.see()), patience).toBe(true);
  return client.see();
}

async function drop(name: string, bytes: Uint8Array): Promise<void> {
  await writeFile(join(folder, `${name}.part`), bytes);
  await rename(join(folder, `${name}.part`), join(folder, name));
}

/** Triggers, lets a picture come, and waits for the answer. */
async function inspect(client: ModbusClient, number: number, bytes: Uint8Array): Promise<Seen> {
  await client.trigger(number);
  await until(client, ({ busy }) => busy);
  await new Promise((resolve) => {
    setTimeout(resolve, 100);
  });
  await drop(`${number}.png`, bytes);
  return until(client, ({ done }) => done);
}

describe('a controller', () => {
  it('triggers, and reads the verdict of its own trigger in one block', async () => {
    const client = await open({ parts: { 7: 'washer' } });
    const before = await until(client, ({ online }) => online);
    expect(before).toMatchObject({ busy: false, done: false, good: false, alarm: false });
    const connections = await readAnswer(line.sample.client.api.connections.$get());
    const isUp = { state: 'up', told: null };
    expect(connections.find(({ name }) => name === `plc-${count}`)).toMatchObject(isUp);
    const { good, bad } = line.sample;
    const pass = await inspect(client, 11, good);
    expect(pass).toMatchObject({ good: true, fail: false, number: 11, verdict: 1, reason: 0 });
    const fail = await inspect(client, 12, bad);
    expect(fail).toMatchObject({ good: false, fail: true, number: 12, verdict: 2, part: 0 });
    const { items } = await readAnswer(
      line.sample.client.api.inspections.$get({ query: { limit: '2' } }),
    );
    expect(items.map(({ seq, acceptedBy, source }) => ({ seq, acceptedBy, source }))).toEqual(
      [fail, pass].map(({ seq }) => ({
        seq,
        acceptedBy: `connector:plc-${count}`,
        source: 'trigger cell',
      })),
    );
    expect(fail.ratio).toBe(Math.round(1000 * (items[0]?.ratio ?? 0)));
    const { response } = await client.modbus.readDiscreteInputs(0, 7);
    expect(Array.from(response.body.valuesAsArray).slice(0, 7)).toEqual([0, 1, 0, 1, 0, 0, 1]);
    await client.modbus.writeMultipleRegisters(0, [7, 13]);
    expect((await client.modbus.readHoldingRegisters(0, 2)).response.body.valuesAsArray).toEqual([
      7, 13,
    ]);
    expect((await client.see()).heartbeat).toBeGreaterThan(before.heartbeat);
  });

  it('is told that there is no picture, and of the alarm', async () => {
    const client = await open({}, 0.3);
    await until(client, ({ online }) => online);
    await client.trigger(5);
    const none = await until(client, ({ done }) => done);
    expect(none).toMatchObject({ good: false, number: 5, reason: 2, verdict: 0, seq: 0 });
    await rename(folder, `${folder}-away`);
    await until(client, ({ alarm, online }) => alarm && online);
    await rename(`${folder}-away`, folder);
    await until(client, ({ alarm }) => !alarm);
  });
});

describe('two controllers', () => {
  it('take turns: the second is refused by an exception while a trigger is under way', async () => {
    const client = await open();
    const second = await enter();
    await client.trigger(1);
    await until(client, ({ busy }) => busy);
    await client.modbus.writeSingleCoil(0, false);
    await expect(second.modbus.writeSingleCoil(0, true)).rejects.toMatchObject({
      err: 'ModbusException',
      response: { body: { code: 6 } },
    });
    expect(await client.see()).toMatchObject({ busy: true, refused: 1 });
    await drop('1.png', line.sample.good);
    expect(await until(client, ({ done }) => done)).toMatchObject({ good: true, number: 1 });
  });
});

describe('a server of Modbus', () => {
  it('answers to its unit alone, where it has one', async () => {
    const client = await open({ unit: 9 });
    await expect(client.see()).rejects.toMatchObject({ response: { body: { code: 11 } } });
    expect(await (await enter(9)).see()).toMatchObject({ done: false });
  });

  it('lets so many in, and those who are allowed', async () => {
    const client = await open({ clients: 2 });
    await client.see();
    const [second, third] = [await enter(), await socket()];
    await second.see();
    if (!third.closed) await once(third, 'close');
    expect(line.log.join()).toContain('2 are connected already');
    await second.close();
    await expect
      .poll(async () => (await enter()).see().catch(() => undefined), patience)
      .toBeDefined();
    await line.disconnect();
    const stranger = await open({ allow: ['10.0.0.0/8', '::1'] });
    if (!stranger.socket.closed) await once(stranger.socket, 'close');
    expect(line.log.join()).toContain('127.0.0.1 is not let in');
  });

  it('ends a connection that says nothing for long, and all where the station ends', async () => {
    const client = await open({ idleSeconds: 2 });
    const idle = await socket();
    await vi.waitUntil(async () => {
      await client.see();
      return idle.closed;
    }, patience);
    expect(client.socket.closed).toBe(false);
    const closed = once(client.socket, 'close');
    await line.disconnect();
    await closed;
  });
});

describe('a server of Modbus, among strangers', () => {
  it('outlives whatever is sent to it', async () => {
    const client = await open({ clients: 64 });
    await assert(
      asyncProperty(uint8Array({ minLength: 1, maxLength: 600 }), async (bytes) => {
        const hostile = await socket();
        hostile.write(bytes);
        await client.see();
        hostile.resetAndDestroy();
        await once(hostile, 'close');
      }),
      { numRuns: 60 },
    );
    expect(await client.see()).toMatchObject({ done: false });
    // A request in pieces, and one who asks without end and reads nothing.
    const slow = await socket();
    slow.pause();
    const request = Buffer.from('000100000006010400000010', 'hex');
    for (const byte of request) slow.write(Buffer.of(byte));
    slow.write(Buffer.concat(Array<Buffer>(50_000).fill(request)));
    expect(await client.see()).toMatchObject({ good: false });
    slow.destroy();
  });

  it('says at the start that its port is taken', async () => {
    await open();
    const [taken, trigger] = [port, { kind: 'folder', name: 'cell', folder }];
    await line.disconnect();
    const other = createServer().listen(taken, '127.0.0.1');
    await once(other, 'listening');
    await line.connect([{ kind: 'modbus', name: 'plc', trigger: 'cell', port: taken }], {}, [
      trigger,
    ]);
    await expect(line.disconnect()).rejects.toThrow('EADDRINUSE');
    other.close();
    await open();
  });
});
