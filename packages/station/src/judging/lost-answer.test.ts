import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { StationSample } from '../../../../test/helpers/station-sample.ts';
import { readAnswer } from '../api/index.ts';
import { verifyStation } from '../audit/verify.ts';
import { isDatabaseAway } from '../store/database-away.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let sample: StationSample;
beforeAll(async () => {
  sample = await StationSample.create();
  await sample.addPart();
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(async () => {
  // That the database was away was told of.
  sample.bugs.length = 0;
  await sample.remove();
});

/** The database keeps the change that comes next but so many, and goes away before it says so. */
function loseAnswer(skipped: number): void {
  const { database } = sample.station;
  const change = database.change.bind(database);
  const spy = vi.spyOn(database, 'change');
  for (let i = 0; i < skipped; i++) spy.mockImplementationOnce(change);
  spy.mockImplementationOnce(async (work) => {
    await change(work);
    throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  });
}

const waiting = async (): Promise<number> =>
  (await readAnswer(sample.client.api.station.$get())).waiting;

it('judges a picture that was kept although nobody could be told', async () => {
  loseAnswer(0);
  const { refused } = sample.station.intake;
  const answer = await sample.send('kept', sample.next, 0);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
  expect(sample.station.intake.refused).toBe(refused + 1);
  // Nobody sends it again, nor anything else.
  const query = { key: 'kept' };
  const kept = async () => readAnswer(sample.client.api.inspections.$get({ query }));
  await expect.poll(async () => (await kept()).items[0]?.state, { timeout: 60_000 }).toBe('judged');
  expect(await readAnswer(sample.send('kept', sample.next, 0))).toMatchObject({ state: 'judged' });
  expect(await waiting()).toBe(0);
});

it('tells of a verdict that was kept although the database did not say so, once', async () => {
  loseAnswer(1);
  const judged = await readAnswer(sample.send('judged', sample.next, 60));
  expect(judged).toMatchObject({ key: 'judged', state: 'judged', verdict: 'pass' });
  expect(sample.bugs).toMatchObject([{ code: 'ECONNRESET' }]);
  expect(await waiting()).toBe(0);
  const { items } = await readAnswer(
    sample.client.api.audit.$get({ query: { action: 'inspection.judged', subject: judged.id } }),
  );
  expect(items).toHaveLength(1);
  expect(await verifyStation({ data: sample.data })).toMatchObject({ intact: true });
});

it.each([
  [{ code: 'ECONNREFUSED' }, true],
  [{ code: '57P03' }, true],
  [{ code: '08006' }, true],
  [{ code: 'SQLITE_BUSY' }, true],
  [{ message: 'Connection terminated unexpectedly' }, true],
  [{ code: '23505' }, false],
  [{ code: 'ENOENT' }, false],
  [{ message: 'x is not a function' }, false],
])('knows whether %o says that the database is away', (error, expected) => {
  expect(isDatabaseAway(Object.assign(new Error('it failed'), error))).toBe(expected);
});
