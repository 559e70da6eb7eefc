/**
 * A folder into which a camera or a copy puts pictures: each is given once, when it is complete.
 *
 * The folder is polled. Notifications of the system (`fs.watch`) do not come from network shares
 * and say nothing about when a file is complete.
 *
 * @module
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FileError } from '../../errors.ts';
import { hasPictureSuffix } from '../../picture-suffix.ts';
import { printable } from '../../printable.ts';
import { systemCode, systemFault } from '../files/files.ts';
import { compareNaturally } from '../files/natural-order.ts';

/** How a folder is watched. */
export interface WatchOptions {
  /** Ends the watch. */
  readonly signal?: AbortSignal;
  /** Pause between two looks at the folder; 500 by default. */
  readonly pollMilliseconds?: number;
  /** Looks in a row that must find a file unchanged before it counts as complete; 2 by default. */
  readonly settlePolls?: number;
  /** Whether files that are there at the start count; true by default. */
  readonly includeExisting?: boolean;
}

/** An empty file is one that its writer is about to fill: it must stay so this many times longer. */
const PATIENCE_FOR_EMPTY = 10;

/** Looks in a row that may fail before the folder counts as gone: a network may be away shortly. */
const FAILURES_BORNE = 10;

const GONE: readonly string[] = ['ENOENT', 'ENOTDIR', 'ELOOP'];

/** A watched file as the last look found it. */
interface Watched {
  /** Changes when the file is written or replaced. */
  readonly state: string;
  readonly modified: number;
  /** Looks in a row that found this state. */
  readonly looks: number;
  readonly isEmpty: boolean;
  /** Whether this state was given already. */
  readonly isGiven: boolean;
}

/** Watched files by name. */
type Files = Map<string, Watched>;

/**
 * Watches a folder (not those within), and gives each file with a picture's suffix once it is
 * complete: its size and time of change the same for `settlePolls` looks. Files that are complete at
 * the same look come in the order in which they were written. A file written again or replaced later
 * is given again; one that vanishes before is not given. Names that start with a dot are left out,
 * so writers may use such a name until they rename the file.
 *
 * A file may still vanish, or be incomplete because its writer stalled, when it is read: reading
 * tells. Once the writer goes on, the file is given again.
 *
 * @returns Paths below `folder`; ends when `signal` does.
 * @throws {@link FileError} if the folder is missing at the start, or away for 10 looks in a row.
 */
export async function* watchFolder(
  folder: string,
  options: WatchOptions = {},
): AsyncGenerator<string, void> {
  const { signal, pollMilliseconds = 500, settlePolls = 2, includeExisting = true } = options;
  let files = await look(folder, new Map());
  if (!includeExisting) files = new Map([...files].map(([name, file]) => [name, markGiven(file)]));
  const lookAgain = patientLook(folder);
  for (;;) {
    for (const [name, file] of complete(files, settlePolls)) {
      if (signal?.aborted) return;
      const path = join(folder, name);
      // Whoever reads may have taken long over the file before this one.
      if (!(await isUnchanged(path, file))) continue;
      files.set(name, markGiven(file));
      yield path;
    }
    if (!(await pause(pollMilliseconds, signal))) return;
    files = await lookAgain(files);
  }
}

/** Files to give now, in the order in which they were written. */
function complete(files: Files, settlePolls: number): [string, Watched][] {
  return [...files]
    .filter(([, { isGiven, looks, isEmpty }]) => {
      return !isGiven && looks > settlePolls * (isEmpty ? PATIENCE_FOR_EMPTY : 1);
    })
    .toSorted(([a, x], [b, y]) => x.modified - y.modified || compareNaturally(a, b));
}

/** Looks at `folder` again and again; after a failure it stays with what was known before. */
function patientLook(folder: string): (before: Files) => Promise<Files> {
  let failures = 0;
  return async (before) => {
    try {
      const files = await look(folder, before);
      failures = 0;
      return files;
    } catch (error) {
      if (++failures >= FAILURES_BORNE) throw error;
      return before;
    }
  };
}

/** The pictures in `folder` now; what is known of those `before` is kept while they stay the same. */
async function look(folder: string, before: Files): Promise<Files> {
  try {
    const names = (await readdir(folder)).filter((n) => !n.startsWith('.') && hasPictureSuffix(n));
    const files: Files = new Map();
    const states = await Promise.all(names.map((name) => inspect(join(folder, name))));
    for (const [i, name] of names.entries()) {
      const now = states[i];
      const last = before.get(name);
      if (now === undefined) continue;
      files.set(name, last?.state === now.state ? { ...last, looks: last.looks + 1 } : now);
    }
    return files;
  } catch (cause) {
    const { fault, remedy } = systemFault(cause);
    throw new FileError(`watch the folder ${printable(folder)}`, fault, remedy, { cause });
  }
}

/** Looks at one file; undefined if it is gone, or a link that leads nowhere. */
async function inspect(path: string): Promise<Watched | undefined> {
  try {
    const stats = await stat(path);
    const isFile = stats.isFile();
    return {
      // A folder changes when files in it do, which is no reason to name it again.
      state: isFile ? `${stats.ino} ${stats.size} ${stats.mtimeMs}` : `${stats.ino}`,
      modified: stats.mtimeMs,
      looks: 1,
      isEmpty: isFile && stats.size === 0,
      isGiven: false,
    };
  } catch (error) {
    if (GONE.includes(systemCode(error))) return undefined;
    throw error;
  }
}

async function isUnchanged(path: string, { state }: Watched): Promise<boolean> {
  return inspect(path).then(
    (now) => now?.state === state,
    () => false,
  );
}

function markGiven(file: Watched): Watched {
  return { ...file, isGiven: true };
}

/** Waits; false if the watch ended meanwhile. */
async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await sleep(milliseconds, undefined, signal ? { signal } : {});
    return true;
  } catch (error) {
    if (signal?.aborted) return false;
    throw error;
  }
}
