import { SqliteAdapter, SqliteDialect } from 'kysely';
import SqliteDatabase from 'libsql';

/** Another process may be at the file for so long (a backup), milliseconds. */
const BUSY_TIMEOUT = 10_000;

/** SQLite changes tables within a transaction, of which Kysely makes no use by itself. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class EmbeddedDialect extends SqliteDialect {
  override createAdapter(): TransactionalAdapter {
    return new TransactionalAdapter();
  }
}

/**
 * Rows in a file.
 *
 * @param prepare - Done before it is opened.
 */
export function embeddedDialect(
  file: string,
  prepare: () => void = () => undefined,
): SqliteDialect {
  return new EmbeddedDialect({
    database: async () => {
      prepare();
      const database = new SqliteDatabase(file);
      database.pragma(`busy_timeout = ${BUSY_TIMEOUT}`);
      database.pragma('journal_mode = WAL');
      // What is acknowledged is on disk, whether the program is killed or the power goes.
      database.pragma('synchronous = FULL');
      database.pragma('foreign_keys = ON');
      return database;
    },
  });
}
