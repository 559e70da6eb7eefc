import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { StationSample } from '../../../../test/helpers/station-sample.ts';
import { readAnswer, triggerAnswerSchema } from '../api/index.ts';
import type { TriggerSettings } from './trigger-settings.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const patience = { timeout: 60_000 };

let sample: StationSample;
let [folder, count] = ['', 0];
let ending: AbortController;
let work: Promise<void>;
const log: string[] = [];
beforeAll(async () => {
  sample = await StationSample.create();
  await sample.addPart();
});
afterAll(async () => sample.remove());

beforeEach(async () => {
  folder = join(sample.folder, `in-${++count}`);
  await mkdir(folder);
  log.length = 0;
});
afterEach(async () => {
  vi.restoreAllMocks();
  await close();
});

async function open(more: Partial<TriggerSettings> = {}): Promise<void> {
  ending = new AbortController();
  const { triggers } = sample.station;
  const source = { kind: 'folder', folder, settleSeconds: 0.1 } as const;
  const settings = { name: 'cell', part: 'washer', source, deadlineSeconds: 30, ...more };
  await triggers.open([settings], { log: (line) => log.push(line), signal: ending.signal });
  work = triggers.run();
  await expect.poll(() => triggers.isUp('cell'), patience).toBe(true);
}

async function close(): Promise<void> {
  ending.abort();
  await work;
  sample.station.triggers.close();
}

async function drop(name: string, bytes: Uint8Array): Promise<void> {
  await writeFile(join(folder, `${name}.part`), bytes);
  await rename(join(folder, `${name}.part`), join(folder, name));
}

/** Triggers by the API. */
async function fire(query: { part?: string; correlation?: string } = {}) {
  const { triggers } = sample.client.api;
  return readAnswer(triggers[':trigger'].$post({ param: { trigger: 'cell' }, query }));
}

/** Triggers, and lets the camera give a picture then. */
async function fireAt(name: string, bytes: Uint8Array, query = {}) {
  const answer = fire(query);
  await expect.poll(async () => (await states())[0]?.busy, patience).toBe(true);
  // The folder is looked at when it is asked; a camera takes longer to give a picture.
  await new Promise((resolve) => {
    setTimeout(resolve, 100);
  });
  await drop(name, bytes);
  return answer;
}

const states = async () => readAnswer(sample.client.api.triggers.$get());
const metrics = async (): Promise<string> => (await sample.client.api.metrics.$get()).text();

describe('a trigger', () => {
  it('answers once with the verdict of a picture that came after it', async () => {
    await open();
    const pass = await fireAt('1.png', sample.good, { correlation: 'belt 7' });
    expect(triggerAnswerSchema.parse(pass)).toMatchObject({
      trigger: 'cell',
      correlation: 'belt 7',
      good: true,
      verdict: 'pass',
      reason: null,
    });
    const fail = await fireAt('2.png', sample.bad);
    expect(fail).toMatchObject({ good: false, verdict: 'fail', reason: null, correlation: null });
    expect(fail.ratio).toBeGreaterThan(1);
    const param = { inspection: pass.id ?? '' };
    const kept = await readAnswer(sample.client.api.inspections[':inspection'].$get({ param }));
    expect(kept).toMatchObject({ name: 'belt 7', source: 'trigger cell', seq: pass.seq });
    expect(await metrics()).toContain('fewgood_triggers_total{trigger="cell",answer="pass"} 1');
    expect(await metrics()).toContain('fewgood_trigger_up{trigger="cell"} 1');
  });

  it('takes no picture that was there, or was being written', async () => {
    await writeFile(join(folder, 'old.png'), sample.good);
    await writeFile(join(folder, 'making.png'), sample.good.subarray(0, 100));
    await open({ deadlineSeconds: 4 });
    const answer = fire();
    await expect.poll(async () => (await states())[0]?.busy, patience).toBe(true);
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
    expect(await answer).toMatchObject({ good: false, reason: 'no-picture', id: null });
    await writeFile(join(folder, 'begun.png'), sample.good.subarray(0, 100));
    const second = fire();
    await expect.poll(async () => (await states())[0]?.busy, patience).toBe(true);
    await writeFile(join(folder, 'begun.png'), sample.good);
    expect(await second).toMatchObject({ good: false, reason: 'no-picture', id: null });
    expect(await fireAt('begun.png', sample.next)).toMatchObject({ good: true });
  });

  it('leaves what nobody had asked for, and tells so', async () => {
    await open();
    await drop('early.png', sample.good);
    await expect.poll(() => log.join(), patience).toContain('early.png is left');
    expect(await metrics()).toMatch(/fewgood_source_dropped_total\{source="trigger cell"\} [1-9]/);
  });

  it('refuses a second one while the first is under way', async () => {
    await open();
    const first = fire();
    await expect.poll(async () => (await states())[0]?.busy, patience).toBe(true);
    expect(await fire()).toMatchObject({ good: false, reason: 'busy', id: null, verdict: null });
    await drop('1.png', sample.good);
    expect(await first).toMatchObject({ good: true, reason: null });
  });
});

describe('a trigger without a verdict', () => {
  it('is not good at the deadline, and the verdict is stored all the same', async () => {
    await open({ deadlineSeconds: 3 });
    const { events } = sample.station;
    const emit = events.emit.bind(events);
    // The verdict takes longer than the deadline, as far as anybody hears.
    vi.spyOn(events, 'emit').mockImplementation((event) => {
      if (event.type !== 'inspection' || event.inspection.state === 'waiting') emit(event);
    });
    const answer = await fireAt('1.png', sample.good);
    expect(answer).toMatchObject({ good: false, verdict: null, reason: 'deadline' });
    expect(answer.fault?.message).toContain('after 3 s');
    const param = { inspection: answer.id ?? '' };
    const state = async () =>
      readAnswer(sample.client.api.inspections[':inspection'].$get({ param }));
    await expect.poll(state, patience).toMatchObject({ state: 'judged', verdict: 'pass' });
  });

  it('says why a picture is not taken, or not judged', async () => {
    await open();
    expect(await fire({ part: 'none' })).toMatchObject({ good: false, reason: 'refused' });
    vi.spyOn(sample.station.files.pictures, 'freeBytes').mockResolvedValue(-1);
    expect(await fireAt('1.png', sample.good)).toMatchObject({
      good: false,
      reason: 'refused',
      fault: { code: 'UNAVAILABLE' },
    });
    vi.restoreAllMocks();
    const damaged = Buffer.from(sample.good);
    damaged.fill(0, damaged.length / 2, damaged.length / 2 + 20);
    expect(await fireAt('2.png', damaged)).toMatchObject({
      good: false,
      reason: 'failed',
      fault: { code: 'IMAGE_UNREADABLE' },
    });
  });

  it('says so where no part is named, and where there is no such trigger', async () => {
    await open({ part: undefined });
    expect(await fire()).toMatchObject({ good: false, fault: { code: 'CONFLICT' } });
    expect(await fireAt('1.png', sample.good, { part: sample.part })).toMatchObject({ good: true });
    const query = {};
    const { triggers } = sample.client.api;
    const other = await triggers[':trigger'].$post({ param: { trigger: 'none' }, query });
    expect(other.status).toBe(404);
  });

  it('is answered at once while there is no source, and where the station ends', async () => {
    await open();
    const waiting = fire();
    await expect.poll(async () => (await states())[0]?.busy, patience).toBe(true);
    await rename(folder, `${folder}-away`);
    await expect.poll(async () => (await states())[0]?.up, patience).toBe(false);
    expect(await waiting).toMatchObject({ good: false, reason: 'no-picture' });
    expect(await metrics()).toContain('fewgood_trigger_up{trigger="cell"} 0');
    expect(await fire()).toMatchObject({ good: false, reason: 'no-picture' });
    await rename(`${folder}-away`, folder);
    await expect.poll(async () => (await states())[0]?.up, patience).toBe(true);
    const last = fire();
    await expect.poll(async () => (await states())[0]?.busy, patience).toBe(true);
    ending.abort();
    expect(await last).toMatchObject({ good: false, reason: 'refused' });
  });
});
