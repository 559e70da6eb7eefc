import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { FileError } from '../../errors.ts';

/** The program that shows a file as its type wants; elsewhere freedesktop.org's. None is a shell. */
const OPENERS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'open', win32: 'explorer' };

/**
 * Opens a file with the program that the system has for its type, such as a browser, and does not
 * wait for that to end.
 *
 * @throws {@link FileError} if the system's opener cannot be started.
 */
export async function openFile(path: string): Promise<void> {
  const program = OPENERS[process.platform] ?? 'xdg-open';
  const opener = spawn(program, [resolve(path)], { detached: true, stdio: 'ignore' });
  try {
    await once(opener, 'spawn');
  } catch (cause) {
    const fault = `${program} cannot be started`;
    throw new FileError(`open ${path}`, fault, 'Open it by hand.', { cause });
  }
  opener.unref();
}
