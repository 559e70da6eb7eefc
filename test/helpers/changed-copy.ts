/** What the audit chain says of a station of which somebody changed the database. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditReport } from '../../packages/station/src/api/system.ts';
import { verifyStation } from '../../packages/station/src/audit/verify.ts';
import {
  type DatabaseOptions,
  StationDatabase,
} from '../../packages/station/src/store/database.ts';
import { copyPlace } from './station-databases.ts';

/** A statement, as the query builder has it. */
interface Change {
  execute(rows: StationDatabase['rows']): Promise<{ readonly numAffectedRows?: bigint }>;
}

/** Rows that a statement changed in a copy of a station, and what is found then. */
export async function changedCopy(
  place: DatabaseOptions,
  change: Change,
): Promise<{ rows: number; problems: AuditReport['problems'] }> {
  const folder = await mkdtemp(join(tmpdir(), 'fewgood-changed-'));
  try {
    const copy = copyPlace(place, join(folder, 'copy'));
    const database = await StationDatabase.open(copy);
    const { numAffectedRows = 0n } = await change.execute(database.rows);
    await database.close();
    const { problems } = await verifyStation(copy);
    return { rows: Number(numAffectedRows), problems };
  } finally {
    await rm(folder, { recursive: true });
  }
}
