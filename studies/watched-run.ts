/**
 * A run of `fewgood inspect` in a process of its own, watched from outside.
 *
 * @module
 */
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { linesOf, startProgram } from './built-program.ts';
import { memorySummary, MemoryWatch, summarySchema } from './memory-watch.ts';

/** Milliseconds between two looks at the memory. */
const LOOK = 1000;
/** Milliseconds without a new line after which what is missing counts as lost. */
const PATIENCE = 60_000;

/** What came of a run. */
export const runSchema = z.object({
  pictures: z.int(),
  /** Never told of. */
  lost: z.int(),
  /** Told of more than once. */
  twice: z.int(),
  exitCode: z.int().nullable(),
  seconds: z.number(),
  /** Most pictures that waited to be judged. */
  longestQueue: z.int(),
  memory: summarySchema,
});
/** What came of a run. */
export type WatchedRunResult = z.infer<typeof runSchema>;

const lineSchema = z.looseObject({ path: z.string() });

/** A run of the program, with what it told of and what memory it took. */
export class WatchedRun {
  /** Pictures that it was given so far. */
  put = 0;
  readonly #child: ReturnType<typeof startProgram>;
  readonly #told = new Map<string, number>();
  readonly #memory: MemoryWatch;
  readonly #start = performance.now();
  readonly #exit: Promise<number | null>;
  #longestQueue = 0;
  #lastLine = performance.now();

  constructor(words: readonly string[]) {
    this.#child = startProgram(words);
    linesOf(this.#child, (line) => this.#take(line));
    this.#child.stderr?.resume();
    this.#memory = new MemoryWatch(this.#child.pid ?? 0, LOOK);
    this.#exit = new Promise((resolve) => this.#child.once('close', resolve));
  }

  hasTold(name: string): boolean {
    return this.#told.has(name);
  }

  interrupt(): void {
    this.#child.kill('SIGINT');
  }

  /** Waits until it has told of all, or nothing comes any more. */
  async caughtUp(): Promise<void> {
    this.#lastLine = performance.now();
    while (this.#told.size < this.put && performance.now() - this.#lastLine < PATIENCE) {
      await sleep(100);
    }
  }

  async end(): Promise<WatchedRunResult> {
    const exitCode = await this.#exit;
    const lines = [...this.#told.values()].reduce((sum, count) => sum + count, 0);
    return {
      pictures: this.put,
      lost: this.put - this.#told.size,
      twice: lines - this.#told.size,
      exitCode,
      seconds: Math.round((performance.now() - this.#start) / 1000),
      longestQueue: this.#longestQueue,
      memory: memorySummary(this.#memory.end()),
    };
  }

  describe(): string {
    const seconds = Math.round((performance.now() - this.#start) / 1000);
    const { last } = this.#memory;
    return `${seconds} s, ${this.#told.size} of ${this.put} judged, ${Math.round(last)} MiB`;
  }

  #take(line: string): void {
    const name = basename(lineSchema.parse(JSON.parse(line)).path);
    this.#longestQueue = Math.max(this.#longestQueue, this.put - this.#told.size);
    this.#told.set(name, (this.#told.get(name) ?? 0) + 1);
    this.#lastLine = performance.now();
  }
}
