/**
 * What is killed: jobs of the program, each with what must hold after the kill, and after it was started
 * again.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { decodeCell, decodeResult } from '../src/evaluation/results/result-file.ts';
import { figuresOf } from '../src/evaluation/run/run-head.ts';
import { decodePart } from '../src/inspection/part-file.ts';
import { readImage } from '../src/node/image/image-decoder.ts';
import { asFarAsKnown, type EndedProcess, runProgram } from './built-program.ts';
import { drawPictures, putPictures, QUICK } from './drawn-pictures.ts';

/** A job that is killed. */
export interface KillJob {
  readonly name: string;
  /** Puts into a folder what the job begins with. */
  readonly prepare: (folder: string) => Promise<void>;
  readonly words: (folder: string) => readonly string[];
  /** What goes on outside while the job is run, killed and run again. */
  readonly meanwhile?: (folder: string, signal: AbortSignal) => Promise<void>;
  /** True when the job, which does not end by itself, has done all. */
  readonly isDone?: (lines: readonly string[]) => boolean;
  /** Puts one thing more to do where all was done already; the line that tells of it. */
  readonly addOne?: (folder: string) => Promise<(line: string) => boolean>;
  /** What is wrong in the folder, in words. */
  readonly faults: (folder: string, ended: JobEnds) => Promise<string[]>;
}

/** How a job ended; `again` is undefined right after the kill. */
export interface JobEnds {
  readonly killed: EndedProcess;
  readonly again?: EndedProcess;
}

const TRAY = 12;
const INTERVAL = 60;

/**
 * Makes what all rounds begin with, and the jobs.
 *
 * @param base - A folder that exists and is empty.
 */
export async function prepareJobs(base: string): Promise<KillJob[]> {
  const good = await putPictures(join(base, 'good'), 8, 1);
  await putPictures(join(base, 'tray'), TRAY, 2);
  for (const [folder, count, seed] of DATA)
    await putPictures(join(base, 'data', folder), count, seed);
  const support = good.slice(0, 4);
  const files = [];
  for (const seed of ['0', '1']) {
    const path = join(base, `${seed}.part`);
    const words = ['enroll', path, ...support, ...QUICK, '--seed', seed];
    const { code, log } = await runProgram(words, { folder: base });
    if (code !== 0) throw new Error(`nothing can be studied: ${log}`);
    files.push(await readFile(path));
  }
  return [
    enrolling(support, files),
    calibrating(good.slice(4), files[0]),
    inspecting(join(base, 'tray'), files[0]),
    watching(files[0]),
    evaluating(join(base, 'data', 'washer')),
  ];
}

const DATA: readonly (readonly [folder: string, count: number, seed: number])[] = [
  ['washer/train/good', 4, 3],
  ['washer/test/good', 3, 4],
  ['washer/test/other', 3, 5],
];

function partIn(folder: string): string {
  return join(folder, 'a.part');
}

function runIn(folder: string): string {
  return join(folder, 'run');
}

function enrolling(support: readonly string[], [old, fresh]: readonly Buffer[]): KillJob {
  return {
    name: 'enroll',
    prepare: (folder) => writeFile(partIn(folder), old),
    words: (folder) => ['enroll', partIn(folder), ...support, ...QUICK, '--seed', '1', '--force'],
    faults: async (folder, { killed, again }) => {
      const bytes = await readFile(partIn(folder));
      const isTold = killed.lines.length > 0 || again !== undefined;
      if (bytes.equals(fresh)) return [];
      if (!bytes.equals(old)) return [`the part is neither the old nor the new one`];
      return isTold ? ['the new part was told of, but the old one is there'] : [];
    },
  };
}

function calibrating(pictures: readonly string[], old: Buffer): KillJob {
  return {
    name: 'calibrate',
    prepare: (folder) => writeFile(partIn(folder), old),
    words: (folder) => ['calibrate', partIn(folder), ...pictures, '--accept', '--threads', '1'],
    faults: async (folder, { killed, again }) => {
      const { calibration } = decodePart(await readFile(partIn(folder)), 'a.part');
      const names = calibration.confirmed.map(({ name }) => basename(name));
      const isTold = killed.lines.length > 0 || again !== undefined;
      if (names.length === 0 && !isTold) return [];
      const expected = pictures.map((path) => basename(path));
      return names.join() === expected.join()
        ? []
        : [`it holds ${names.join()}: expected all, once`];
    },
  };
}

/** Options of all outputs. */
function outputs(folder: string): string[] {
  const files = {
    overlays: 'overlays',
    maps: 'maps',
    report: 'report.html',
    log: 'log.jsonl',
    state: 'state',
  };
  const paths = Object.entries(files).map(([option, name]) => [option, join(folder, name)]);
  return ['--json', '--threads', '1', ...asFarAsKnown(Object.fromEntries(paths))];
}

function inspecting(tray: string, part: Buffer): KillJob {
  return {
    name: 'inspect',
    prepare: (folder) => writeFile(partIn(folder), part),
    words: (folder) => ['inspect', partIn(folder), tray, ...outputs(folder)],
    faults: (folder, ends) => outputFaults(folder, ends),
  };
}

function watching(part: Buffer): KillJob {
  return {
    name: 'watch',
    prepare: async (folder) => {
      await writeFile(partIn(folder), part);
      await mkdir(join(folder, 'inbox'));
    },
    words: (folder) => {
      return ['inspect', partIn(folder), '--watch', join(folder, 'inbox'), ...outputs(folder)];
    },
    meanwhile: async (folder, signal) => {
      for (const [i, bytes] of (await drawPictures(TRAY, 2)).entries()) {
        if (signal.aborted) return;
        const name = `${String(i).padStart(4, '0')}.png`;
        await writeFile(join(folder, 'inbox', `.${name}`), bytes);
        await rename(join(folder, 'inbox', `.${name}`), join(folder, 'inbox', name));
        await sleep(INTERVAL);
      }
    },
    isDone: (lines) => namesOf(lines).size === TRAY,
    addOne: async (folder) => {
      const [bytes] = await drawPictures(1, 3);
      await writeFile(join(folder, 'inbox', '.more.png'), bytes);
      await rename(join(folder, 'inbox', '.more.png'), join(folder, 'inbox', 'more.png'));
      return (line) => namesOf([line]).has('more.png');
    },
    faults: outputFaults,
  };
}

const lineSchema = z.looseObject({ path: z.string() });

/** Names of the pictures that were told of; a line that is none throws. */
function namesOf(lines: readonly string[]): Set<string> {
  return new Set(lines.map((line) => basename(lineSchema.parse(JSON.parse(line)).path)));
}

/** Every file is whole or not there; in the end every picture was told of, and has its overlay and map. */
async function outputFaults(folder: string, { killed, again }: JobEnds): Promise<string[]> {
  const isOver = again !== undefined;
  const told = namesOf([...killed.lines, ...(again?.lines ?? [])]);
  const lost = isOver && told.size < TRAY ? [`${told.size} of ${TRAY} pictures told of`] : [];
  return [
    ...lost,
    ...(await pictureFaults(join(folder, 'overlays'), isOver)),
    ...(await pictureFaults(join(folder, 'maps'), isOver)),
    ...(await reportFaults(join(folder, 'report.html'), isOver)),
    ...(await logFaults(folder, told, isOver)),
  ];
}

async function pictureFaults(folder: string, isOver: boolean): Promise<string[]> {
  const names = existsSync(folder) ? await readdir(folder) : [];
  const pictures = names.filter((name) => !name.startsWith('.'));
  const faults: string[] = [];
  for (const name of pictures) {
    await readImage(join(folder, name)).catch((error: unknown) => faults.push(String(error)));
  }
  const lack = `${pictures.length} of ${TRAY} in ${basename(folder)}`;
  return isOver && pictures.length < TRAY ? [...faults, lack] : faults;
}

async function reportFaults(path: string, isOver: boolean): Promise<string[]> {
  if (!existsSync(path)) return isOver ? ['the report is not there'] : [];
  const html = await readFile(path, 'utf8');
  return html.trimEnd().endsWith('</html>') ? [] : ['the report is half written'];
}

/** The log has whatever was told of; the last line may be torn until somebody goes on. */
async function logFaults(folder: string, told: Set<string>, isOver: boolean): Promise<string[]> {
  const path = join(folder, 'log.jsonl');
  if (!existsSync(path)) return [];
  const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1);
  const torn = lines.filter((line) => !isJson(line));
  const logged = namesOf(lines.filter(isJson));
  const lost = [...told].filter((name) => !logged.has(name));
  // Of the picture that was told of last the log may not have a line yet, nor may the state: it is judged again.
  const mayLack = isOver ? 0 : 1;
  return [
    ...(torn.length > 1 ? [`${torn.length} torn lines in the log`] : []),
    ...(lost.length > mayLack ? [`told of, but not in the log: ${lost.join()}`] : []),
  ];
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function evaluating(data: string): KillJob {
  let reference: string | undefined;
  return {
    name: 'evaluate',
    prepare: () => Promise.resolve(),
    words: (folder) => {
      const options = ['--method', 'nearest-patch,padim', '--shots', '1,2', '--seeds', '2'];
      return [
        'evaluate',
        data,
        '--out',
        runIn(folder),
        ...options,
        '--size',
        '96',
        '--workers',
        '1',
      ];
    },
    faults: async (folder, { killed, again }) => {
      const cells = existsSync(join(runIn(folder), 'cells'))
        ? await readdir(join(runIn(folder), 'cells'))
        : [];
      const whole = cells.filter((name) => name.endsWith('.json'));
      for (const name of whole)
        decodeCell(await readFile(join(runIn(folder), 'cells', name), 'utf8'), name);
      const told = killed.log.match(/^\S+ {2}K = \d+ {2}seed \d+ {2}\S+:/gm) ?? [];
      const faults =
        told.length > whole.length ? [`${told.length} cells told of, ${whole.length} kept`] : [];
      if (again === undefined) return faults;
      const text = await readFile(join(runIn(folder), 'result.json'), 'utf8');
      const figures = JSON.stringify(figuresOf(decodeResult(text, 'result.json').cells));
      reference ??= figures;
      return figures === reference ? faults : [...faults, 'other figures than of another round'];
    },
  };
}
