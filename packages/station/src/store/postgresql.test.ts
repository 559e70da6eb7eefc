import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  postgresqlPrograms,
  PostgresqlServer,
} from '../../../../test/helpers/postgresql-server.ts';
import { StationSample } from '../../../../test/helpers/station-sample.ts';
import { readAnswer } from '../api/index.ts';
import { verifyStation } from '../audit/verify.ts';
import { StationDatabase } from './database.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const programs = postgresqlPrograms;
const why = programs === undefined ? ' (no PostgreSQL is installed here)' : '';

let server: PostgresqlServer;
let sample: StationSample;

beforeAll(async () => {
  if (programs === undefined) return;
  server = await PostgresqlServer.create(programs);
  sample = await StationSample.create({ database: server.url });
  await sample.addPart();
});
afterAll(async () => {
  if (programs === undefined) return;
  // That the server was away was told of.
  sample.bugs.length = 0;
  await sample.remove();
  await server.remove();
});

describe.skipIf(programs === undefined)(`a station over PostgreSQL${why}`, () => {
  it('judges, filters and counts as over SQLite', async () => {
    const judged = await readAnswer(sample.send('a', sample.next));
    expect(judged).toMatchObject({ state: 'judged', verdict: 'pass', version: 1 });
    expect(await readAnswer(sample.send('a', sample.next))).toEqual(judged);
    expect((await sample.send('a', sample.good)).status).toBe(409);
    expect(await readAnswer(sample.send('100%_b', sample.bad))).toMatchObject({ verdict: 'fail' });
    const { api } = sample.client;
    const named = api.inspections.$get({ query: { name: '%_B', minRatio: '1' } });
    expect((await readAnswer(named)).items.map(({ key }) => key)).toEqual(['100%_b']);
    const counts = await readAnswer(api['inspection-counts'].$get({ query: {} }));
    expect(counts).toEqual({ pass: 1, fail: 1, cannotJudge: 0, failed: 0, waiting: 0 });
    expect(sample.bugs).toEqual([]);
  });

  it('finds a changed row', async () => {
    const options = { data: sample.data, url: server.url };
    expect(await verifyStation(options)).toMatchObject({ intact: true, inspections: 2 });
    const change = async (source: string): Promise<void> => {
      const database = await StationDatabase.open(options);
      await sql`update inspection set source = ${source} where key = 'a'`.execute(database.rows);
      await database.close();
    };
    await change('elsewhere');
    expect((await verifyStation(options)).problems).toMatchObject([
      { problem: 'it was changed' },
      { problem: 'its verdict was changed' },
    ]);
    await change('');
    expect(await verifyStation(options)).toMatchObject({ intact: true });
  });

  it('opens what was there before, and knows no other folder of migrations', async () => {
    const again = await StationDatabase.open({ data: join(sample.folder, 'x'), url: server.url });
    const parts = await again.rows.selectFrom('part').select('name').execute();
    await again.close();
    expect(parts).toEqual([{ name: 'washer' }]);
  });
});

describe.skipIf(programs === undefined)(`a PostgreSQL server that goes away${why}`, () => {
  it('goes on when the server was away, and judges each picture that it acknowledged once', async () => {
    const acknowledged: string[] = [];
    const send = async (key: string): Promise<void> => {
      const answer = await sample.send(key, sample.next, 0);
      if (answer.ok) acknowledged.push(key);
    };
    const sent = Array.from({ length: 8 }, async (_, i) => send(`before-${i}`));
    await Promise.all([...sent, server.crash()]);
    const away = await sample.send('while-away', sample.next, 0);
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '2']);
    const list = await sample.client.api.parts.$get({ query: {} });
    expect([list.status, list.headers.get('retry-after')]).toEqual([503, '2']);
    expect((await sample.client.api.ready.$get()).status).toBe(503);
    await server.start();
    for (let i = 0; i < 8; i++) await send(`before-${i}`);
    await send('after');
    expect(new Set(acknowledged)).toContain('after');
    const { api } = sample.client;
    const counts = async () => readAnswer(api['inspection-counts'].$get({ query: {} }));
    await expect.poll(async () => (await counts()).waiting, { timeout: 60_000 }).toBe(0);
    const { items } = await readAnswer(api.inspections.$get({ query: { verdict: 'pass' } }));
    const keys = items.map(({ key }) => key).filter((key) => key !== 'a');
    expect(keys.toSorted()).toEqual([...new Set(acknowledged)].toSorted());
    expect(await verifyStation({ data: sample.data, url: server.url })).toMatchObject({
      intact: true,
    });
  });
});
