/** Where the rows of samples are: in their folders, unless a suite is run over a server. */
import { cpSync } from 'node:fs';
import type { DatabaseOptions } from '../../packages/station/src/store/database.ts';
import type { PostgresqlServer } from './postgresql-server.ts';

let server: PostgresqlServer | undefined;

/** From now on samples have databases of this server; undefined ends that. */
export function useServer(next: PostgresqlServer | undefined): void {
  server = next;
}

/** URL of an empty database, where suites are run over a server. */
export function freshDatabase(): string | undefined {
  return server?.addDatabase();
}

/** Copies a data folder that is not there yet, with its rows. */
export function copyPlace({ data, url }: DatabaseOptions, copy: string): DatabaseOptions {
  cpSync(data, copy, { recursive: true });
  return { data: copy, url: url === undefined ? undefined : server?.copyDatabase(url) };
}
