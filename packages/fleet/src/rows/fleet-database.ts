import { isDatabaseAway, postgresDialect } from '@fewgood/station/store';
import { ArgumentRangeError } from 'fewgood';
import { CamelCasePlugin, Kysely, Migrator, sql, type Transaction } from 'kysely';
import { messageOf } from '../centre/nats.ts';
import { FleetServerError } from '../errors.ts';
import { migrations, SCHEMA } from './migrations.ts';
import type { FleetTables } from './tables.ts';

export type FleetRows = Kysely<FleetTables>;
export type FleetChange = Transaction<FleetTables>;

/** One change at a time has the chain, by this lock; any number will do that nothing else has. */
const CHANGE_LOCK = 7071;

/** Milliseconds for which a change may have the lock and ask for nothing. */
const IDLE = '15000';

/** The tables of a fleet, in PostgreSQL. */
export class FleetDatabase {
  /** For queries that change nothing. */
  readonly rows: FleetRows;

  private constructor(rows: FleetRows) {
    this.rows = rows;
  }

  /**
   * Connects, and brings the tables up to date.
   *
   * @param url - `postgresql://…`.
   * @throws {@link ArgumentRangeError} if the address is none.
   * @throws {@link FleetServerError} if the server does not answer, or its tables are of a newer version.
   */
  static async open(url: string): Promise<FleetDatabase> {
    if (!/^postgres(?:ql)?:/.test(url) || !URL.canParse(url)) {
      throw new ArgumentRangeError(
        'database',
        `"${url}"`,
        'an address such as postgresql://host/name',
      );
    }
    const dialect = postgresDialect(url);
    const rows = new Kysely<FleetTables>({ dialect, plugins: [new CamelCasePlugin()] });
    try {
      await migrate(rows);
    } catch (cause) {
      await rows.destroy();
      throw new FleetServerError(`PostgreSQL at ${placeOf(url)}`, messageOf(cause), cause);
    }
    return new FleetDatabase(rows.withSchema(SCHEMA));
  }

  /** Changes rows that the chain tells of: all of it is there afterwards, or nothing; one change after another. */
  async change<T>(work: (change: FleetChange) => Promise<T>): Promise<T> {
    return this.rows.transaction().execute(async (change) => {
      // One who is cut off meanwhile must not keep the others from their changes until the network forgets him.
      await sql`select set_config('idle_in_transaction_session_timeout', ${IDLE}, true),
        pg_advisory_xact_lock(${CHANGE_LOCK})`.execute(change);
      return work(change);
    });
  }

  /** Reads rows as they are at one moment, whatever is changed meanwhile. */
  async snapshot<T>(read: (rows: FleetChange) => Promise<T>): Promise<T> {
    return this.rows.transaction().setIsolationLevel('repeatable read').execute(read);
  }

  async close(): Promise<void> {
    await this.rows.destroy();
  }
}

/** Whether an error says that PostgreSQL does not answer now: it may be asked again later. */
export function isPostgresqlAway(error: unknown): boolean {
  return error instanceof FleetServerError ? isDatabaseAway(error.cause) : isDatabaseAway(error);
}

async function migrate(rows: FleetRows): Promise<void> {
  // Many workers may start at one moment, and PostgreSQL makes a schema for the first of them alone.
  await rows.transaction().execute(async (change) => {
    await sql`select pg_advisory_xact_lock(${CHANGE_LOCK})`.execute(change);
    await change.schema.createSchema(SCHEMA).ifNotExists().execute();
  });
  const migrator = new Migrator({
    db: rows.withoutPlugins(),
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableSchema: SCHEMA,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/** Without the password. */
function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}${port && `:${port}`}${pathname}`;
}
