import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readAnswer, type StationEvent } from '@fewgood/station/api';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { ConnectedSample, quickly } from '../../../test/helpers/connected-sample.ts';
import { WebhookReceiver } from '../../../test/helpers/webhook-receiver.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
const patience = { timeout: 120_000 };

let line: ConnectedSample;
let receiver: WebhookReceiver;
beforeAll(async () => {
  line = await ConnectedSample.create();
});
afterAll(async () => line.remove());
beforeEach(async () => {
  receiver = await WebhookReceiver.open();
});
afterEach(async () => {
  await line.disconnect();
  await receiver.close();
});

const all = async () => readAnswer(line.sample.client.api.connections.$get());
const named = (name: string) => async () => (await all()).find((one) => one.name === name);

it('of a receiver are lost while it is away, with what waits since when, and back after it', async () => {
  const url = `http://127.0.0.1:${receiver.port}/verdicts?key=secret`;
  const hook = { kind: 'webhook', name: 'mes', url, secret: { env: 'SECRET' }, ...quickly };
  await line.connect([hook], { SECRET: receiver.secret });
  const mes = named('mes');
  await expect.poll(mes, patience).toMatchObject({ state: 'untried', told: { waiting: 0 } });
  expect((await mes())?.place).toBe(`127.0.0.1:${receiver.port}`);
  const states: string[] = [];
  const leave = line.sample.station.events.listen((event: StationEvent) => {
    if (event.type === 'connection') states.push(event.connection.state);
  });
  receiver.answer = () => ({ status: 503 });
  await line.judge('mes-1', 'mes-2');
  const fault = expect.stringContaining('503');
  await expect.poll(mes, patience).toMatchObject({ state: 'down', fault, told: { waiting: 2 } });
  const { items } = await readAnswer(line.sample.client.api.inspections.$get({ query: {} }));
  expect((await mes())?.told?.oldestAt).toBe(items.at(-1)?.verdictAt);
  receiver.answer = () => ({ status: 204 });
  await expect.poll(mes, patience).toMatchObject({
    state: 'up',
    fault: null,
    told: { waiting: 0, oldestAt: null, dead: 0, at: expect.any(String) },
  });
  leave();
  expect(states).toEqual(['down', 'up']);
  await line.disconnect();
  expect(await mes()).toMatchObject({ state: 'off', since: null });
});

it('of triggers and of what tells nothing are there, and lost where they are away', async () => {
  const folder = join(line.sample.folder, 'in');
  await mkdir(folder);
  const cell = { kind: 'folder', name: 'cell', folder, settleSeconds: 0.1 };
  const plc = { kind: 'modbus', name: 'plc', trigger: 'cell', port: 0 };
  await line.connect([plc], {}, [cell]);
  const trigger = named('cell');
  await expect.poll(trigger, patience).toMatchObject({
    role: 'trigger',
    kind: 'folder',
    state: 'up',
    place: folder,
    told: null,
  });
  expect(await named('plc')()).toMatchObject({ role: 'connector', state: 'untried', told: null });
  // A folder that goes while it is first looked at ends the station.
  await writeFile(join(folder, 'early.png'), line.sample.good);
  await expect.poll(() => line.log.join(), patience).toContain('early.png is left');
  await rename(folder, `${folder}-away`);
  await expect.poll(trigger, patience).toMatchObject({ state: 'down' });
  await rename(`${folder}-away`, folder);
  await expect.poll(trigger, patience).toMatchObject({ state: 'up' });
});
