import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  CamelCasePlugin,
  Kysely,
  Migrator,
  sql,
  type SqliteDialect,
  type Transaction,
} from 'kysely';
import { StationDataError } from '../errors.ts';
import { embeddedDialect } from './embedded-dialect.ts';
import { migrationsFor } from './migrations.ts';
import { postgresDialect } from './postgresql.ts';
import type { StationTables } from './tables.ts';

/** Where the rows are. */
export interface DatabaseOptions {
  /** Data folder of the station, which has the embedded database. */
  readonly data: string;
  /** `postgresql://…` for a server instead. */
  readonly url?: string | undefined;
}

export type Change = Transaction<StationTables>;

/** PostgreSQL lets one change in at a time by this lock, as SQLite does by itself; any number will do. */
const CHANGE_LOCK = 7070;

/** The database of a station: SQLite in its folder, or PostgreSQL; the same queries for both. */
export class StationDatabase {
  readonly kind: 'sqlite' | 'postgresql';
  /** For queries that change nothing. */
  readonly rows: Kysely<StationTables>;

  private constructor(kind: 'sqlite' | 'postgresql', rows: Kysely<StationTables>) {
    this.kind = kind;
    this.rows = rows;
  }

  /**
   * Opens it, and brings its tables up to date.
   *
   * @throws {@link StationDataError} if it cannot be opened, or is of a newer station.
   */
  static async open({ data, url }: DatabaseOptions): Promise<StationDatabase> {
    const kind = url === undefined ? 'sqlite' : 'postgresql';
    const dialect = url === undefined ? inFolder(data) : postgresDialect(url);
    const rows = new Kysely<StationTables>({ dialect, plugins: [new CamelCasePlugin()] });
    const database = new StationDatabase(kind, rows);
    try {
      await database.#migrate();
    } catch (cause) {
      await database.close();
      throw unusable(cause);
    }
    return database;
  }

  /**
   * Changes rows: all of it is there afterwards, on disk, or nothing. One change at a time, so that each sees
   * what the one before left; the audit chain is one after another.
   */
  async change<T>(work: (change: Change) => Promise<T>): Promise<T> {
    return this.rows.transaction().execute(async (change) => {
      if (this.kind === 'postgresql') {
        await sql`select pg_advisory_xact_lock(${CHANGE_LOCK})`.execute(change);
      } else {
        // Writes first: a change that began by reading would fail if another process (`station users`) wrote meanwhile.
        await sql`update audit set seq = seq where seq < 0`.execute(change);
      }
      return work(change);
    });
  }

  /** Reads rows as they are at one moment, whatever is changed meanwhile. */
  async snapshot<T>(read: (rows: Change) => Promise<T>): Promise<T> {
    const transaction = this.rows.transaction();
    const isolated =
      this.kind === 'postgresql' ? transaction.setIsolationLevel('repeatable read') : transaction;
    return isolated.execute(read);
  }

  /** @throws {@link Error} of the database, if it does not answer. */
  async ping(): Promise<void> {
    await sql`select 1`.execute(this.rows);
  }

  async close(): Promise<void> {
    await this.rows.destroy();
  }

  async #migrate(): Promise<void> {
    const migrations = migrationsFor(this.kind === 'postgresql');
    // Names of the migrator's own tables, which the plugin would change.
    const migrator = new Migrator({
      db: this.rows.withoutPlugins(),
      provider: { getMigrations: async () => migrations },
    });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
  }
}

function inFolder(data: string): SqliteDialect {
  return embeddedDialect(join(data, 'station.db'), () => mkdirSync(data, { recursive: true }));
}

function unusable(cause: unknown): StationDataError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new StationDataError(
    'open the database of the station',
    message,
    'Check the folder or the URL; for a database of a newer station, install that version.',
    cause,
  );
}
