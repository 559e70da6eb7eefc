/** The way that docs/operations.md goes to back up and restore a station over PostgreSQL, with its commands. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  postgresqlPrograms,
  PostgresqlServer,
} from '../../../../test/helpers/postgresql-server.ts';
import { StationSample } from '../../../../test/helpers/station-sample.ts';
import { readAnswer } from '../api/index.ts';
import { verifyStation } from '../audit/verify.ts';
import { Station } from '../station.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const programs = postgresqlPrograms;
const why = programs === undefined ? ' (no PostgreSQL is installed here)' : '';

function postgresql(name: string): string {
  return join(programs ?? '', name);
}

function run(program: string, ...words: string[]): void {
  execFileSync(program, words, { stdio: ['ignore', 'ignore', 'inherit'] });
}

describe.skipIf(programs === undefined)(`a backup of a station over PostgreSQL${why}`, () => {
  let server: PostgresqlServer;
  let sample: StationSample;
  let [url, again, files] = ['', '', ''];

  beforeAll(async () => {
    server = await PostgresqlServer.create(programs ?? '');
    url = server.addDatabase();
    sample = await StationSample.create({ database: url });
    await sample.addPart();
    await readAnswer(sample.send('good', sample.next));
    await readAnswer(sample.send('bad', sample.bad));
    [again, files] = [join(sample.folder, 'again'), join(sample.folder, 'files')];
    mkdirSync(files);
    mkdirSync(again);
  });
  afterAll(async () => {
    await sample.remove();
    await server.remove();
  });

  it('is whole, though the station went on meanwhile', async () => {
    const dump = join(sample.folder, 'monday.dump');
    run(postgresql('pg_dump'), '--format=custom', `--file=${dump}`, url);
    await readAnswer(sample.send('later', sample.good));
    const folders = ['pictures', 'parts', 'overlays'].map((name) => join(sample.data, name));
    run('cp', '--archive', '--no-clobber', ...folders, files);
    const database = server.addDatabase();
    run(postgresql('pg_restore'), '--exit-on-error', '--no-owner', `--dbname=${database}`, dump);
    run('cp', '--archive', `${files}/.`, again);
    const report = await verifyStation({ data: again, url: database });
    expect(report).toMatchObject({ intact: true, inspections: 2, problems: [] });

    const bugs: unknown[] = [];
    const onBug = (error: unknown): number => bugs.push(error);
    const restored = await Station.open({ data: again, database, reserveBytes: 0, onBug });
    const { items } = await restored.inspections.page({ limit: 10 });
    expect(items.map(({ key, verdict }) => [key, verdict])).toEqual([
      ['bad', 'fail'],
      ['good', 'pass'],
    ]);
    expect(await restored.readiness()).toMatchObject({ ready: true });
    await restored.close();
    expect(bugs).toEqual([]);

    const picture = items[0]?.picture ?? '';
    rmSync(join(again, 'pictures', picture.slice(0, 2), picture));
    expect(await verifyStation({ data: again, url: database })).toMatchObject({ intact: false });
  });
});
