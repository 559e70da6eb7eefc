import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { medianOf } from '../src/tensor/median.ts';

/** What the memory of a process was, MiB. */
export const summarySchema: z.ZodType<MemorySummary> = z.object({
  most: z.int(),
  early: z.int(),
  late: z.int(),
  overTime: z.array(z.int()),
});

/** Resident memory of a process, MiB. */
export interface MemorySummary {
  readonly most: number;
  /** Median of the second tenth of the time: what is loaded at the start is there. */
  readonly early: number;
  /** Median of the last tenth. */
  readonly late: number;
  /** Median of each twentieth of the time. */
  readonly overTime: number[];
}

const POINTS = 20;

/** Looks at the resident memory of a process again and again. */
export class MemoryWatch {
  readonly #values: number[] = [];
  readonly #timer: NodeJS.Timeout;

  /** @param milliseconds - Between two looks. */
  constructor(pid: number, milliseconds: number) {
    this.#timer = setInterval(() => void this.#look(pid), milliseconds);
  }

  /** MiB at the last look; 0 before the first. */
  get last(): number {
    return this.#values.at(-1) ?? 0;
  }

  /** Ends it; MiB of each look. */
  end(): readonly number[] {
    clearInterval(this.#timer);
    return this.#values;
  }

  async #look(pid: number): Promise<void> {
    // The process may just have ended.
    const answer = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]).catch(
      () => null,
    );
    const kibibytes = Number(answer?.stdout);
    if (kibibytes > 0) this.#values.push(kibibytes / 1024);
  }
}

/** @param values - MiB at equal distances in time. */
export function memorySummary(values: readonly number[]): MemorySummary {
  const between = (from: number, to: number): number => {
    const part = values.slice(Math.floor(from * values.length), Math.ceil(to * values.length));
    return part.length === 0 ? 0 : Math.round(medianOf(part));
  };
  return {
    most: Math.round(values.reduce((most, value) => Math.max(most, value), 0)),
    early: between(0.1, 0.2),
    late: between(0.9, 1),
    overTime: Array.from({ length: POINTS }, (_, i) => between(i / POINTS, (i + 1) / POINTS)),
  };
}
