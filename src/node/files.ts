/**
 * Files: whole reads that cannot hang, writes that cannot be seen half done, and errors that say
 * what to do.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FileError } from '../errors.ts';

/** What is wrong, and what to do about it. */
export interface Fault {
  readonly fault: string;
  readonly remedy: string;
}

/** Faults of the operating system by error code, in words. */
const SYSTEM_FAULTS: Readonly<Record<string, readonly [fault: string, remedy: string]>> = {
  ENOENT: ['there is no such file or folder', 'Check the spelling and the current folder.'],
  EACCES: ['permission denied', 'Ask the owner for the permission, or choose another place.'],
  EPERM: ['permission denied', 'Ask the owner for the permission, or choose another place.'],
  EISDIR: ['it is a folder: expected a file', 'Name a file.'],
  ENOTDIR: ['a part of the path is a file: expected a folder', 'Check the path.'],
  EEXIST: ['a file of that name is in the way', 'Move that file, or choose another name.'],
  ENOTEMPTY: ['a folder of that name is in the way', 'Move that folder, or choose another name.'],
  ELOOP: ['it is a symbolic link that leads back to itself', 'Remove or repair the link.'],
  ENAMETOOLONG: ['the name is too long for this disk', 'Choose a shorter name.'],
  ENOSPC: ['the disk is full', 'Free some space, or choose another disk.'],
  EDQUOT: ['the disk quota is used up', 'Free some space, or choose another disk.'],
  EROFS: ['the disk is read-only', 'Choose another disk.'],
  EBUSY: ['another program holds it', 'Close that program, then try again.'],
  EMFILE: ['too many files are open', 'Close some programs, or raise the limit (ulimit -n).'],
  ENXIO: ['it is a socket or device: expected a file', 'Name a file.'],
  EIO: ['the disk or the network failed', 'Check the disk or the connection, then try again.'],
};

/** Puts an error of the operating system into words. */
export function systemFault(error: unknown): Fault {
  const code = systemCode(error);
  const [fault, remedy] = SYSTEM_FAULTS[code] ?? [
    error instanceof Error ? error.message : String(error),
    'Check the path and the disk, then try again.',
  ];
  return { fault, remedy };
}

/** The error code of the operating system, such as `ENOENT`; empty for any other error. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/**
 * A path as one line that a terminal shows as it is. Control characters and marks that reverse the
 * writing direction become escapes, so a file name can neither forge a line nor hide its suffix.
 */
export function printable(path: string): string {
  return path.replaceAll(
    /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Reads a whole file. Pipes, devices and folders are refused before a byte is read.
 *
 * @param maxBytes - Larger files are refused before anything is allocated.
 * @returns The bytes, shape [size].
 * @throws {@link FileError} if the file is missing, forbidden, too large or not a regular file.
 */
export async function readFileBytes(
  path: string,
  maxBytes: number = Infinity,
): Promise<Uint8Array> {
  return attempt(`read ${printable(path)}`, async (task) => {
    // Opening a pipe without a writer would wait for ever; O_NONBLOCK is missing on Windows.
    const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
    return withFile(await open(path, flags), async (handle) => {
      const stats = await handle.stat();
      if (!stats.isFile()) {
        throw new FileError(task, `it is ${kindOf(stats)}: expected a file`, 'Name a file.');
      }
      if (stats.size > maxBytes) {
        throw new FileError(
          task,
          `it holds ${stats.size} bytes: expected at most ${maxBytes}`,
          'Name a smaller file.',
        );
      }
      return handle.readFile();
    });
  });
}

/**
 * Writes a file so that readers, and a crash at any moment, see the old content or the new one:
 * into a temporary file of the same folder, flushed to the disk, then renamed.
 *
 * A killed process may leave a hidden `.fewgood-*.tmp` behind, which can be deleted.
 *
 * @param content - Text (UTF-8), or bytes of shape [size].
 * @throws {@link FileError} if the folder is missing or forbidden, or the disk is full.
 */
export async function writeFileAtomic(path: string, content: Uint8Array | string): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.fewgood-${randomUUID()}.tmp`);
  await attempt(`write ${printable(path)}`, async () => {
    try {
      await withFile(await open(temporary, 'wx'), async (handle) => {
        await handle.writeFile(content);
        await handle.sync();
      });
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
  });
  await syncFolder(folder);
}

/**
 * Makes a folder and those above it; one that exists is fine.
 *
 * @throws {@link FileError} if a file is in the way, or permission is missing.
 */
export async function ensureFolder(path: string): Promise<void> {
  await attempt(`make the folder ${printable(path)}`, () => mkdir(path, { recursive: true }));
}

/** What a path that is no regular file is, in words. */
function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a pipe';
  if (stats.isSocket()) return 'a socket';
  return stats.isFile() ? 'a file' : 'a device';
}

/** Runs `work`; errors of the operating system become a FileError about `task`. */
async function attempt<T>(task: string, work: (task: string) => Promise<T>): Promise<T> {
  try {
    return await work(task);
  } catch (cause) {
    if (cause instanceof FileError || systemCode(cause) === '') throw cause;
    const { fault, remedy } = systemFault(cause);
    throw new FileError(task, fault, remedy, { cause });
  }
}

/** Runs `work` with an open file, and closes it. */
async function withFile<T>(
  handle: FileHandle,
  work: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}

/** Makes a rename survive a power cut, where the platform lets a folder be flushed. */
async function syncFolder(folder: string): Promise<void> {
  try {
    await withFile(await open(folder, constants.O_RDONLY), (handle) => handle.sync());
  } catch {
    // Windows and some network disks refuse; the file itself is flushed.
  }
}
