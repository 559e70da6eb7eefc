import type { Stats } from 'node:fs';
import { type FileHandle, readlink, realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** As many links in a row as Linux follows. */
const MOST_LINKS = 40;

/**
 * Where a path leads: through links to a file, or to the place where one may be made. Replacing that
 * leaves the links as they are.
 *
 * @throws An error of the operating system if links lead in a circle.
 */
export async function targetOf(path: string): Promise<string> {
  let target = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    const next = await readlink(target).catch(() => undefined);
    if (next === undefined) return target;
    // `..` of a link is that of the folder which it really lies in.
    const folder = await realpath(dirname(target)).catch(() => dirname(target));
    target = resolve(folder, next);
  }
  return realpath(target);
}

/** Gives a new file the permissions of the one that it replaces, and its owner where the system lets it. */
export async function keepModeAndOwner(handle: FileHandle, before: Stats): Promise<void> {
  const now = await handle.stat();
  if (now.uid !== before.uid || now.gid !== before.gid) {
    // Only root gives files away; a group of one's own may be given by anybody.
    await handle
      .chown(before.uid, before.gid)
      .catch(() => handle.chown(now.uid, before.gid))
      .catch(() => undefined);
  }
  // After the owner, whose change takes special bits away.
  // Disks without permissions, such as FAT, refuse; the file was made with no more than these.
  if (now.mode !== before.mode) await handle.chmod(before.mode & 0o7777).catch(() => undefined);
}
