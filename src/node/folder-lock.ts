import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { attempt, printable, readFileText, systemCode } from './files.ts';

const FILE = 'working.pid';

/**
 * Holds a folder for this process alone: two that write the same run would mix their lines. A process
 * that was killed leaves its mark behind, which counts for nothing once it is gone.
 *
 * @returns Gives the folder back.
 * @throws {@link UsageError} if another process holds it.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, FILE);
  const owner = (await claim(file)) ? undefined : await ownerOf(file);
  if (owner !== undefined) {
    throw new UsageError(
      `Cannot work in ${printable(folder)}: process ${owner} is at work there`,
      `Wait for it or stop it; if it is none of fewgood, delete ${printable(file)}.`,
    );
  }
  return () => rm(file, { force: true });
}

/** Writes this process into a mark that is not there yet. */
async function claim(file: string): Promise<boolean> {
  return attempt(`write ${printable(file)}`, async () => {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return true;
    } catch (error) {
      if (systemCode(error) === 'EEXIST') return false;
      throw error;
    }
  });
}

/** The process that a mark tells of; undefined, and the mark is ours, if it is gone. */
async function ownerOf(file: string): Promise<number | undefined> {
  const owner = Number(await readFileText(file));
  if (owner > 0 && owner !== process.pid && isAlive(owner)) return owner;
  await rm(file, { force: true });
  await claim(file);
  return undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return systemCode(error) === 'EPERM';
  }
}
