import { join } from 'node:path';
import SqliteDatabase from 'libsql';
import { StationDataError } from '../errors.ts';

/**
 * One process has the data folder. The lock is one of the file system, by SQLite: it ends with the process,
 * however that ends, so that none is left behind.
 */
export class FolderLock {
  readonly #file: SqliteDatabase.Database;

  private constructor(file: SqliteDatabase.Database) {
    this.#file = file;
  }

  /** @throws {@link StationDataError} if another process has the folder. */
  static take(folder: string): FolderLock {
    const file = new SqliteDatabase(join(folder, 'station.lock'));
    try {
      file.exec('BEGIN EXCLUSIVE');
    } catch (cause) {
      file.close();
      throw new StationDataError(
        `open the station in ${folder}`,
        'another process has it open',
        'End the other station, or name another folder.',
        cause,
      );
    }
    return new FolderLock(file);
  }

  release(): void {
    this.#file.exec('ROLLBACK');
    this.#file.close();
  }
}
