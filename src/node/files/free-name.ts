import { link, lstat, rename, rm, stat } from 'node:fs/promises';
import { extname } from 'node:path';

/**
 * Gives a file a name that no other has: `path`, or with `-2`, `-3`, … before its suffix. An empty file counts
 * for nothing. Nothing is replaced, also where two processes do so at once, on disks with hard links.
 *
 * @returns The name.
 * @throws An error of the operating system if it cannot be moved.
 */
export async function moveToFreeName(temporary: string, path: string): Promise<string> {
  const suffix = extname(path);
  const stem = path.slice(0, path.length - suffix.length);
  if (await isEmpty(path)) {
    await rename(temporary, path);
    return path;
  }
  for (let n = 1; ; n++) {
    const name = n === 1 ? path : `${stem}-${n}${suffix}`;
    if (await moveUnlessThere(temporary, name)) return name;
  }
}

async function isEmpty(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile() && stats.size === 0,
    () => false,
  );
}

async function moveUnlessThere(temporary: string, name: string): Promise<boolean> {
  const isThere = await lstat(name).then(
    () => true,
    () => false,
  );
  if (isThere) return false;
  try {
    await link(temporary, name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    // A disk without hard links, such as FAT.
    await rename(temporary, name);
    return true;
  }
  await rm(temporary);
  return true;
}
