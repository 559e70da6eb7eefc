import { PostgresDialect } from 'kysely';
import { Pool, types as pgTypes } from 'pg';

/** PostgreSQL's number of the type of 64-bit integers, which `pg` gives as text unless told otherwise. */
const INT8 = 20;
/** Connections that are open at once, at most. */
const CONNECTIONS = 8;

function ignore(): void {}

/**
 * How Kysely speaks to a PostgreSQL server; nothing is connected before the first query.
 *
 * @param url - `postgresql://…`.
 */
export function postgresDialect(url: string): PostgresDialect {
  const types = {
    getTypeParser: (id: number, format?: 'text' | 'binary') =>
      id === INT8 ? Number : pgTypes.getTypeParser(id, format),
  };
  const pool = new Pool({ connectionString: url, types, max: CONNECTIONS });
  // A connection that the server ends; who is at a query is told by that query, and the next opens another.
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return new PostgresDialect({ pool });
}
