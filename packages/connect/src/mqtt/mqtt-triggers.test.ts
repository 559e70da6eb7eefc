import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectAsync, type IClientPublishOptions, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { runScript } from '../../../../test/cli/harness.ts';
import { noMosquitto } from '../../../../test/helpers/mosquitto.ts';
import { MqttLine, patience } from '../../../../test/helpers/mqtt-line.ts';
import { MqttReceiver } from '../../../../test/helpers/mqtt-receiver.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
const why = noMosquitto === undefined ? '' : ` (${noMosquitto})`;

let plant: MqttLine;
/** Who triggers. */
let plc: MqttClient;
/** Who gets the answers. */
let answers: MqttReceiver;
let [folder, pictures] = ['', 0];

/** A station that a broker asks for pictures of a folder. */
async function begin(deadlineSeconds = 60): Promise<void> {
  await plant.begin();
  plc = await connectAsync(plant.broker.url, { protocolVersion: 5, reconnectPeriod: 50 });
  answers = await MqttReceiver.open(plant.broker.url, 'answers/#');
  folder = join(plant.line.sample.folder, `in-${plant.name}`);
  await mkdir(folder);
  await connect(deadlineSeconds);
}

async function connect(deadlineSeconds = 60): Promise<void> {
  const cell = { kind: 'folder', name: 'cell', part: 'washer', folder, settleSeconds: 0.1 };
  await plant.connect({ triggers: ['cell'] }, {}, [{ ...cell, deadlineSeconds }]);
  await expect.poll(async () => plant.state(), patience).toMatchObject({ up: true });
  await expect.poll(() => triggers().isUp('cell'), patience).toBe(true);
}

const triggers = () => plant.line.sample.station.triggers;

async function ask(body: object | string = '', options: IClientPublishOptions = {}): Promise<void> {
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  await plc.publishAsync(`${plant.name}/triggers/cell`, payload, { qos: 1, ...options });
}

/** Lets the camera give a picture, once the folder was looked at for the trigger. */
async function drop(bytes: Uint8Array): Promise<void> {
  await expect.poll(() => triggers().list()[0]?.busy, patience).toBe(true);
  await sleep(200);
  const name = join(folder, `${++pictures}.png`);
  await writeFile(`${name}.part`, bytes);
  await rename(`${name}.part`, name);
}

interface Came {
  readonly id: string;
  readonly again: boolean;
}
const came = (): Came[] => answers.came.map(({ payload }) => JSON.parse(payload.toString()));
const correlated = (text: string): IClientPublishOptions => ({
  properties: { responseTopic: 'answers/plc', correlationData: Buffer.from(text) },
});
const judged = async (): Promise<number> => {
  const page = await plant.line.sample.client.api.inspections.$get({ query: {} });
  return (await page.json()).items.length;
};

beforeAll(async () => {
  plant = await MqttLine.create();
});
afterAll(async () => plant.line.remove());

async function end(): Promise<void> {
  await plc.endAsync(true);
  await answers.close();
  await plant.end();
}

describe.skipIf(noMosquitto !== undefined)(`a trigger by MQTT${why}`, () => {
  afterEach(end);

  it('is answered once with a verdict, where and by what it asks for', async () => {
    await begin();
    const { good, bad } = plant.line.sample;
    await ask('', correlated('belt 7'));
    await drop(good);
    await expect.poll(came, patience).toHaveLength(1);
    expect(came()[0]).toMatchObject({
      type: 'answer',
      format: 1,
      station: 'line 3',
      trigger: 'cell',
      again: false,
      correlation: 'belt 7',
      good: true,
      verdict: 'pass',
    });
    expect(answers.came[0]).toMatchObject({
      topic: 'answers/plc',
      qos: 1,
      retain: false,
      properties: {
        contentType: 'application/json',
        correlationData: Buffer.from('belt 7'),
        userProperties: { good: 'true', verdict: 'pass', trigger: 'cell' },
      },
    });
    const own = await MqttReceiver.open(plant.broker.url, `${plant.name}/triggers/cell/answer`);
    await ask({ part: 'washer', correlation: '18' });
    await drop(bad);
    await expect.poll(() => own.came.length, patience).toBe(1);
    const fail = { correlation: '18', good: false, verdict: 'fail', reason: null };
    expect(own.latest(`${plant.name}/triggers/cell/answer`)).toMatchObject(fail);
    await own.close();
    expect(came()).toHaveLength(1);
  });

  it('takes one picture where its message comes twice, and is answered twice', async () => {
    await begin();
    const before = await judged();
    await ask('', correlated('1'));
    await ask('', correlated('1'));
    await drop(plant.line.sample.good);
    await expect.poll(came, patience).toHaveLength(2);
    await ask('', correlated('1'));
    await expect.poll(came, patience).toHaveLength(3);
    expect(came().map(({ again }) => again)).toEqual([false, true, true]);
    expect(new Set(came().map(({ id }) => id)).size).toBe(1);
    expect(await judged()).toBe(before + 1);
    // Another one while it is under way is busy.
    await ask('', correlated('2'));
    await ask('', correlated('3'));
    await drop(plant.line.sample.good);
    await expect.poll(came, patience).toHaveLength(5);
    expect(came()[3]).toMatchObject({ correlation: '3', good: false, reason: 'busy' });
    expect(came()[4]).toMatchObject({ correlation: '2', good: true });
  });
});

describe.skipIf(noMosquitto !== undefined)(`a message to a trigger${why}`, () => {
  afterEach(end);

  it('is nothing where a broker has kept it, and refused where it is to be kept', async () => {
    await begin();
    await plant.line.disconnect();
    await ask('', { ...correlated('kept'), retain: true });
    await connect();
    await ask('', { ...correlated('to be kept'), retain: true });
    await expect.poll(came, patience).toHaveLength(1);
    expect(came()[0]).toMatchObject({
      correlation: 'to be kept',
      good: false,
      verdict: null,
      reason: 'refused',
      fault: { code: 'TRIGGER_MESSAGE', message: expect.stringContaining('it is retained') },
    });
    expect(triggers().list()[0]?.busy).toBe(false);
    expect(plant.line.log.join('\n')).toContain('trigger cell: Cannot trigger by a message');
  });

  it('is answered as not good where there is no verdict, and with why', async () => {
    await begin(0.3);
    await ask('now!', correlated('1'));
    await ask({ part: 'none' }, correlated('2'));
    await expect.poll(came, patience).toHaveLength(2);
    await ask('', correlated('3'));
    await expect.poll(came, patience).toHaveLength(3);
    expect(came()).toMatchObject([
      { correlation: '1', good: false, reason: 'refused', fault: { code: 'TRIGGER_MESSAGE' } },
      { correlation: '2', good: false, reason: 'refused', fault: { code: 'NOT_FOUND' } },
      { correlation: '3', good: false, reason: 'no-picture', fault: { code: 'TRIGGER_PICTURE' } },
    ]);
  });
});

describe.skipIf(noMosquitto !== undefined)(`who triggers by MQTT${why}`, () => {
  afterEach(end);

  it('has answers again once a broker that has forgotten the station is back', async () => {
    await begin();
    await plant.broker.kill();
    await expect.poll(async () => plant.state(), patience).toMatchObject({ up: false });
    await plant.broker.start();
    await expect.poll(async () => plant.state(), patience).toMatchObject({ up: true });
    const back = await MqttReceiver.open(plant.broker.url, `${plant.name}/triggers/+/answer`);
    await expect.poll(() => plc.connected, patience).toBe(true);
    await ask();
    await drop(plant.line.sample.good);
    await expect.poll(() => back.came.length, patience).toBe(1);
    await back.close();
  });

  it('as the example does lets nothing but a pass be good', async () => {
    await begin(30);
    const example = async (): Promise<readonly string[]> => {
      const words = [plant.broker.url, plant.name, 'cell'];
      return (await runScript('examples/connect/mqtt-trigger.ts', words)).out;
    };
    const pass = example();
    await drop(plant.line.sample.good);
    expect(await pass).toEqual([
      expect.stringMatching(/^good: pass, 0\.\d{3} × the threshold, \d+ ms$/),
    ]);
    const fail = example();
    await drop(plant.line.sample.bad);
    expect(await fail).toEqual([expect.stringMatching(/^not good: fail, /)]);
    await plant.line.disconnect();
    expect(await example()).toEqual([expect.stringMatching(/^not good: no answer/)]);
  });
});
