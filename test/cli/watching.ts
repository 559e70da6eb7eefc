/** Watches that tests start and end. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Run } from './harness.ts';
import type { Tray } from './tray.ts';

interface Watch {
  /** Lines so far. */
  readonly lines: string[];
  /** Ends the watch. */
  readonly stop: () => Promise<Run>;
}

/** What begins watches over new folders. */
interface Watches {
  /** Makes a folder to be watched. */
  readonly inbox: (name: string) => Promise<string>;
  /** Watches a folder; lines of text about pictures come into `lines`. */
  readonly watch: (place: string, argv?: readonly string[]) => Watch;
}

/** Watches with the part of a tray. */
export function useWatch({ folder, inspect }: Pick<Tray, 'folder' | 'inspect'>): Watches {
  return {
    inbox: async (name) => {
      const place = folder(name);
      await mkdir(place);
      return place;
    },
    watch: (place, argv = []) => {
      const end = new AbortController();
      const lines: string[] = [];
      const watched = inspect(['--watch', place, ...argv], {
        signal: end.signal,
        // What stands against a picture is on lines below.
        onLine: (line) => (line.startsWith(' ') ? undefined : lines.push(line)),
      });
      return {
        lines,
        stop: async () => {
          end.abort();
          return watched;
        },
      };
    },
  };
}

/** Waits for so many lines. */
export async function until(lines: readonly string[], count: number): Promise<void> {
  while (lines.length < count) await sleep(20);
}

/** Puts a picture in place at once, as a careful writer does. */
export async function put(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(`${path}.part`, bytes);
  await rename(`${path}.part`, path);
}

/** Verdict and name of each line. */
export function verdicts(lines: readonly string[]): string[] {
  return lines.map((line) => {
    const [verdict, path, ...rest] = line.split(/ +/);
    return [verdict, basename(path), ...(rest[0] === '(replaced)' ? ['replaced'] : [])].join(' ');
  });
}
