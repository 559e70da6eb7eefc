/**
 * Holding a file while it is read, changed and written: of two processes that do so at once, the later
 * would undo the earlier.
 *
 * A lock is a file beside the one that it is of, which says who holds it and is touched every second
 * while its holder lives. It counts for nothing once it was not touched for a while, measured by the
 * clock of who waits, since clocks of two machines differ; for a short while if its process has ended
 * on this machine, so that an ended process of another machine of the same name is no ended one; and so
 * if it is empty, which one that is held is for a moment at most.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { type FileHandle, link, lstat, open, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { assertNotCancelled } from '../../cancellation.ts';
import { FileError } from '../../errors.ts';
import { parseJson } from '../../json.ts';
import { printable } from '../../printable.ts';
import { attempt, readFileText, systemCode, writeFileAtomic } from './files.ts';
import { jsonFile } from './output-kinds.ts';
import { isAlive } from './processes.ts';
import { targetOf } from './replacement.ts';

const lockSchema = z.object({
  /** Tells two holds of one process apart. */
  token: z.string(),
  pid: z.int(),
  host: z.string(),
  /** When it was taken, ISO 8601. */
  since: z.string(),
});
type Owner = z.infer<typeof lockSchema>;

/** How long is waited, and how that is told. */
export interface FileLockOptions {
  /** Told once when the wait begins, who holds the file. */
  readonly onWait?: (holder: string) => void;
  /** Ends the wait when it is aborted. */
  readonly signal?: AbortSignal;
  /** Longest wait, milliseconds. */
  readonly patience?: number;
  /** Milliseconds without a touch after which a lock counts for nothing. */
  readonly silence?: number;
  /** The same of a lock whose process has ended, and of an empty one. */
  readonly silenceOfEnded?: number;
}

/** A file that is held. */
export interface HeldFile {
  /**
   * Checks that it is held still: a process that stood still for long, as in a laptop's sleep, has lost
   * it to another.
   *
   * @throws {@link FileError} if another process holds it.
   */
  readonly assertHeld: () => Promise<void>;
}

const PATIENCE = 60_000;
const SILENCE = 30_000;
const SILENCE_OF_ENDED = 3_000;
const TOUCH_EVERY = 1_000;
const LOOK_EVERY = 50;
/** Two that take over one lock at once both see what the later one wrote after this. */
const SETTLE = 300;

/**
 * Does something with a file that no other process holds, and gives it back.
 *
 * @throws {@link FileError} if another process does not give it back in time, or the lock cannot be written.
 * @throws {@link CancelledError} if the signal ends the wait.
 */
export async function withFileLock<T>(
  path: string,
  work: (file: HeldFile) => Promise<T>,
  options: FileLockOptions = {},
): Promise<T> {
  const lock = await lockOf(path);
  const owner: Owner = {
    token: randomUUID(),
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
  };
  await acquire(path, lock, owner, options);
  const touch = setInterval(() => {
    const now = new Date();
    void utimes(lock, now, now).catch(() => undefined);
  }, TOUCH_EVERY);
  touch.unref();
  const isHeld = (): Promise<boolean> => isOwn(lock, owner);
  try {
    return await work({
      assertHeld: async () => {
        if (await isHeld()) return;
        throw new FileError(
          `write ${printable(path)}`,
          'another process has taken it over while this one stood still: expected to hold it still',
          'Start it again: what the other process wrote is kept.',
        );
      },
    });
  } finally {
    clearInterval(touch);
    if (await isHeld()) await rm(lock, { force: true });
  }
}

/** Where the lock of a file lies: beside what a link leads to, as others may come to it by its own name. */
export async function lockOf(path: string): Promise<string> {
  return `${await targetOf(path)}.lock`;
}

async function acquire(
  path: string,
  lock: string,
  owner: Owner,
  options: FileLockOptions,
): Promise<void> {
  const { signal, patience = PATIENCE } = options;
  const task = `lock ${printable(path)}`;
  const start = performance.now();
  let { onWait } = options;
  let [last, lastSince] = ['', start];
  while (!(await create(task, lock, owner))) {
    assertNotCancelled(signal, task, 'no step of it');
    const mark = (await look(lock)) ?? GONE;
    const now = performance.now();
    if (mark.state !== last) [last, lastSince] = [mark.state, now];
    if (now - lastSince >= silenceOf(mark, options)) {
      if (await takeOver(lock, mark.state, owner)) return;
      continue;
    }
    if (now - start >= patience) throw heldByAnother(task, lock, mark.owner, patience);
    if (mark !== GONE) {
      onWait?.(describe(mark.owner));
      onWait = undefined;
    }
    await sleep(LOOK_EVERY);
  }
}

function heldByAnother(
  task: string,
  lock: string,
  owner: Owner | undefined,
  patience: number,
): FileError {
  return new FileError(
    task,
    `${describe(owner)} holds it: expected it back within ${Math.round(patience / 1000)} s`,
    `Wait for it or stop it, then try again; if there is no such process, delete ${printable(lock)}.`,
    { facts: { lock, ...owner } },
  );
}

/** Writes a lock that is not there yet, whole or not at all; tells whether it could. */
async function create(task: string, lock: string, owner: Owner): Promise<boolean> {
  return attempt(task, async () => {
    if (await isTaken(lock)) return false;
    const temporary = join(dirname(lock), `.fewgood-${randomUUID()}.tmp`);
    try {
      await writeFile(temporary, JSON.stringify(owner), { flag: 'wx' });
      await link(temporary, lock);
      return true;
    } catch (error) {
      if (systemCode(error) === 'EEXIST') return await isOwn(lock, owner);
      if (!isAboutLinks(error)) throw error;
      return await createInPlace(lock, owner);
    } finally {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  });
}

function isAboutLinks(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'link';
}

async function isTaken(lock: string): Promise<boolean> {
  return lstat(lock).then(
    () => true,
    () => false,
  );
}

/** A share that was slow to answer says of a link that it made at the second try that it is there already. */
async function isOwn(lock: string, owner: Owner): Promise<boolean> {
  return (await look(lock))?.owner?.token === owner.token;
}

/** On a disk without hard links, such as FAT: empty for a moment, and gone if the disk is full. */
async function createInPlace(lock: string, owner: Owner): Promise<boolean> {
  let handle: FileHandle;
  try {
    handle = await open(lock, 'wx');
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    await handle.writeFile(JSON.stringify(owner));
    await handle.close();
    return true;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(lock, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** A lock as it is at one moment. */
interface Mark {
  /** What changes when it is touched, or taken by another. */
  readonly state: string;
  /** Undefined while it is being written, and of a file that is no lock. */
  readonly owner: Owner | undefined;
  readonly isEmpty: boolean;
}

/** Given back between two looks, or a link that leads nowhere, which can neither be read nor written. */
const GONE: Mark = { state: 'gone', owner: undefined, isEmpty: false };

/** Undefined where there is none; one of another user may be there and not be readable. */
async function look(lock: string): Promise<Mark | undefined> {
  const text = await readFileText(lock).catch(() => '');
  const stats = await stat(lock).catch(() => undefined);
  if (stats === undefined) return undefined;
  const owner = lockSchema.safeParse(parseJson(text)).data;
  return { state: `${stats.mtimeMs} ${text}`, owner, isEmpty: stats.size === 0 };
}

function silenceOf(mark: Mark, options: FileLockOptions): number {
  const { owner } = mark;
  const { silence = SILENCE, silenceOfEnded = SILENCE_OF_ENDED } = options;
  if (mark === GONE) return Infinity; // nothing that could be taken over
  if (mark.isEmpty) return silenceOfEnded;
  if (owner === undefined || owner.host !== hostname()) return silence;
  return isAlive(owner.pid) ? silence : silenceOfEnded;
}

/** Replaces a lock that counts for nothing, unless it has changed; tells whether it is ours then. */
async function takeOver(lock: string, state: string, owner: Owner): Promise<boolean> {
  if ((await look(lock))?.state !== state) return false;
  await writeFileAtomic(lock, JSON.stringify(owner), jsonFile());
  await sleep(SETTLE);
  return isOwn(lock, owner);
}

function describe(owner: Owner | undefined): string {
  if (owner === undefined) return 'a process that does not say which';
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(owner.since)) / 1000));
  const age = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  return `process ${owner.pid} on ${printable(owner.host)}, since ${age}`;
}
