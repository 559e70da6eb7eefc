import { spawn } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { readAnswer } from '@fewgood/station/api';
import { nodeArguments, ROOT } from '../../../../test/cli/harness.ts';
import { ConnectedSample, quickly } from '../../../../test/helpers/connected-sample.ts';
import { WebhookReceiver } from '../../../../test/helpers/webhook-receiver.ts';
import { verdictMessageSchema } from '../message.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
const patience = { timeout: 120_000 };

let line: ConnectedSample;
let receiver: WebhookReceiver;
/** Each test has a connector of its own, which knows nothing of what was judged before. */
let [count, name, key, url] = [0, '', '', ''];

beforeAll(async () => {
  line = await ConnectedSample.create();
});
afterAll(async () => line.remove());
beforeEach(async () => {
  receiver = await WebhookReceiver.open();
  url = `http://127.0.0.1:${receiver.port}/verdicts`;
  name = `mes-${++count}`;
  key = `${name}-picture`;
});
afterEach(async () => {
  await line.disconnect();
  await receiver.close();
});

async function connect(more: object = {}): Promise<void> {
  const hook = { kind: 'webhook', name, url, secret: { env: 'SECRET' }, ...quickly, ...more };
  await line.connect([hook], { SECRET: receiver.secret });
  await expect.poll(async () => (await states()).length, patience).toBe(count);
}

const states = async () => readAnswer(line.sample.client.api.connectors.$get());
const state = async () => (await states()).find((one) => one.name === name);

it('tells each verdict once, in order, signed, with the id as key', async () => {
  await connect({ details: true });
  const ids = await line.judge(`${key}-1`, `bad-${key}`, `${key}-2`);
  await expect.poll(() => receiver.taken, patience).toEqual(ids);
  const messages = receiver.came.map(({ body }) => verdictMessageSchema.parse(JSON.parse(body)));
  expect(messages.map(({ good, inspection }) => [good, inspection.verdict])).toEqual([
    [true, 'pass'],
    [false, 'fail'],
    [true, 'pass'],
  ]);
  expect(messages[1]).toMatchObject({
    station: 'line 3',
    partName: 'washer',
    links: { inspection: `/api/inspections/${ids[1]}` },
    record: { verdict: 'fail' },
  });
  await expect
    .poll(state, patience)
    .toMatchObject({ kind: 'webhook', up: true, fault: null, waiting: 0, dead: 0 });
});

it('tries again while the receiver is away or fails, with the same bytes, and loses no order', async () => {
  const faults = [503, 500, 429, 401];
  receiver.answer = () => ({ status: faults.shift() ?? 204 });
  await connect();
  const ids = await line.judge(`${key}-1`, `${key}-2`);
  await expect.poll(() => receiver.taken, patience).toEqual(ids);
  expect(receiver.came.map((one) => one.status)).toEqual([503, 500, 429, 401, 204, 204]);
  expect(new Set(receiver.came.slice(0, 5).map(({ body }) => body)).size).toBe(1);
  expect(line.log).toContain(`${name}: it answers again`);
  const metrics = async (): Promise<string> => (await line.sample.client.api.metrics.$get()).text();
  // It counts once it has noted the answer, which is after the receiver gave it.
  const told = `fewgood_outbox_told_total{connector="${name}"} 2`;
  await expect.poll(metrics, patience).toContain(told);
  expect(await metrics()).toContain(`fewgood_outbox_attempts_failed_total{connector="${name}"} 4`);
});

it('keeps verdicts while nobody listens, over a restart of the station, and tells them then', async () => {
  await connect();
  const { port } = receiver;
  await receiver.close();
  const ids = await line.judge(`${key}-1`, `bad-${key}`);
  await expect.poll(state, patience).toMatchObject({ up: false, waiting: 2 });
  await line.disconnect();
  await line.sample.station.close();
  await line.sample.open();
  await receiver.listen(port);
  await connect();
  await expect.poll(() => receiver.taken, patience).toEqual(ids);
});

it('makes a dead letter of what is refused, goes on, and sends it again when asked', async () => {
  receiver.answer = ({ good }) => ({ status: good ? 204 : 422 });
  await connect();
  const [first, refused, last] = await line.judge(`${key}-1`, `bad-${key}`, `${key}-2`);
  await expect.poll(() => receiver.taken, patience).toEqual([first, last]);
  await expect.poll(state, patience).toMatchObject({ up: true, waiting: 0, dead: 1 });
  const { api } = line.sample.client;
  const param = { connector: name };
  const letters = await readAnswer(
    api.connectors[':connector']['dead-letters'].$get({ param, query: {} }),
  );
  expect(letters.items).toMatchObject([
    { inspection: refused, attempts: 1, state: 'dead', fault: { code: 'DELIVERY' } },
  ]);
  receiver.answer = () => ({ status: 200 });
  expect(await readAnswer(api.connectors[':connector'].retry.$post({ param }))).toEqual({
    again: 1,
  });
  await expect.poll(() => receiver.taken, patience).toEqual([first, last, refused]);
  await expect.poll(state, patience).toMatchObject({ waiting: 0, dead: 0 });
});

it('gives a verdict up at which the receiver fails so often, and never one while it is away', async () => {
  let times = 0;
  receiver.answer = ({ good }) => ({ status: good ? 204 : ++times <= 5 ? 502 : 500 });
  await connect({ attempts: 2 });
  const [, last] = await line.judge(`bad-${key}`, `${key}-1`);
  await expect.poll(() => receiver.taken, patience).toEqual([last]);
  expect(times).toBe(7);
  const other = await line.sample.client.api.connectors[':connector'].retry.$post({
    param: { connector: 'nobody' },
  });
  expect(other.status).toBe(404);
});

it('tells a verdict again, under the same key, where it was told and that could not be noted', async () => {
  await connect();
  const tell = vi.spyOn(line.sample.station.outbox, 'tell');
  tell.mockRejectedValueOnce(new Error('the database is away'));
  const ids = await line.judge(`${key}-1`, `${key}-2`);
  const [first, last] = ids;
  await expect.poll(() => receiver.taken, patience).toEqual([first, first, last]);
  tell.mockRestore();
});

it('is received by the example', async () => {
  const { port } = receiver;
  await receiver.close();
  const words = nodeArguments('examples/connect/webhook-receiver.ts', [String(port)]);
  const env = { ...process.env, SECRET: receiver.secret };
  const child = spawn(process.execPath, words, { cwd: ROOT, env });
  try {
    const lines: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      lines.push(...text.trim().split('\n'));
    });
    await expect.poll(() => lines.length, patience).toBe(1);
    await connect();
    await line.judge(`${key}-1`, `bad-${key}`);
    await expect.poll(() => lines.length, patience).toBe(3);
    expect(lines).toEqual([
      `verdicts are taken at http://127.0.0.1:${port}/`,
      `washer ${key}-1.png: good`,
      `washer bad-${key}.png: not good`,
    ]);
  } finally {
    child.kill();
  }
});

it('follows no answer to another address', async () => {
  const other = await WebhookReceiver.open();
  const location = `http://127.0.0.1:${other.port}/`;
  receiver.answer = () => ({ status: 307, headers: { location } });
  await connect({ attempts: 2 });
  await line.judge(`${key}-1`);
  await expect.poll(state, patience).toMatchObject({ dead: 1 });
  expect(other.came).toEqual([]);
  await other.close();
});
