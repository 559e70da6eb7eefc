/**
 * What `fewgood evaluate` and `fewgood ablate` have in common: on what they run, and what they tell.
 *
 * @module
 */
import { UsageError } from '../errors.ts';
import { printable } from '../printable.ts';
import type { CellForeground, EvaluationCell } from '../evaluation/results/evaluation-result.ts';
import type { SupportRule } from '../evaluation/run/support-rule.ts';
import { NO_FIGURE, percent } from '../evaluation/tables/table.ts';
import { MEBIBYTE } from '../mebibytes.ts';
import type { FinishedRun, RunListener, RunRequest } from '../node/evaluation/evaluation-run.ts';
import { readFileText } from '../node/files/files.ts';
import { findModel, type FoundModel } from '../node/runtime/model-lookup.ts';
import type { Terminal, Values } from './command.ts';
import { PassedOverTally } from './passed-over.ts';
import { toDecoding } from './picture-options.ts';
import { createProgress, duration } from './progress.ts';
import { toLookRequest } from './run-looks.ts';
import type { runOptions } from './run-options.ts';

/** A request as far as both commands have it in common. */
export type CommonRequest = Omit<RunRequest, 'contenders' | 'models' | 'shots'>;

/**
 * Reads the common options.
 *
 * @param roots - Positional arguments.
 * @throws {@link UsageError} if there is no folder to run on, or none to write to.
 */
export async function toCommonRequest(
  options: Values<typeof runOptions>,
  roots: readonly string[],
  words: readonly string[],
): Promise<CommonRequest> {
  const { out, categories, note, workers, ignore, foreground } = options;
  if (roots.length === 0 || out === undefined) {
    throw new UsageError(
      `Cannot run: ${roots.length === 0 ? 'no data given' : 'no --out given'}`,
      'Name folders of pictures, and a folder for the results: data/mvtec --out results/mvtec.',
    );
  }
  const decoding = toDecoding(options);
  return {
    roots,
    categories: categories === undefined ? undefined : toList(categories),
    note,
    seeds: Array.from({ length: options.seeds }, (_, seed) => seed),
    support: await toSupportRule(options.support),
    looks: await toLookRequest(options, decoding),
    foreground: foreground === 'auto' ? foreground : undefined,
    out,
    workers,
    ignore,
    decoding,
    memoryLimit: options['memory-limit'] * MEBIBYTE,
    words,
  };
}

/** A model by its file, or `default` for the one that all commands use. */
export async function toModel(path: string): Promise<FoundModel> {
  return findModel(path === 'default' ? undefined : path);
}

/** Items between commas, each once. */
export function toList(text: string): string[] {
  const items = text.split(',').map((item) => item.trim());
  return [...new Set(items.filter((item) => item !== ''))];
}

/**
 * Support set sizes, ascending.
 *
 * @throws {@link UsageError} if one is not a positive whole number.
 */
export function toShots(text: string): number[] {
  const shots = toList(text).map(Number);
  if (shots.length > 0 && shots.every((k) => Number.isInteger(k) && k > 0)) {
    return shots.toSorted((a, b) => a - b);
  }
  throw new UsageError(
    `Cannot use --shots "${text}": expected whole numbers of at least 1`,
    'Pass --shots 2,4,8.',
  );
}

/** Tells a person how a run goes: a line a cell with the time left, and a bar where somebody watches. */
export function watchRun(terminal: Terminal): RunListener {
  const { log, signal } = terminal;
  const progress = createProgress(terminal);
  const eta = new TimeLeft();
  const passedOver = new PassedOverTally();
  const say = (line: string): void => {
    progress.clear();
    log(line);
  };
  return {
    signal,
    onPassOver: passedOver.add,
    onProblems: (problems) => {
      for (const line of passedOver.lines()) say(line);
      for (const { severity, path, message } of problems) {
        say(`${severity}: ${printable(path)}: ${printable(message)}`);
      }
    },
    onProgress: (stage, done, total) => {
      progress.update(stage, done, total);
      eta.update(done / total);
      if (done === total) progress.clear();
    },
    onMemory: ({ engines, testsInFiles }) => {
      eta.start();
      say(`${engines} threads, maps of test pictures in ${testsInFiles ? 'files' : 'memory'}`);
    },
    onResume: (cells, outdated) => {
      say(`going on: ${cells} cells are done`);
      if (outdated > 0) say(`${outdated} cells are computed again: pictures were replaced`);
    },
    onCell: (cell) => say(`${cellLine(cell)}  (${eta.text()})`),
  };
}

/** How much of a run is done, and when it will be. */
class TimeLeft {
  #begin = 0;
  #share = 0;

  start(): void {
    this.#begin = performance.now();
  }

  update(share: number): void {
    this.#share = share;
  }

  /** Such as `37 %, ETA 12:40`. */
  text(): string {
    const elapsed = performance.now() - this.#begin;
    const milliseconds = (elapsed / this.#share) * (1 - this.#share);
    return `${Math.floor(this.#share * 100)} %, ETA ${duration(milliseconds)}`;
  }
}

/** What a run ends with. */
export function finishLines({ result, figures }: FinishedRun, out: string): string[] {
  return [`${result.cells.length} cells, figures ${figures}`, `report: ${out}/report.html`];
}

function cellLine(cell: EvaluationCell): string {
  const { category, method, shots, seed, metrics, timings, foreground } = cell;
  const { imageAuroc, pixelAuroc } = metrics;
  const seconds = timings.bankSeconds + timings.inspectionSeconds;
  return [
    `${printable(category)}  K = ${shots}  seed ${seed}  ${method}:`,
    `image ${shareText(imageAuroc)}  pixel ${shareText(pixelAuroc)}  ${seconds.toFixed(1)} s`,
    ...(foreground ? [foregroundText(foreground)] : []),
  ].join('  ');
}

function foregroundText(foreground: CellForeground): string {
  if ('refused' in foreground) return 'no foreground found';
  return `foreground ${percent(foreground.share * 100)} % of the picture`;
}

function shareText(share: number | null): string {
  return share === null ? NO_FIGURE : percent(share * 100);
}

async function toSupportRule(text: string): Promise<SupportRule> {
  if (text === 'seed' || text === 'anomalydino') return text;
  return { list: await readFileText(text) };
}
