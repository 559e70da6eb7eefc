/** The suite of the outbox once more with a PostgreSQL server; in its file it runs with SQLite. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  postgresqlPrograms,
  PostgresqlServer,
} from '../../../../test/helpers/postgresql-server.ts';
import { freshDatabase, useServer } from '../../../../test/helpers/station-databases.ts';

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

  it('gives each sample a database of the server', () => {
    expect(freshDatabase()).toMatch(/^postgresql:/);
  });

  describe('webhooks', async () => {
    await import('../webhook/webhook.test.ts');
  });
});
