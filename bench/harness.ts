/** What every benchmark shares: a timer, and the tables of docs/benchmarks.md. */
import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

/** Milliseconds of repeated work. */
export interface Measurement {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Runs `work` to warm up, then `repeats` times. */
export async function measure(
  work: () => unknown,
  { repeats = 15, warmUp = 2 }: { repeats?: number; warmUp?: number } = {},
): Promise<Measurement> {
  for (let i = 0; i < warmUp; i++) await work();
  const times: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (q: number): number => times[Math.round(q * (times.length - 1))] ?? NaN;
  return { min: at(0), median: at(0.5), max: at(1) };
}

/** One line of a table. */
export interface Row extends Measurement {
  readonly what: string;
}

/** A section of docs/benchmarks.md. */
export interface Section {
  readonly title: string;
  readonly note: string;
  readonly rows: readonly Row[];
}

/** A table in Markdown; milliseconds, seconds from 10 s on. */
export function toMarkdown({ title, note, rows }: Section): string {
  const lines = rows.map(({ what, min, median, max }) => {
    return `| ${[what, ...[min, median, max].map(duration)].join(' | ')} |`;
  });
  return [
    `## ${title}`,
    '',
    note,
    '',
    '| what | min | median | max |',
    '| --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}

/** Machine, versions and commit: without them a figure says nothing. */
export function machineLine(runtime: string): string {
  const [cpu] = cpus();
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${cpus().length} × ${cpu?.model.trim()}, ${memory}, Node ${process.versions.node}, ${runtime}, commit ${commit}`;
}

function duration(milliseconds: number): string {
  if (milliseconds >= 10_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 2 : 1)} ms`;
}
