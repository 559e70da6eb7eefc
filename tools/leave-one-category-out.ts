/**
 * Measures what a training is worth on categories that it has not seen: trains without one category,
 * measures on that one, for each in turn; and on rendered kinds, which no training sees. Settings of
 * trainings are chosen by this table and by nothing else. What is done already is not done again.
 *
 * Run: npx tsx tools/leave-one-category-out.ts DATA WORK VARIANT=OPTIONS…
 *
 *     npx tsx tools/leave-one-category-out.ts ../shared/data/permissive /tmp/folds \
 *       start= thesis='--preset thesis --epochs 2' default='--preset default'
 *
 * A variant without options is the start itself; each other is trained with three seeds. Writes
 * results/leave-one-category-out.json.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import type { Command, Terminal } from '../src/cli/command.ts';
import { evaluateCommand } from '../src/cli/evaluate.ts';
import { trainCommand } from '../src/cli/train.ts';
import { decodeResult } from '../src/evaluation/results/result-file.ts';
import { sourceCommit } from '../src/node/evaluation/provenance.ts';
import { trainingTables } from './docs/training-section.ts';
import { IMAGENET_WEIGHTS, imageNetStart } from './imagenet-start.ts';
import { renderTestSet, TESTED_KINDS } from './rendered-test-set.ts';
import { assertSameTraining } from './same-training.ts';

/** What may be set in the environment, and what it is where it is not. */
const DEFAULTS = {
  /**
   * Categories of DATA that have test pictures, and `rendered` ones. What one training goes without
   * is joined by +, for long trainings: `wood+pump_house,hexnut+rendered`.
   */
  FOLDS: 'wood,hazelnut_toy,pump_house,hexnut,rendered',
  SHOTS: '2,8',
  TRAINING_SEEDS: '0,1,2',
  /**
   * What every training sees beside the other folds: categories of the renderer, each in some
   * pictures. The packaged model saw these.
   */
  RENDERED: 'synthetic:20x8@100',
  /** The result. */
  OUT: 'results/leave-one-category-out.json',
} as const;

/** Support sets a category and K. */
const SEEDS = 3;

const { data, work, variants } = readArguments();

const terminal: Terminal = {
  out: () => undefined,
  log: (line) => console.error(line),
  stdin: process.stdin,
  bar: undefined,
  signal: new AbortController().signal,
};

interface Row {
  readonly variant: string;
  readonly options: string;
  /** Seed of the training; null for the start. */
  readonly training: number | null;
  readonly fold: string;
  readonly category: string;
  readonly shots: number;
  readonly seed: number;
  readonly imageAuroc: number | null;
  readonly pixelAuroc: number | null;
}

/** A variant's training without a fold. */
type Training = Pick<Row, 'variant' | 'options' | 'training' | 'fold'>;

// The commit that runs; there may be another one when this ends.
const commit = (await sourceCommit(['src', 'tools'])) ?? 'unknown';
const rendered = join(work, 'rendered');
await renderTestSet(rendered);
const trainings = variable('FOLDS')
  .split(',')
  .flatMap((fold) => variants.flatMap((variant) => trainingsOf(variant, fold)));
// All of them first: hours may lie between the first and the last.
for (const one of trainings) {
  if (isBegun(one)) await assertSameTraining(runFolder(one), trainingArguments(one));
}
const rows: Row[] = [];
for (const one of trainings) rows.push(...(await measure(one)));
const result = {
  command: commandLine(),
  commit,
  machine: `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}`,
  rendered: variable('RENDERED'),
  rows,
};
await writeFile(variable('OUT'), `${JSON.stringify(result, null, 1)}\n`);
console.log(trainingTables(rows).join('\n'));

function readArguments(): {
  readonly data: string;
  readonly work: string;
  readonly variants: readonly Pick<Row, 'variant' | 'options'>[];
} {
  const [from, to, ...given] = process.argv.slice(2);
  if (from === undefined || to === undefined || given.length === 0) {
    throw new Error('Usage: leave-one-category-out.ts DATA WORK VARIANT=OPTIONS…');
  }
  const named = given.map((one) => {
    const [, variant, options] = /^([^=]+)=(.*)$/.exec(one) ?? [];
    if (variant !== undefined && options !== undefined) return { variant, options: options.trim() };
    throw new Error(`Cannot train "${one}": expected VARIANT=OPTIONS, or VARIANT= for the start`);
  });
  return { data: from, work: to, variants: named };
}

function variable(name: keyof typeof DEFAULTS): string {
  return process.env[name] ?? DEFAULTS[name];
}

/** What makes the result again; WORK stands for a folder that decides no figure. */
function commandLine(): string {
  const set = Object.entries(process.env).filter(([name]) => name in DEFAULTS);
  return [
    ...set.map(([name, value]) => `${name}=${value}`),
    'npx tsx tools/leave-one-category-out.ts',
    data,
    'WORK',
    ...variants.map(({ variant, options }) => JSON.stringify(`${variant}=${options}`)),
  ].join(' ');
}

function trainingsOf(variant: Pick<Row, 'variant' | 'options'>, fold: string): Training[] {
  const seeds = variant.options === '' ? [null] : numbers(variable('TRAINING_SEEDS'));
  return seeds.map((training) => ({ ...variant, training, fold }));
}

/** Trains a variant without a fold if it is not yet, and measures it on the fold. */
async function measure(one: Training): Promise<Row[]> {
  const model = one.training === null ? await startModel() : await trainedModel(one);
  const out = `${runFolder(one)}-result`;
  const [real, drawn] = partsOf(one.fold);
  const pictures = [...(real.length > 0 ? [data] : []), ...(drawn.length > 0 ? [rendered] : [])];
  const categories = ['--categories', [...real, ...drawn].join(',')];
  const protocol = ['--shots', variable('SHOTS'), '--seeds', String(SEEDS)];
  const method = ['--method', 'siamese', '--backbone', model];
  const words = [...pictures, ...categories, ...protocol, ...method];
  await execute(evaluateCommand, [...words, '--out', out]);
  const { cells } = decodeResult(await readFile(join(out, 'result.json'), 'utf8'), out);
  return cells.map(({ category, shots, seed, metrics }) => {
    const { imageAuroc, pixelAuroc } = metrics;
    // Where there are two folders, names begin with that of theirs.
    return { ...one, category: basename(category), shots, seed, imageAuroc, pixelAuroc };
  });
}

/** Categories of a fold: those of DATA, and those that are drawn. */
function partsOf(fold: string): [real: readonly string[], drawn: readonly string[]] {
  const parts = fold.split('+');
  const real = parts.filter((part) => part !== 'rendered');
  return [real, real.length < parts.length ? TESTED_KINDS : []];
}

/** The model of a training, which is begun, gone on with, or there. */
async function trainedModel(one: Training): Promise<string> {
  const run = runFolder(one);
  const model = join(run, 'model.onnx');
  if (!isBegun(one)) await execute(trainCommand, [...trainingArguments(one), '--out', run]);
  else if (!existsSync(model)) await execute(trainCommand, ['--resume', '--out', run]);
  return model;
}

/** What a training is begun with. */
function trainingArguments({ fold, options, training }: Training): string[] {
  const [real] = partsOf(fold);
  const leaveOut = real.length > 0 ? ['--leave-out', real.join(',')] : [];
  // Before the variant's options, which may name another start.
  const start = ['--start', IMAGENET_WEIGHTS];
  const seeded = [...options.split(/\s+/), '--seed', String(training)];
  return [data, variable('RENDERED'), ...leaveOut, ...start, ...seeded];
}

function runFolder({ variant, training, fold }: Training): string {
  return join(work, training === null ? `${variant}-${fold}` : `${variant}-${training}-${fold}`);
}

function isBegun(one: Training): boolean {
  return existsSync(join(runFolder(one), 'run.json'));
}

async function execute(command: Command, argv: readonly string[]): Promise<void> {
  console.error(`fewgood ${command.name} ${argv.join(' ')}`);
  const code = await command.run(argv, terminal);
  if (code !== 0) throw new Error(`${command.name} ended with ${code}`);
}

/** The ImageNet weights as a model file. */
async function startModel(): Promise<string> {
  const start = await imageNetStart();
  if (start === undefined) throw new Error('no ImageNet start beside this checkout');
  const file = join(work, 'start.onnx');
  await writeFile(file, start.bytes);
  return file;
}

function numbers(list: string): number[] {
  return list.split(',').map(Number);
}
