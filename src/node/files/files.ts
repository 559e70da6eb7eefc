/**
 * Files: whole reads that cannot hang, writes that cannot be seen half done, and errors that say
 * what to do.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { type BigIntStats, constants, type Stats } from 'node:fs';
import { appendFile, type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { FileError } from '../../errors.ts';
import { printable } from '../../printable.ts';
import { decodeText } from './decode-text.ts';
import { KIND_BYTES, type OutputKind } from './output-kinds.ts';
import { moveToFreeName } from './free-name.ts';
import { keepModeAndOwner, targetOf } from './replacement.ts';

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
  EFBIG: [
    'the file is as large as a file may be here',
    'Choose another disk, or raise the limit (ulimit -f).',
  ],
  ESTALE: ['the share has forgotten the file', 'Check the connection, then try again.'],
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

/** A file as it was read. */
export interface FileContent {
  /** All of it, shape [size]. */
  readonly bytes: Uint8Array;
  /** What the system said of it before it was read. */
  readonly before: BigIntStats;
  /** And after: another time, or another size, tells that it was written meanwhile. */
  readonly after: BigIntStats;
}

/**
 * Reads a whole file. Pipes, devices and folders are refused before a byte is read.
 *
 * @param path - As bytes where the name is no UTF-8.
 * @param maxBytes - Larger files are refused before anything is allocated.
 * @throws {@link FileError} if the file is missing, forbidden, too large or not a regular file.
 */
export async function readFileContent(
  path: string | Buffer,
  maxBytes: number = Infinity,
): Promise<FileContent> {
  return attempt(`read ${printable(String(path))}`, async (task) => {
    return withFile(await openToRead(path), async (handle) => {
      const before = await handle.stat({ bigint: true });
      assertFile(before, task);
      if (before.size > maxBytes) {
        throw new FileError(
          task,
          `it holds ${before.size} bytes: expected at most ${maxBytes}`,
          'Name a smaller file.',
        );
      }
      const bytes = await handle.readFile();
      return { bytes, before, after: await handle.stat({ bigint: true }) };
    });
  });
}

/**
 * Reads a whole file, as {@link readFileContent} does.
 *
 * @param maxBytes - Larger files are refused before anything is allocated.
 * @returns The bytes, shape [size].
 * @throws {@link FileError} if the file is missing, forbidden, too large or not a regular file.
 */
export async function readFileBytes(
  path: string,
  maxBytes: number = Infinity,
): Promise<Uint8Array> {
  return (await readFileContent(path, maxBytes)).bytes;
}

/**
 * Reads the first bytes of a file: what it is stands there. Nothing of a pipe or a device is read, so
 * none is waited for.
 *
 * @param path - Bytes where it is no UTF-8.
 * @param size - Most bytes.
 * @returns Bytes of shape [n], fewer than `size` of a small file; undefined if it is no regular file.
 * @throws {@link FileError} if it is missing or forbidden.
 */
export async function readFileHead(
  path: string | Buffer,
  size: number,
): Promise<Uint8Array | undefined> {
  return attempt(`read ${printable(String(path))}`, async () => {
    return withFile(await openToRead(path), async (handle) => {
      if (!(await handle.stat()).isFile()) return undefined;
      const { bytesRead, buffer } = await handle.read(new Uint8Array(size), 0, size, 0);
      return buffer.subarray(0, bytesRead);
    });
  });
}

async function openToRead(path: string | Buffer): Promise<FileHandle> {
  // Opening a pipe without a writer would wait for ever; O_NONBLOCK is missing on Windows.
  return open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
}

/**
 * Reads a whole file of text: UTF-8, or UTF-16 as Windows writes it.
 *
 * @throws {@link FileError} as {@link readFileBytes} does, and if it is no text.
 */
export async function readFileText(path: string): Promise<string> {
  const text = decodeText(await readFileBytes(path));
  if (text !== undefined) return text;
  const fault = 'it is no text: expected UTF-8 or UTF-16';
  throw new FileError(`read ${printable(path)}`, fault, 'Save it as UTF-8.');
}

/**
 * Adds to the end of a file; one that is not there begins empty.
 *
 * @param text - UTF-8.
 * @throws {@link FileError} if it cannot be written, or the disk is full.
 */
export async function appendToFile(path: string, text: string): Promise<void> {
  await attempt(`write ${printable(path)}`, () => appendFile(path, text));
}

/** A file in the making: it appears under its name when it is whole, or not at all. */
export interface PendingFile {
  /** Adds to its end: text (UTF-8), or bytes of shape [size]. */
  append(content: Uint8Array | string): Promise<void>;
  /** Puts it in place of what had the name. */
  commit(): Promise<void>;
  /** Puts it under the name, or with a number behind it if there is a file of that name; tells which. */
  commitBeside(): Promise<string>;
  /** Takes it away; nothing happens if it is in place already. */
  discard(): Promise<void>;
}

/**
 * Begins a file that readers, and a crash at any moment, see as the old content or the new one: it
 * grows under a temporary name in the same folder, is flushed to the disk, then renamed. A link keeps
 * leading to it, and what it replaces gives it permissions and owner.
 *
 * A killed process may leave a hidden `.fewgood-*.tmp` behind, which can be deleted.
 *
 * @param kind - Of the file: one of another kind is not replaced.
 * @returns The file; its methods throw {@link FileError} too.
 * @throws {@link FileError} if the folder is missing or forbidden, or the name is that of a folder or of
 * a file of another kind.
 */
export async function openPendingFile(path: string, kind: OutputKind): Promise<PendingFile> {
  const task = `write ${printable(path)}`;
  const target = await attempt(task, () => targetOf(path));
  const folder = dirname(target);
  const temporary = join(folder, `.fewgood-${randomUUID()}.tmp`);
  const handle = await attempt(task, async () => {
    const before = await assertReplaceable(target, task, kind);
    // Never readable for more people than what it replaces.
    return open(temporary, 'wx', before === undefined ? 0o666 : before.mode & 0o777);
  });
  let isOpen = true;
  return {
    append: (content) => attempt(task, () => handle.appendFile(content)),
    commit: async () => {
      await attempt(task, async () => {
        // Again: much may have happened since, as while a folder was watched.
        const before = await assertReplaceable(target, task, kind);
        if (before !== undefined) await keepModeAndOwner(handle, before);
        await handle.sync();
        isOpen = false;
        await handle.close();
        await rename(temporary, target);
      });
      await syncFolder(folder);
    },
    commitBeside: async () => {
      const name = await attempt(task, async () => {
        await handle.sync();
        isOpen = false;
        await handle.close();
        return moveToFreeName(temporary, target);
      });
      await syncFolder(folder);
      return name;
    },
    discard: async () => {
      if (isOpen) await handle.close();
      isOpen = false;
      await rm(temporary, { force: true }).catch(() => undefined);
    },
  };
}

/**
 * Writes a file at once, as {@link openPendingFile} does bit by bit.
 *
 * @param content - Text (UTF-8), or bytes of shape [size].
 * @throws {@link FileError} if the folder is missing or forbidden, the disk is full, or a file of
 * another kind has the name.
 */
export async function writeFileAtomic(
  path: string,
  content: Uint8Array | string,
  kind: OutputKind,
): Promise<void> {
  const file = await openPendingFile(path, kind);
  try {
    await file.append(content);
    await file.commit();
  } finally {
    await file.discard();
  }
}

/**
 * Checks that a file could be written, so that long work does not end at a wrong path.
 *
 * @throws {@link FileError} as {@link openPendingFile} does.
 */
export async function assertWritable(path: string, kind: OutputKind): Promise<void> {
  const file = await openPendingFile(path, kind);
  await file.discard();
}

/**
 * Makes a folder and those above it; one that exists is fine.
 *
 * @throws {@link FileError} if a file is in the way, or permission is missing.
 */
export async function ensureFolder(path: string): Promise<void> {
  await attempt(`make the folder ${printable(path)}`, () => makeFolder(resolve(path)));
}

/** By hand: Node's own `recursive` never ends where a folder exists that takes no other (/proc). */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (code !== 'ENOENT' || (await isFolder(dirname(path)))) throw error;
    await makeFolder(dirname(path));
    await makeFolder(path);
  }
}

/** Whether there is a folder of that name. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

/** Whether there is anything of that name. */
export async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** What a file replaces, if anything; one that is empty may be of any kind. */
async function assertReplaceable(
  path: string,
  task: string,
  kind: OutputKind,
): Promise<Stats | undefined> {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) return undefined;
  assertFile(stats, task);
  const head = await readFileHead(path, KIND_BYTES);
  if (head === undefined || head.length === 0 || kind.isOne(head, path)) return stats;
  throw new FileError(
    task,
    `a file of another kind has that name: expected ${kind.name}, or none`,
    'Choose another name, or move that file; it is as it was.',
  );
}

function assertFile(stats: Stats | BigIntStats, task: string): void {
  if (stats.isFile()) return;
  throw new FileError(task, `it is ${kindOf(stats)}: expected a file`, 'Name a file.');
}

/** What a path that is no regular file is, in words. */
function kindOf(stats: Stats | BigIntStats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a pipe';
  return stats.isSocket() ? 'a socket' : 'a device';
}

/**
 * Does something with files.
 *
 * @param task - Such as `read a.png`, for the message.
 * @throws {@link FileError} about `task` in place of errors of the operating system.
 */
export async function attempt<T>(task: string, work: (task: string) => Promise<T>): Promise<T> {
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
