import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import SqliteDatabase from 'libsql';
import type { AuditReport } from '../api/system.ts';
import { verifyStation } from '../audit/verify.ts';
import { StationDataError } from '../errors.ts';

/** What a backup copies beside the database; names are hashes, so that a copy is whole or not there. */
const FOLDERS = ['pictures', 'parts', 'overlays'] as const;
const DATABASE = 'station.db';

/**
 * Copies a station with an embedded database into a new folder, while it runs: first the database as it is at
 * one moment, then the files that it names. The copy is compared with its audit chain.
 *
 * @throws {@link StationDataError} if there is no such station, or the folder is there already.
 */
export async function backUpStation(data: string, out: string): Promise<AuditReport> {
  const source = join(data, DATABASE);
  const task = `back up ${data}`;
  if (!existsSync(source)) {
    const fault = `there is no ${DATABASE} in it: expected the data folder of a station`;
    const remedy = 'Name the folder; a PostgreSQL database is backed up by pg_dump.';
    throw new StationDataError(task, fault, remedy);
  }
  await assertFree(task, out);
  const pending = `${out}.pending`;
  await rm(pending, { recursive: true, force: true });
  await mkdir(pending, { recursive: true });
  const database = new SqliteDatabase(source);
  try {
    database.prepare('VACUUM INTO ?').run(join(pending, DATABASE));
  } finally {
    database.close();
  }
  for (const folder of FOLDERS) await copyFiles(join(data, folder), join(pending, folder));
  return putInPlace(pending, out);
}

/**
 * Makes a data folder of a backup, after it was compared with its audit chain.
 *
 * @throws {@link StationDataError} if the backup is none, or the folder is there already.
 */
export async function restoreStation(backup: string, data: string): Promise<AuditReport> {
  const task = `restore ${backup}`;
  if (!existsSync(join(backup, DATABASE))) {
    const fault = `there is no ${DATABASE} in it: expected a backup of a station`;
    throw new StationDataError(task, fault, 'Name the folder that a backup made.');
  }
  await assertFree(task, data);
  const pending = `${data}.pending`;
  await rm(pending, { recursive: true, force: true });
  await cp(backup, pending, { recursive: true });
  return putInPlace(pending, data);
}

async function putInPlace(pending: string, folder: string): Promise<AuditReport> {
  const report = await verifyStation({ data: pending });
  // An empty folder may have the name.
  if (existsSync(folder)) await rmdir(folder);
  await rename(pending, folder);
  return report;
}

async function assertFree(task: string, folder: string): Promise<void> {
  if (!existsSync(folder) || (await readdir(folder)).length === 0) return;
  throw new StationDataError(
    task,
    `${folder} is there already, and not empty`,
    'Name a folder that is not there.',
  );
}

async function copyFiles(from: string, to: string): Promise<void> {
  for (const shard of await readdir(from)) {
    if (shard.length !== 2) continue;
    await mkdir(join(to, shard), { recursive: true });
    for (const name of await readdir(join(from, shard))) {
      await copyFile(join(from, shard, name), join(to, shard, name)).catch((error: unknown) => {
        // Retention took it away meanwhile, or the comparison with the chain tells.
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      });
    }
  }
}
