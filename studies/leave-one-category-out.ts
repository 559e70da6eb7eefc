/**
 * Measures what a training is worth on categories that it has not seen: trains without one category,
 * measures on that one, for each in turn; and on rendered kinds, which no training sees. Settings of
 * trainings are chosen by this table and by nothing else. What is done already is not done again.
 *
 * Run: npx tsx studies/leave-one-category-out.ts --help
 */
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { z } from 'zod';
import { ExitCode, type Terminal, type Values } from '../src/cli/command.ts';
import { commands } from '../src/cli/commands.ts';
import { toList } from '../src/cli/run-request.ts';
import { UsageError } from '../src/errors.ts';
import { decodeResult } from '../src/evaluation/results/result-file.ts';
import { ensureFolder, readFileText, writeFileAtomic } from '../src/node/files/files.ts';
import { MODEL_FILE } from '../src/node/files/output-kinds.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { dataPath } from './data-folders.ts';
import { IMAGENET_WEIGHTS, imageNetStart } from './imagenet-start.ts';
import type { trainingsRow } from './measurements.ts';
import { renderTestSet, TESTED_KINDS } from './rendered-test-set.ts';
import { assertSameTraining } from './same-training.ts';
import { runStudy, toNumbers } from './study.ts';
import { trainingTables } from './training-tables.ts';

const studyOptions = {
  folds: {
    type: 'string',
    value: 'CATEGORY,…',
    default: 'wood,hazelnut_toy,pump_house,hexnut,rendered',
    help: 'categories of DATA with test pictures, and `rendered` ones; what one training goes without is joined by +, for long trainings: wood+pump_house,hexnut+rendered',
  },
  shots: { type: 'string', value: 'K,…', default: '2,8', help: 'sizes of the support sets' },
  'training-seeds': { type: 'string', value: 'N,…', default: '0,1,2', help: 'of each variant' },
  rendered: {
    type: 'string',
    value: 'SYNTHETIC',
    // The packaged model saw these.
    default: 'synthetic:20x8@100',
    help: 'what every training sees beside the other folds',
  },
  work: { type: 'string', value: 'DIR', help: 'where trainings and their measurements are kept' },
} as const;

/** Support sets a category and K. */
const SEEDS = 3;

const terminal: Terminal = {
  out: () => undefined,
  log: (line) => console.error(line),
  stdin: process.stdin,
  bar: undefined,
  signal: new AbortController().signal,
};

type Row = z.infer<typeof trainingsRow>;
type Variant = Pick<Row, 'variant' | 'options'>;

/** A variant's training without a fold; its seed is null for the start. */
type Training = Pick<Row, 'variant' | 'options' | 'training' | 'fold'>;

/** What is the same for all trainings. */
interface Setup {
  readonly options: Values<typeof studyOptions>;
  /** The folder of pictures. */
  readonly data: string;
  readonly work: string;
}

await runStudy({
  file: 'leave-one-category-out.ts',
  summary: 'Measure what trainings are worth on categories that they have not seen',
  usage: 'DATA VARIANT=OPTIONS… --work DIR [options]',
  details: `DATA is a folder of categories below FEWGOOD_DATA, or absolute. OPTIONS are those of fewgood train; a
    variant without any is the start itself, each other one is trained with every seed. Start weights
    are those of FEWGOOD_WEIGHTS.`,
  examples: [
    "npx tsx studies/leave-one-category-out.ts permissive start= 'default=--preset default' --work /tmp/folds",
  ],
  options: studyOptions,
  run: async ({ options, args: [folder, ...variants], begin }) => {
    if (folder === undefined || variants.length === 0 || options.work === undefined) {
      throw new UsageError(
        'Cannot study trainings: DATA, a variant or --work is missing',
        "Name them: permissive start= 'default=--preset default' --work folds.",
      );
    }
    const setup = { options, data: dataPath(folder), work: resolve(options.work) };
    const trainings = trainingsOf(variants.map(parseVariant), options);
    await ensureFolder(setup.work);
    // Before the long work: the commit that runs; there may be another one when this ends.
    const record = await begin({
      pictures: [folder],
      seeds: [...Array(SEEDS).keys()],
      runtime: nodeRuntime().name,
      work: options.work,
    });
    await renderTestSet(join(setup.work, 'rendered'));
    // All of them first: hours may lie between the first and the last.
    for (const one of trainings) {
      const run = runFolder(one, setup);
      if (isBegun(run)) await assertSameTraining(run, trainingArguments(one, setup));
    }
    const rows: Row[] = [];
    for (const one of trainings) rows.push(...(await measure(one, setup)));
    console.log(trainingTables(rows).join('\n'));
    await record.finish({ rendered: options.rendered, rows });
  },
});

function parseVariant(word: string): Variant {
  const [, variant, words] = /^([^=]+)=(.*)$/.exec(word) ?? [];
  if (variant !== undefined && words !== undefined) return { variant, options: words.trim() };
  throw new UsageError(
    `Cannot train "${word}": expected VARIANT=OPTIONS`,
    'Give the variant a name and options, or VARIANT= for the start.',
  );
}

function trainingsOf(variants: readonly Variant[], options: Setup['options']): Training[] {
  const seeds = toNumbers('training-seeds', options['training-seeds']);
  return toList(options.folds).flatMap((fold) =>
    variants.flatMap((variant) =>
      (variant.options === '' ? [null] : seeds).map((training) => ({ ...variant, training, fold })),
    ),
  );
}

/** Trains a variant without a fold if it is not yet, and measures it on the fold. */
async function measure(one: Training, setup: Setup): Promise<Row[]> {
  const { options, data, work } = setup;
  const model = one.training === null ? await startModel(work) : await trainedModel(one, setup);
  const out = `${runFolder(one, setup)}-result`;
  const [real, drawn] = partsOf(one.fold);
  const rendered = drawn.length > 0 ? [join(work, 'rendered')] : [];
  const pictures = [...(real.length > 0 ? [data] : []), ...rendered];
  const categories = ['--categories', [...real, ...drawn].join(',')];
  const protocol = ['--shots', options.shots, '--seeds', String(SEEDS)];
  const method = ['--method', 'siamese', '--backbone', model];
  const words = [...pictures, ...categories, ...protocol, ...method];
  await execute('evaluate', [...words, '--out', out]);
  const { cells } = decodeResult(await readFileText(join(out, 'result.json')), out);
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
async function trainedModel(one: Training, setup: Setup): Promise<string> {
  const run = runFolder(one, setup);
  const model = join(run, 'model.onnx');
  if (!isBegun(run)) await execute('train', [...trainingArguments(one, setup), '--out', run]);
  else if (!existsSync(model)) await execute('train', ['--resume', '--out', run]);
  return model;
}

/** What a training is begun with. */
function trainingArguments(
  { fold, options: words, training }: Training,
  { data, options }: Setup,
): string[] {
  const [real] = partsOf(fold);
  const leaveOut = real.length > 0 ? ['--leave-out', real.join(',')] : [];
  // Before the variant's options, which may name another start.
  const start = ['--start', IMAGENET_WEIGHTS];
  const seeded = [...words.split(/\s+/), '--seed', String(training)];
  return [data, options.rendered, ...leaveOut, ...start, ...seeded];
}

function runFolder({ variant, training, fold }: Training, { work }: Setup): string {
  return join(work, training === null ? `${variant}-${fold}` : `${variant}-${training}-${fold}`);
}

function isBegun(run: string): boolean {
  return existsSync(join(run, 'run.json'));
}

async function execute(name: 'evaluate' | 'train', argv: readonly string[]): Promise<void> {
  console.error(`fewgood ${name} ${argv.join(' ')}`);
  const command = commands.find((one) => one.name === name);
  const code = await command?.run(argv, terminal);
  if (code !== ExitCode.ok) throw new Error(`${name} ended with ${code}`);
}

/** The ImageNet weights as a model file. */
async function startModel(work: string): Promise<string> {
  const { bytes } = await imageNetStart();
  const file = join(work, 'start.onnx');
  await writeFileAtomic(file, bytes, MODEL_FILE);
  return file;
}
