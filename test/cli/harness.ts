/** Runs the program: within the test, or as a process of its own where that matters. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import type { ExitCode } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands.ts';
import { runProgram } from '../../src/cli/program.ts';

/** What a run came to. */
export interface Run<Code = ExitCode> {
  readonly code: Code;
  /** Standard output, line by line. */
  readonly out: readonly string[];
  /** What was told to a person. */
  readonly log: string;
}

/** What a run is given besides its command line. */
export interface Circumstances {
  readonly stdin?: string | AsyncIterable<string | Uint8Array>;
  readonly signal?: AbortSignal;
  /** Told of each line of standard output. */
  readonly onLine?: (line: string) => void;
  /** Told of each line that is told to a person. */
  readonly onLog?: (line: string) => void;
}

/** Runs a command line within the test. */
export async function run(
  argv: readonly string[],
  circumstances: Circumstances = {},
): Promise<Run> {
  const out: string[] = [];
  const log: string[] = [];
  const { stdin = [] } = circumstances;
  const terminal = {
    out: (line: string): void => {
      out.push(line);
      circumstances.onLine?.(line);
    },
    log: (line: string): void => {
      log.push(line);
      circumstances.onLog?.(line);
    },
    stdin: Readable.from(typeof stdin === 'string' ? [stdin] : stdin),
    bar: undefined,
    signal: circumstances.signal ?? new AbortController().signal,
  };
  const code = await runProgram(argv, { commands, version: '1.2.3', terminal });
  return { code, out, log: log.join('\n') };
}

/** The folder of the project. */
export const ROOT: string = fileURLToPath(new URL('../../', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** The words of a command line that runs a TypeScript file of the project. */
export function nodeArguments(file: string, argv: readonly string[] = []): string[] {
  return ['--import', TSX, resolve(ROOT, file), ...argv];
}

/** Runs a TypeScript file as a process of its own until its end. */
export async function runScript(
  file: string,
  argv: readonly string[],
  { cwd = ROOT, env = {} }: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<Run<number | null>> {
  const TSX_TSCONFIG_PATH = join(ROOT, 'tsconfig.json');
  const child = spawn(process.execPath, nodeArguments(file, argv), {
    cwd,
    env: { ...process.env, TSX_TSCONFIG_PATH, ...env },
  });
  return ended(child);
}

/** Starts the program as its own process, with `streams` as child_process takes them. */
export function start(
  argv: readonly string[],
  stdio: ('pipe' | 'ignore' | number)[] = ['ignore', 'pipe', 'pipe'],
): ChildProcess {
  return spawn(process.execPath, nodeArguments('src/cli/main.ts', argv), { cwd: ROOT, stdio });
}

/** Waits for a process; its code is null if a signal ended it. */
export async function ended(child: ChildProcess): Promise<Run<number | null>> {
  const [out, log] = [child.stdout, child.stderr].map((stream) => {
    const chunks: string[] = [];
    stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
    return chunks;
  });
  await once(child, 'close');
  const lines = out.join('').split('\n').slice(0, -1);
  return { code: child.exitCode, out: lines, log: log.join('') };
}

/** A folder that lasts as long as the tests of a file. */
export function useFolder(): (...names: string[]) => string {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fewgood-cli-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return (...names) => join(folder, ...names);
}
