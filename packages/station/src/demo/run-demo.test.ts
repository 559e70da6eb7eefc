import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createStationClient, readAnswer, type StationClient } from '../api/index.ts';
import { verifyStation } from '../audit/verify.ts';
import { type DemoRun, runDemo } from './run-demo.ts';
import { SHIFT_PARTS } from './drawn-shift.ts';

// A part is learned with the packaged model.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

let folder = '';
let data = '';
let client: StationClient;
let began = 0;
const stages = new Set<string>();
const log: string[] = [];
const ending = new AbortController();
let running = Promise.resolve();

const nothing = (): void => undefined;
const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-demo-test-'));
  data = join(folder, 'data');
  began = Date.now();
  await new Promise<void>((resolve, reject) => {
    const run: DemoRun = {
      data,
      host: '127.0.0.1',
      port: 0,
      reserveBytes: 0,
      signal: ending.signal,
      log: (line) => log.push(line),
      onListening: (url) => {
        client = createStationClient(url);
      },
      onProgress: (stage) => stages.add(stage),
      onFilled: resolve,
    };
    running = runDemo(run);
    running.catch(reject);
  });
});
afterAll(async () => {
  ending.abort();
  await running;
  await rm(folder, { recursive: true });
});

it('fills a station with a shift that was judged', async () => {
  expect(log).toEqual([]);
  // It may have been learned before all was drawn.
  expect([...stages]).toEqual(expect.arrayContaining(['drawing', 'inspecting']));
  const { items } = await readAnswer(client.api.inspections.$get({ query: { limit: '200' } }));
  expect(items).toHaveLength(SHIFT_PARTS);
  const verdictsOf = (what: string): (string | null)[] =>
    items.filter(({ name }) => name.includes(what)).map(({ verdict }) => verdict);
  // What is plain to see; the names of the others tell what was missed.
  for (const what of ['wrong-colour', 'short-shot']) {
    expect([what, ...verdictsOf(what)]).toEqual([what, 'fail', 'fail']);
  }
  for (const what of ['lamp-out', 'other-part', 'warm-light']) {
    expect([what, ...verdictsOf(what)]).toEqual([what, 'cannot judge']);
  }
  const good = items.filter(({ name }) => name.includes('good'));
  expect(good.filter(({ verdict }) => verdict !== 'pass').length).toBeLessThan(good.length / 10);
});

it('spreads it over a shift that has just ended, and lets scores drift', async () => {
  const { items } = await readAnswer(client.api.inspections.$get({ query: { limit: '200' } }));
  const oldest = items.toReversed().filter(({ name }) => name.includes('good'));
  const times = oldest.map(({ acceptedAt }) => Date.parse(acceptedAt));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  const hours = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 3_600_000;
  expect(hours).toBeGreaterThan(7);
  expect(hours).toBeLessThan(9);
  expect(times.at(-1)).toBeLessThan(Date.now());
  expect(times.at(-1)).toBeGreaterThan(began - 3_600_000);
  const scores = oldest.map(({ score }) => score ?? 0);
  expect(mean(scores.slice(-8))).toBeGreaterThan(mean(scores.slice(0, 8)) * 1.02);
});

it('has something of each kind to review, and a regression picture', async () => {
  const counts = await readAnswer(client.api['review-counts'].$get({ query: {} }));
  const { fail, borderline, cannotJudge } = counts;
  expect(Math.min(fail, borderline, cannotJudge)).toBeGreaterThan(0);
  expect(counts).toMatchObject({ regressions: 1, good: 2 });
  const query = { decision: 'defect' as const };
  const [review] = (await readAnswer(client.api.reviews.$get({ query }))).items;
  expect(review).toMatchObject({ name: 'wrong colour', decidedBy: 'demo' });
  expect(review?.mask).toHaveLength(1);
});

it('is a station like any other: the present goes on, and the chain fits', async () => {
  const { id } = await readAnswer(client.api.parts.$post({ json: { name: 'another' } }));
  const part = await readAnswer(client.api.parts[':part'].$get({ param: { part: id } }));
  expect(Math.abs(Date.parse(part.createdAt) - Date.now())).toBeLessThan(600_000);
  expect(await verifyStation({ data })).toMatchObject({ intact: true, inspections: SHIFT_PARTS });
});

it('keeps a folder that was named, and fills it once', async () => {
  ending.abort();
  await running;
  expect(await readdir(data)).toContain('pictures');
  const { signal } = new AbortController();
  const told = { log: nothing, onListening: nothing, onProgress: nothing, onFilled: nothing };
  const again = runDemo({ data, host: '127.0.0.1', port: 0, signal, ...told });
  await expect(again).rejects.toThrow('expected an empty folder');
});
