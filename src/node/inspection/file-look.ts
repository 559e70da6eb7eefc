import { createHash } from 'node:crypto';
import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { systemCode } from '../files/files.ts';
import { classifyHead, type FileClass } from '../image/classify-file.ts';
import { PICTURE_HEAD_BYTES } from '../../picture-file/picture-signatures.ts';
import { type Wholeness, wholenessOf } from './wholeness.ts';

/** What the system says of a file, by which a change shows, as far as its clock is fine enough. */
export interface FileStamp {
  readonly inode: bigint;
  readonly bytes: number;
  /** Time of the last writing, nanoseconds. */
  readonly modified: bigint;
  /** Time of the last change of content or name, nanoseconds; on FAT that of its making. */
  readonly changed: bigint;
}

/** What one look at a file showed. */
export interface FileLook {
  readonly stamp: FileStamp;
  /** Hash of samples of its content: of all of it up to 256 KiB. */
  readonly sample: string;
  /** Hash of its first 4 KiB, which change once as another picture is written over it. */
  readonly head: string;
  /** Whether all of it is there. */
  readonly wholeness: Wholeness;
  /** What it is; `none` for a folder, or what else is no file. */
  readonly kind: FileClass | 'none';
}

const CHUNK = 4096;
const CHUNKS = 64;
const GONE: readonly string[] = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ESTALE'];

/** The stamp of what `stat` gave. */
export function stampOf(stats: BigIntStats): FileStamp {
  return {
    inode: stats.ino,
    bytes: Number(stats.size),
    modified: stats.mtimeNs,
    changed: stats.ctimeNs,
  };
}

/** Whether no change shows. */
export function isSameStamp(a: FileStamp, b: FileStamp): boolean {
  return isSameWriting(a, b) && a.inode === b.inode && a.changed === b.changed;
}

/** Whether size and time of writing are the same, which are all that a share keeps when it comes back. */
export function isSameWriting(a: FileStamp, b: FileStamp): boolean {
  return a.bytes === b.bytes && a.modified === b.modified;
}

/**
 * Looks at a file.
 *
 * @param known - What the last look showed: its content is not looked at again if the stamp is the same.
 * @returns Undefined if it is gone, or a link that leads nowhere.
 */
export async function lookAtFile(
  path: string | Buffer,
  known?: FileLook,
): Promise<FileLook | undefined> {
  try {
    const stats = await stat(path, { bigint: true });
    const stamp = stampOf(stats);
    if (known !== undefined && isSameStamp(known.stamp, stamp)) return known;
    if (!stats.isFile()) {
      // A folder changes when files in it do, which is no reason to name it again.
      const still = { ...stamp, bytes: 0, modified: 0n, changed: 0n };
      return { stamp: still, sample: '', head: '', wholeness: 'unknown', kind: 'none' };
    }
    return await lookInside(path, stamp);
  } catch (error) {
    if (GONE.includes(systemCode(error))) return undefined;
    throw error;
  }
}

async function lookInside(path: string | Buffer, stamp: FileStamp): Promise<FileLook> {
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (GONE.includes(systemCode(error))) throw error;
    // Held by its writer, or forbidden: reading it will tell.
    return { stamp, sample: '', head: '', wholeness: 'part', kind: classifyHead(path, undefined) };
  }
  try {
    const read = async (start: number, length: number): Promise<Buffer> => {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, start);
      return buffer.subarray(0, bytesRead);
    };
    const hash = createHash('sha256');
    for (const [start, length] of sampleRanges(stamp.bytes)) hash.update(await read(start, length));
    const wholeness = await wholenessOf({ size: stamp.bytes, read });
    const first = await read(0, CHUNK);
    const kind = classifyHead(path, first.subarray(0, PICTURE_HEAD_BYTES));
    const head = createHash('sha256').update(first).digest('hex');
    return { stamp, sample: hash.digest('hex'), head, wholeness, kind };
  } finally {
    await handle.close();
  }
}

/**
 * The sample of content that was read whole.
 *
 * @param bytes - The whole file, shape [size].
 */
export function sampleOf(bytes: Uint8Array): string {
  const hash = createHash('sha256');
  for (const [start, length] of sampleRanges(bytes.length)) {
    hash.update(bytes.subarray(start, start + length));
  }
  return hash.digest('hex');
}

/** Head, tail, and pieces at equal distances between; all of a small file. */
function sampleRanges(size: number): [start: number, length: number][] {
  if (size <= CHUNK * CHUNKS) return [[0, size]];
  const step = (size - CHUNK) / (CHUNKS - 1);
  return Array.from({ length: CHUNKS }, (_, i) => [Math.floor(i * step), CHUNK]);
}
