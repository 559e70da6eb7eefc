import { randomUUID } from 'node:crypto';
import { link, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RunFolderError } from '../../errors.ts';
import { printable } from '../../printable.ts';
import { attempt, readFileText, systemCode } from './files.ts';
import { isAlive } from './processes.ts';

const FILE = 'working.pid';

/**
 * Holds a folder for this process alone: two that write the same run would mix their lines. A process
 * that was killed leaves its mark behind, which counts for nothing once it is gone.
 *
 * @returns Gives the folder back.
 * @throws {@link RunFolderError} if another process holds it.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, FILE);
  if (await claim(file)) return () => rm(file, { force: true });
  const owner = Number(await readFileText(file).catch(() => ''));
  // A number of our own is that of a process before us: numbers are given again.
  if (owner > 0 && owner !== process.pid && isAlive(owner)) {
    throw new RunFolderError(
      `work in ${printable(folder)}`,
      `process ${owner} is at work there`,
      `Wait for it or stop it; if it is none of fewgood, delete ${printable(file)}.`,
    );
  }
  await attempt(`write ${printable(file)}`, () => takeAway(file, owner));
  return lockFolder(folder);
}

/** Takes the mark of a dead process away; what another has put there meanwhile is put back. */
async function takeAway(file: string, owner: number): Promise<void> {
  const old = `${file}.${randomUUID()}`;
  try {
    await rename(file, old);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    throw error;
  }
  if (Number(await readFileText(old)) !== owner) await link(old, file).catch(() => undefined);
  await rm(old, { force: true });
}

/** Writes this process into a mark that is not there yet; tells whether it could. */
async function claim(file: string): Promise<boolean> {
  return attempt(`write ${printable(file)}`, async () => {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return true;
    } catch (error) {
      if (systemCode(error) === 'EEXIST') return false;
      throw error;
    }
  });
}
