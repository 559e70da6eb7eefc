/**
 * The built program, as users run it: pictures a second of a folder, memory, and start from cold.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawnFiles, type Format, FORMATS, WORK } from './drawn.ts';
import { medianOfRuns, type Row, type Section, spreadOf, timesSection } from './harness.ts';
import { SHOTS, type TimedPart } from './parts.ts';

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const TELL_PEAK = new URL('tell-peak.mjs', import.meta.url).href;

/** How a run of the program went. */
interface Ran {
  readonly milliseconds: number;
  /** Milliseconds from the first line of standard output to the last. */
  readonly betweenLines: number;
  readonly lines: number;
  /** Peak of its memory, MiB. */
  readonly peak: number;
}

/** Runs the program to its end; pictures may fail or pass. */
function run(words: readonly string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, ['--import', TELL_PEAK, MAIN, ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [lines, first, last, log] = [0, start, start, ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      last = performance.now();
      if (lines === 0) first = last;
      lines += text.split('\n').length - 1;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
    child.once('error', reject);
    child.once('close', (code) => {
      const milliseconds = performance.now() - start;
      const peak = Number(/peak: (?<mib>\d+) MiB/.exec(log)?.groups?.['mib']);
      if (code === 0 || code === 3) {
        resolve({ milliseconds, betweenLines: last - first, lines, peak });
      } else reject(new Error(`fewgood ${words.join(' ')} ended with ${code}: ${log}`));
    });
  });
}

/** A folder of so many picture files, which are copies of a few. */
async function folderOf(count: number, format: Format): Promise<string> {
  const folder = join(WORK, `folder-${count}-${format}`);
  await mkdir(folder, { recursive: true });
  const files = await drawnFiles(SHOTS + 1, format);
  for (let i = 0; i < count; i++) {
    await copyFile(files[i % files.length], join(folder, `${i}.${format}`));
  }
  return folder;
}

/** Pictures a second of a folder, and the memory that it takes. */
export async function folderSection(
  parts: readonly TimedPart[],
  { pictures, repeats }: { readonly pictures: number; readonly repeats: number },
): Promise<Section> {
  const rows: string[][] = [];
  for (const { name, path } of parts) {
    for (const format of FORMATS) {
      const folder = await folderOf(pictures, format);
      for (const threads of ['1', '2']) {
        const words = ['inspect', path, folder, '--json', '--threads', threads];
        const runs: Ran[] = [];
        for (let i = 0; i < repeats; i++) runs.push(await run(words));
        const rates = runs.map((one) => (1000 * (one.lines - 1)) / one.betweenLines);
        const peak = Math.max(...runs.map((one) => one.peak));
        const rate = medianOfRuns(rates).toFixed(1);
        rows.push([name, format, threads, rate, Math.max(...rates).toFixed(1), `${peak} MiB`]);
        console.error(rows.at(-1)?.join('  '));
      }
    }
  }
  return {
    title: 'A folder',
    note: `\`fewgood inspect PART FOLDER --json --threads N\` in a process of its own, ${pictures} pictures, from the first verdict to the last; median and best of ${repeats} runs, peak of memory of the whole process.`,
    head: ['part', 'files', 'threads', 'pictures a second', 'best', 'peak memory'],
    rows,
  };
}

/** From the start of a process to its end. */
export async function startSection(parts: readonly TimedPart[], repeats: number): Promise<Section> {
  const cases: [string, string[]][] = [
    ['fewgood --help', ['--help']],
    ['fewgood inspect --help', ['inspect', '--help']],
  ];
  for (const { name, path } of parts) {
    for (const format of FORMATS) {
      const [picture] = await drawnFiles(1, format);
      cases.push([`fewgood inspect, one picture, ${format}; ${name}`, ['inspect', path, picture]]);
    }
  }
  const rows: Row[] = [];
  for (const [what, words] of cases) {
    const times: number[] = [];
    // The first start reads the program from the disk.
    await run(words);
    for (let i = 0; i < repeats; i++) times.push((await run(words)).milliseconds);
    rows.push({ what, ...spreadOf(times) });
    console.error(`${what}: ${spreadOf(times).median.toFixed(0)} ms`);
  }
  const note = `A process of its own from its start to its end, ${repeats} runs; files are in the cache of the system.`;
  return timesSection('Start', note, rows);
}
