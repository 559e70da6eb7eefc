/** What every benchmark shares: a timer, the tables of its page, and the words of its command line. */
import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

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
  return spreadOf(times);
}

/** Least, middle and largest of some times. */
export function spreadOf(times: readonly number[]): Measurement {
  return { min: Math.min(...times), median: medianOfRuns(times), max: Math.max(...times) };
}

/** One line of a table of times. */
export interface Row extends Measurement {
  readonly what: string;
}

/** A section of a page. */
export interface Section {
  readonly title: string;
  readonly note: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A section that is a table of times. */
export function timesSection(title: string, note: string, rows: readonly Row[]): Section {
  const cells = rows.map(({ what, min, median, max }) => [
    what,
    ...[min, median, max].map(duration),
  ]);
  return { title, note, head: ['what', 'min', 'median', 'max'], rows: cells };
}

/** A section in Markdown. */
export function toMarkdown({ title, note, head, rows }: Section): string {
  const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [`## ${title}`, '', note, '', ...table].join('\n');
}

/** The middle one of some numbers, in order of size; NaN of none. */
export function medianOfRuns(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) / 2)] ?? NaN;
}

/** Machine, versions and commit: without them a figure says nothing. */
export function machineLine(runtime: string): string {
  const [cpu] = cpus();
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${cpus().length} × ${cpu?.model.trim()}, ${memory}, Node ${process.versions.node}, ${runtime}, commit ${commit}`;
}

/** Milliseconds as tables show them; seconds from 10 s on. */
export function duration(milliseconds: number): string {
  if (milliseconds >= 10_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 2 : 1)} ms`;
}

/** What each benchmark may be told. */
export interface BenchOptions {
  /** Page that is written. */
  readonly out: URL;
  /** Few repeats, to try whether all of it runs. */
  readonly isQuick: boolean;
}

/** Reads the words of a benchmark's command line. */
export function benchOptions(page: string): BenchOptions {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, quick: { type: 'boolean' } },
  });
  const { out, quick: isQuick = false } = values;
  if (isQuick && out === undefined) {
    throw new Error('--quick gives no figures to publish: name another page by --out FILE');
  }
  const own = new URL(`../docs/${page}`, import.meta.url);
  return { out: out === undefined ? own : pathToFileURL(out), isQuick };
}
