import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from 'fewgood';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { productionChartsSchema, type ProductionCharts } from '../api/charts.ts';
import { createApp, type StationApi } from '../server/app.ts';
import { cusumChart } from '../statistics/charts/cusum.ts';
import { ewmaChart } from '../statistics/charts/ewma.ts';
import { inControl } from '../statistics/charts/in-control.ts';
import { Station } from '../station.ts';
import type { InspectionTable } from '../store/tables.ts';
import { ProductionDesk } from './production-desk.ts';

const local = { id: 'local', name: 'local', role: 'administrator' } as const;
/** A minute lies between two inspections; those of the evening go over midnight in Berlin. */
const START = Date.parse('2026-03-10T20:30:00.000Z');
const random = seededRandom(5);
/** 300 as they came, then 60 that score higher: a lamp that ages. */
const ratios = Array.from({ length: 360 }, (_, i) =>
  Math.exp(-0.9 + 0.15 * random.normal() + (i < 300 ? 0 : 0.25)),
);

let folder = '';
let station: Station;
let app: StationApi;
let part = '';

function rowOf(ratio: number, i: number) {
  const acceptedAt = new Date(START + i * 60_000).toISOString();
  const judgedAt = new Date(START + i * 60_000 + 250).toISOString();
  const verdict = i === 100 ? 'cannot judge' : ratio > 1 ? 'fail' : 'pass';
  return {
    id: `inspection-${i}`,
    part,
    key: `key-${i}`,
    name: `${i}.png`,
    source: 'test',
    picture: 'none',
    type: 'image/png',
    pictureRemoved: 0,
    acceptedAt,
    acceptedBy: 'local',
    state: 'judged',
    judgedAt,
    version: 1,
    verdict,
    score: ratio * 2,
    threshold: 2,
    ratio,
    milliseconds: 100 + i,
    held: 0,
  } satisfies Partial<Omit<InspectionTable, 'seq'>>;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-station-'));
  station = await Station.open({ data: folder });
  app = createApp(station);
  part = (await station.parts.create('bolt', local)).id;
  await station.database.change(async (change) => {
    for (const [i, ratio] of [...ratios.slice(0, 359), 3].entries()) {
      await change.insertInto('inspection').values(rowOf(ratio, i)).execute();
    }
  });
});
afterAll(async () => {
  await station.close();
  await rm(folder, { recursive: true });
});

async function charts(query: string): Promise<ProductionCharts> {
  const response = await app.request(`/api/parts/${part}/charts?${query}`);
  return productionChartsSchema.parse(await response.json());
}

it('has the charts that the statistics make of the same scores', async () => {
  const { control, withoutControl } = await charts('version=1&baseline=200');
  expect(withoutControl).toBeNull();
  const judged = [...ratios.slice(0, 359), 3].filter((_, i) => i !== 100);
  const baseline = judged.filter((ratio) => ratio <= 1).slice(0, 200);
  const standard = inControl(baseline).standardize(judged);
  expect(control?.points.standard).toEqual([...standard]);
  expect(control?.points.ratio).toEqual(judged);
  expect(control?.ewma.values).toEqual([...ewmaChart(standard).values]);
  expect(control?.cusum.up).toEqual([...cusumChart(standard).up]);
  // The lamp ages from the 300th on, of which one was not judged.
  const [alarm] = control?.cusum.alarms.filter(({ from }) => from > 250) ?? [];
  expect(alarm).toMatchObject({ side: 'up' });
  expect(control?.points.id[alarm?.since ?? 0]).toMatch(/^inspection-(29\d|30\d)$/);
  expect(control?.baseline).toMatchObject({ scores: 200, isSmall: true });
});

it('counts fails by hour and shift of a place, and leaves out what is not of the period', async () => {
  const all = await charts('timeZone=Europe/Berlin');
  expect(all.shifts.map(({ day, name, inspections }) => [day, name, inspections])).toEqual([
    ['2026-03-10', 'late', 30],
    ['2026-03-10', 'night', 330],
  ]);
  expect(all.hours[0]).toMatchObject({ day: '2026-03-10', name: '21:00', inspections: 30 });
  const [, , , last] = all.hours;
  expect(last).toMatchObject({ day: '2026-03-11', name: '00:00' });
  const fails = ratios.slice(0, 359).filter((ratio) => ratio > 1).length + 1;
  expect(all.shifts.reduce((sum, { fail }) => sum + fail.count, 0)).toBe(fails);
  expect(all.shifts.reduce((sum, { cannotJudge }) => sum + cannotJudge.count, 0)).toBe(1);
  const some = await charts(
    'from=2026-03-10T21:00:00Z&to=2026-03-10T22:00:00Z&shifts=all=00:00-00:00&timeZone=UTC',
  );
  expect(some.inspections).toBe(60);
  expect(some.shifts).toMatchObject([{ name: 'all', inspections: 60 }]);
});

it('has throughput and latency, with the waiting and without', async () => {
  const { latency, throughput } = await charts('timeZone=UTC');
  expect(throughput).toMatchObject({ pictures: 360, seconds: 359 * 60, mean: 1 / 60 });
  expect(latency.judging.map(({ p }) => p)).toEqual([0.5, 0.95, 0.99]);
  expect(latency.judging[0]?.value).toBeCloseTo(100 + 179.5, 9);
  // Each waited 250 ms before it was judged.
  expect(latency.answer[0]?.value).toBeCloseTo(250 + 100 + 179.5, 9);
});

it('says why there are no control charts', async () => {
  const none = await charts('');
  expect(none).toMatchObject({ control: null, withoutControl: { reason: 'no-version' } });
  const other = await charts('version=2');
  expect(other).toMatchObject({
    inspections: 0,
    throughput: { mean: null },
    withoutControl: { reason: 'few-scores', found: 0, expected: 20 },
  });
});

it('takes the newest where there are too many, and says how many it left out', async () => {
  const desk = new ProductionDesk(station, 50);
  const query = { version: 1, shifts: [], baseline: 100, timeZone: 'UTC' };
  const some = await desk.charts(part, query);
  expect([some.inspections, some.omitted]).toEqual([50, 310]);
  expect(some.control?.points.id.at(-1)).toBe('inspection-359');
  expect(some.control?.points.id[0]).toBe('inspection-310');
});

it.each([
  'timeZone=Mars/Base',
  'shifts=a=06:00-14:00,b=13:00-15:00',
  'shifts=a=6-14',
  'shifts=a=25:00-14:00',
  'baseline=5',
  'version=0',
  'from=yesterday',
])('refuses %s', async (query) => {
  const response = await app.request(`/api/parts/${part}/charts?${query}`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { code: 'REQUEST_INVALID' } });
});

it('knows no part that is not there', async () => {
  expect((await app.request('/api/parts/none/charts')).status).toBe(404);
});
