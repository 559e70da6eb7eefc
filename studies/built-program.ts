/**
 * The program as users run it, in a process of its own.
 *
 * @module
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inspectOptions } from '../src/cli/inspect-options.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** When a process is killed. */
export type KillMoment =
  | { readonly kind: 'time'; readonly milliseconds: number }
  | { readonly kind: 'change'; readonly number: number };

/** How a process is run. */
export interface ProcessOptions {
  /** Killed then, without warning; never by default. */
  readonly kill?: KillMoment | undefined;
  /** Folder whose changes count. */
  readonly folder: string;
  /** Told of each line of standard output. */
  readonly onLine?: (line: string) => void;
  /** Ends it as Ctrl-C does. */
  readonly interrupt?: AbortSignal;
}

/** How a process ended. */
export interface EndedProcess {
  /** Null if it was killed. */
  readonly code: number | null;
  /** Whole lines of standard output. */
  readonly lines: readonly string[];
  readonly log: string;
  readonly milliseconds: number;
  /** Changes that were seen in the folder. */
  readonly changes: number;
}

/** Builds the program from the sources as they are. */
export async function buildProgram(): Promise<void> {
  await promisify(execFile)('npm', ['run', '--silent', 'build'], { cwd: ROOT });
}

/** Builds the program and the station from the sources as they are. */
export async function buildStation(): Promise<void> {
  await promisify(execFile)('npm', ['run', '--silent', 'build:station'], { cwd: ROOT });
}

/** Starts the program. */
export function startProgram(words: readonly string[]): ChildProcess {
  return spawn(process.execPath, [MAIN, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Runs the program until it ends or is killed. */
export async function runProgram(
  words: readonly string[],
  { kill, folder, onLine, interrupt }: ProcessOptions,
): Promise<EndedProcess> {
  const start = performance.now();
  const child = startProgram(words);
  const die = (): unknown => child.kill('SIGKILL');
  const timer = kill?.kind === 'time' ? setTimeout(die, kill.milliseconds) : undefined;
  let changes = 0;
  const watcher = watch(folder, { recursive: true }, () => {
    changes++;
    if (kill?.kind === 'change' && changes >= kill.number) die();
  });
  interrupt?.addEventListener('abort', () => child.kill('SIGINT'));
  const lines = linesOf(child, onLine);
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (log += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  watcher.close();
  return { code, lines, log, milliseconds: performance.now() - start, changes };
}

/** Whole lines of standard output, as they come. */
export function linesOf(child: ChildProcess, onLine?: (line: string) => void): readonly string[] {
  const lines: string[] = [];
  let rest = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) {
      lines.push(line);
      onLine?.(line);
    }
  });
  return lines;
}

/** Words for options of `fewgood inspect`, as far as this version has them. */
export function asFarAsKnown(words: Readonly<Record<string, string>>): string[] {
  return Object.entries(words).flatMap(([name, value]) =>
    Object.hasOwn(inspectOptions, name) ? [`--${name}`, value] : [],
  );
}
