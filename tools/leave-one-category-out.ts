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
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Command, Terminal } from '../src/cli/command.ts';
import { evaluateCommand } from '../src/cli/evaluate.ts';
import { trainCommand } from '../src/cli/train.ts';
import { decodeResult } from '../src/evaluation/results/result-file.ts';
import { encodePng } from '../src/node/image-encoder.ts';
import { trainingTables } from './docs/training-section.ts';
import { imageNetStart } from './imagenet-start.ts';
import { defectKinds, type PartKind, renderPart } from '../src/synthetic/index.ts';

/**
 * Categories of DATA that have test pictures, and `rendered` ones. What one training goes without is
 * joined by +, for long trainings: `wood+pump_house,hexnut+rendered`.
 */
const FOLDS = (process.env['FOLDS'] ?? 'wood,hazelnut_toy,pump_house,hexnut,rendered').split(',');
const SHOTS = (process.env['SHOTS'] ?? '2,8').split(',').map(Number);
/** Support sets a category and K. */
const SEEDS = 3;
const TRAINING_SEEDS = (process.env['TRAINING_SEEDS'] ?? '0,1,2').split(',').map(Number);
/** What every training sees beside the other folds: categories of the renderer, each in some pictures. */
const RENDERED = process.env['RENDERED'] ?? 'synthetic:60x8@100';
/** Kinds that the renderer knows by name; trainings see random ones only. */
const TESTED_KINDS: readonly PartKind[] = ['gear', 'connector'];

const [data, work, ...variants] = process.argv.slice(2);
if (data === undefined || work === undefined || variants.length === 0) {
  throw new Error('Usage: leave-one-category-out.ts DATA WORK VARIANT=OPTIONS…');
}

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

const rendered = join(work, 'rendered');
await renderTestSet(rendered);
const rows: Row[] = [];
for (const fold of FOLDS) {
  for (const variant of variants) {
    const at = variant.indexOf('=');
    const [name, options] = [variant.slice(0, at), variant.slice(at + 1)];
    for (const training of options === '' ? [null] : TRAINING_SEEDS) {
      rows.push(...(await measure({ fold, name, options, training })));
    }
  }
}
const result = {
  command: `npx tsx tools/leave-one-category-out.ts ${data} WORK ${variants.map((one) => JSON.stringify(one)).join(' ')}`,
  commit: execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim(),
  machine: `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}`,
  rendered: RENDERED,
  rows,
};
const output = process.env['OUT'] ?? 'results/leave-one-category-out.json';
await writeFile(output, `${JSON.stringify(result, null, 1)}\n`);
console.log(trainingTables(rows).join('\n'));

/** A variant's training without a fold. */
type Training = Pick<Row, 'fold' | 'options' | 'training'> & { readonly name: string };

/** Trains a variant without a fold if it is not yet, and measures it on the fold. */
async function measure({ fold, name, options, training }: Training): Promise<Row[]> {
  const seeded = training === null ? name : `${name}-${training}`;
  const run = join(work ?? '', `${seeded}-${fold}`);
  const model = training === null ? await startModel() : join(run, 'model.onnx');
  if (!existsSync(model)) await trainWithout(fold, run, `${options} --seed ${training}`);
  const out = `${run}-result`;
  const [real, drawn] = partsOf(fold);
  const pictures = [
    ...(real.length > 0 ? [data ?? ''] : []),
    ...(drawn.length > 0 ? [rendered] : []),
  ];
  const categories = ['--categories', [...real, ...drawn].join(',')];
  const method = ['--method', 'siamese', '--shots', SHOTS.join(','), '--seeds', String(SEEDS)];
  await execute(evaluateCommand, [
    ...pictures,
    ...categories,
    ...method,
    '--backbone',
    model,
    '--out',
    out,
  ]);
  const { cells } = decodeResult(await readFile(join(out, 'result.json'), 'utf8'), out);
  return cells.map(({ category, shots, seed, metrics }) => {
    const { imageAuroc, pixelAuroc } = metrics;
    return {
      variant: name,
      options,
      training,
      fold,
      category,
      shots,
      seed,
      imageAuroc,
      pixelAuroc,
    };
  });
}

/** Categories of a fold: those of DATA, and those that are drawn. */
function partsOf(fold: string): [real: readonly string[], drawn: readonly string[]] {
  const parts = fold.split('+');
  const real = parts.filter((part) => part !== 'rendered');
  return [real, real.length < parts.length ? TESTED_KINDS : []];
}

async function trainWithout(fold: string, run: string, options: string): Promise<void> {
  const [real] = partsOf(fold);
  const leaveOut = real.length > 0 ? ['--leave-out', real.join(',')] : [];
  const words = options.split(' ');
  if (existsSync(join(run, 'run.json'))) {
    await execute(trainCommand, ['--resume', '--out', run]);
  } else {
    await execute(trainCommand, [data ?? '', RENDERED, ...leaveOut, ...words, '--out', run]);
  }
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
  const file = join(work ?? '', 'start.onnx');
  await writeFile(file, start.bytes);
  return file;
}

/** Pictures of the tested kinds in the layout of MVTec AD, with masks. */
async function renderTestSet(root: string): Promise<void> {
  if (existsSync(root)) return;
  for (const kind of TESTED_KINDS) {
    let seed = 0;
    for (const [folder, defect, count] of [
      ['train/good', null, 8],
      ['test/good', null, 9],
      ...defectKinds.map((one) => [`test/${one}`, one, 2] as const),
    ] as const) {
      await mkdir(join(root, kind, folder), { recursive: true });
      for (let i = 0; i < count; i++) {
        const name = String(i).padStart(3, '0');
        const { image, mask } = renderPart({ kind, seed: seed++, size: 256, defect });
        await writeFile(join(root, kind, folder, `${name}.png`), await encodePng(image));
        if (defect === null) continue;
        const truth = join(root, kind, 'ground_truth', defect);
        await mkdir(truth, { recursive: true });
        const pixels = new Uint8Array(3 * mask.length).map(
          (_, at) => 255 * (mask[Math.floor(at / 3)] ?? 0),
        );
        const picture = await encodePng({ ...image, data: pixels });
        await writeFile(join(truth, `${name}_mask.png`), picture);
      }
    }
  }
}
