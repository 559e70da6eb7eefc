/** The suites of what has tables of its own, once more with a PostgreSQL server; in their files they run with SQLite. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  postgresqlPrograms,
  PostgresqlServer,
} from '../../../../test/helpers/postgresql-server.ts';
import { freshDatabase, useServer } from '../../../../test/helpers/station-databases.ts';
import { StationDatabase } from './database.ts';

const programs = postgresqlPrograms;
const why = programs === undefined ? ' (no PostgreSQL is installed here)' : '';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

describe.skipIf(programs === undefined)(`over PostgreSQL${why}`, () => {
  let server: PostgresqlServer;
  beforeAll(async () => {
    if (programs === undefined) return;
    server = await PostgresqlServer.create(programs);
    useServer(server);
  });
  afterAll(async () => {
    useServer(undefined);
    await server.remove();
  });

  it('gives each sample a database of its own', async () => {
    const [one, other] = [freshDatabase(), freshDatabase()];
    expect(one).not.toBe(other);
    const database = await StationDatabase.open({ data: '', url: one });
    expect(database.kind).toBe('postgresql');
    await database.close();
  });

  describe('people', async () => {
    await import('../people/first-start.test.ts');
  });
  describe('sessions', async () => {
    await import('../people/sessions.test.ts');
  });
  describe('tokens', async () => {
    await import('../people/tokens.test.ts');
  });
  describe('reviews', async () => {
    await import('../review/review-queue.test.ts');
  });
  describe('proposals', async () => {
    await import('../review/proposal.test.ts');
  });
  describe('regression pictures', async () => {
    await import('../review/regression-gate.test.ts');
  });
  describe('studies', async () => {
    await import('../evidence/study.test.ts');
  });
});
