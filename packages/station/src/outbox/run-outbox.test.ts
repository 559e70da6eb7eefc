import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type RunLetter, RunOutbox } from './run-outbox.ts';

let [folder, count] = ['', 0];
let outbox: RunOutbox;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-outbox-'));
});
afterAll(async () => rm(folder, { recursive: true }));
beforeEach(async () => {
  outbox = await RunOutbox.open(join(folder, `${++count}.outbox`));
});
afterEach(async () => outbox.close());

const none = '0'.repeat(64);
function letter(id: string): RunLetter {
  const inspection = {
    id,
    part: none,
    key: id,
    name: `${id}.png`,
    source: 'run',
    picture: none,
    type: 'image/png',
    pictureRemoved: false,
    acceptedAt: '2026-01-02T03:04:05.678Z',
    acceptedBy: 'run',
    state: 'judged' as const,
    judgedAt: null,
    verdictAt: null,
    version: null,
    verdict: 'pass' as const,
    score: 1,
    threshold: 2,
    ratio: 0.5,
    milliseconds: 3,
    fault: null,
    record: { path: `${id}.png` },
    overlay: null,
  };
  return { inspection, partName: 'washer', links: { inspection: 'file:///a', overlay: null } };
}
const at = { name: 'mes', from: 'now' as const };
const fault = { code: 'DELIVERY', message: 'it says no', remedy: '', facts: {} };

async function waiting(name = 'mes'): Promise<string[]> {
  return (await outbox.next(name, 1000)).map(({ inspection }) => inspection.id);
}

async function reopen(): Promise<void> {
  await outbox.close();
  outbox = await RunOutbox.open(join(folder, `${count}.outbox`));
}

it('gives each connector what it has not told, in order, also after a restart', async () => {
  await outbox.open(at);
  await outbox.open({ name: 'drop', from: 'now' });
  for (const id of ['a', 'b', 'c', 'b']) await outbox.add(letter(id));
  const [first] = await outbox.next('mes', 1);
  expect(first).toMatchObject({ ...letter('a'), isAgain: false });
  expect(first?.inspection.seq).toBe(1);
  if (first !== undefined) await outbox.tell('mes', first);
  await reopen();
  await outbox.open(at);
  expect([await waiting(), await waiting('drop')]).toEqual([
    ['b', 'c'],
    ['a', 'b', 'c'],
  ]);
  expect(await outbox.untold()).toEqual([
    { name: 'drop', waiting: 3, dead: 0, fault: null },
    { name: 'mes', waiting: 2, dead: 0, fault: null },
  ]);
});

it('begins a new connector with what comes, or with what is there', async () => {
  await outbox.add(letter('a'));
  await outbox.open(at);
  await outbox.open({ name: 'all', from: 'start' });
  await outbox.add(letter('b'));
  expect([await waiting(), await waiting('all')]).toEqual([['b'], ['a', 'b']]);
});

it('goes on after what a receiver does not take, and tells it once more in the next run', async () => {
  await outbox.open(at);
  for (const id of ['a', 'b']) await outbox.add(letter(id));
  const [first] = await outbox.next('mes', 1);
  if (first === undefined) throw new Error('there is none');
  await outbox.bury('mes', first, { attempts: 1, fault });
  outbox.report('mes', 'it is away');
  expect(await waiting()).toEqual(['b']);
  expect(await outbox.untold()).toEqual([
    { name: 'mes', waiting: 1, dead: 1, fault: 'it is away' },
  ]);
  await reopen();
  await outbox.open(at);
  expect(await outbox.next('mes', 10)).toMatchObject([{ inspection: { id: 'a' }, isAgain: true }]);
  for (const one of await outbox.next('mes', 10)) await outbox.tell('mes', one);
  expect(await waiting()).toEqual(['b']);
});

it('lets go of what all have told, but for some by which it knows what comes again', async () => {
  await outbox.open(at);
  for (let i = 0; i < 150; i++) await outbox.add(letter(`a-${i}`));
  for (const one of await outbox.next('mes', 1000)) await outbox.tell('mes', one);
  await outbox.add(letter('a-149'));
  expect(await waiting()).toEqual([]);
  await outbox.add(letter('a-0'));
  const [again] = await outbox.next('mes', 10);
  expect(again?.inspection).toMatchObject({ id: 'a-0', seq: expect.any(Number) });
  expect(again?.inspection.seq).toBeGreaterThan(150);
  await outbox.open({ name: 'late', from: 'start' });
  expect(await waiting('late')).toHaveLength(101);
});

it('refuses a file of something else', async () => {
  const file = join(folder, 'other');
  await writeFile(file, 'no database'.repeat(1000));
  await expect(RunOutbox.open(file)).rejects.toMatchObject({ code: 'STATION_DATA' });
  await expect(RunOutbox.open(join(folder, 'none', 'a'))).rejects.toThrow('Cannot open the outbox');
});
