/**
 * Reads damaged files by the thousand in a process that may hang or die, and tells what must not happen:
 * errors of no class of ours, hangs, crashes, broken pictures that are read.
 *
 * @module
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { CaseName, FuzzMessage, FuzzOrder } from './messages.ts';
import type { Answer } from './target.ts';

const WORKER = fileURLToPath(new URL('fuzz-worker.ts', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
/** Milliseconds until a worker is ready: it learns parts. */
const START = 180_000;

/** What is read, and how. */
export interface FuzzOptions extends Omit<FuzzOrder, 'folder'> {
  /** Milliseconds after which a case hangs; 10 s by default. */
  readonly patience?: number;
  /** Told of each case. */
  readonly onCase?: (name: CaseName) => void;
}

/** Something that must not happen. */
export interface Finding extends CaseName {
  readonly message: string;
  /** Of the file, base64; empty where the process died with it. */
  readonly content: string;
}

/** What came of the cases. */
export interface FuzzReport {
  /** Cases by target and answer. */
  readonly answers: Readonly<Record<string, Readonly<Record<Answer, number>>>>;
  readonly findings: readonly Finding[];
  /** Whether Pillow gave a second opinion. */
  readonly hasOracle: boolean;
  /** Largest milliseconds of a case. */
  readonly slowest: number;
}

/** Runs cases; a process that hangs or dies is started again behind the case at hand. */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const tally = new Tally(options);
  for (let first = options.first; first < options.end;) {
    const folder = await mkdtemp(join(tmpdir(), 'fewgood-fuzz-'));
    try {
      first = await runWorker({ ...options, first, folder }, tally);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return tally.report();
}

/** @returns The case to go on with. */
async function runWorker(
  { seed, first, end, targets, folder, python, patience = 10_000 }: FuzzOptions & FuzzOrder,
  tally: Tally,
): Promise<number> {
  const child = fork(WORKER, {
    execArgv: ['--import', TSX],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  const log = collect(child);
  let current: CaseName | undefined;
  let next = first;
  let hangs = false;
  const kill = (): void => {
    hangs = true;
    child.kill('SIGKILL');
  };
  let timer = setTimeout(kill, START);
  child.on('message', (message: FuzzMessage) => {
    clearTimeout(timer);
    timer = setTimeout(kill, patience);
    if (message.kind === 'begun') current = message;
    else if (message.kind !== 'ready') [current, next] = [undefined, message.number + 1];
    tally.add(message);
  });
  child.send({ seed, first, end, targets, folder, python } satisfies FuzzOrder);
  const how = await new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  clearTimeout(timer);
  if (next === end) return end;
  if (current === undefined) throw new Error(`the worker ended before a case (${how}): ${log()}`);
  const message = hangs ? `it hangs for ${patience} ms` : `the process dies: ${how}\n${log()}`;
  const { number, target, seed: of } = current;
  tally.add({ kind: 'found', number, target, seed: of, message, content: '' });
  return number + 1;
}

/** The last of what a process says on standard error. */
function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-4000);
  });
  return () => text;
}

class Tally {
  readonly #answers: Record<string, Record<Answer, number>> = {};
  readonly #findings: Finding[] = [];
  readonly #onCase: FuzzOptions['onCase'];
  #hasOracle = false;
  #slowest = 0;
  #begun = 0;

  constructor({ targets, onCase }: FuzzOptions) {
    this.#onCase = onCase;
    for (const target of targets) this.#answers[target] = { read: 0, refused: 0 };
  }

  add(message: FuzzMessage): void {
    if (message.kind === 'ready') this.#hasOracle = message.hasOracle;
    else if (message.kind === 'begun') this.#begun = performance.now();
    else {
      const { kind: _, ...content } = message;
      if (message.kind === 'done') this.#answers[message.target][message.answer]++;
      if ('message' in content) this.#findings.push(content);
      this.#slowest = Math.max(this.#slowest, performance.now() - this.#begun);
      this.#onCase?.(message);
    }
  }

  report(): FuzzReport {
    return {
      answers: this.#answers,
      findings: this.#findings,
      hasOracle: this.#hasOracle,
      slowest: Math.round(this.#slowest),
    };
  }
}
