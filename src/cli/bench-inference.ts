import { readModelInfo } from '../features/model-info.ts';
import { benchCategory } from '../evaluation/bench/inference-bench.ts';
import {
  type BenchResult,
  type CategoryTiming,
  BENCH_FORMAT,
  encodeBench,
} from '../evaluation/bench/bench-result.ts';
import { benchTables } from '../evaluation/bench/bench-tables.ts';
import { planCategories, type PlannedCategory } from '../evaluation/run/plan.ts';
import { toMarkdown } from '../evaluation/tables/markdown.ts';
import { UsageError } from '../errors.ts';
import { findEnergyMeters } from '../node/evaluation/energy-meters.ts';
import { assertWritable, writeFileAtomic } from '../node/files/files.ts';
import { jsonFile } from '../node/files/output-kinds.ts';
import { readImage } from '../node/image/image-decoder.ts';
import type { FoundModel } from '../node/runtime/model-lookup.ts';
import { openDatasets } from '../node/datasets/open-datasets.ts';
import { readProvenance } from '../node/evaluation/provenance.ts';
import { nodeRuntime } from '../node/runtime/runtime.ts';
import { type Command, defineCommand, ExitCode, type Invocation } from './command.ts';
import { runtimeOptions } from './common-options.ts';
import { createProgress } from './progress.ts';
import { toList, toModel, toShots } from './run-options.ts';

const benchOptions = {
  model: {
    type: 'string',
    aliases: ['backbone'],
    value: 'NAME|FILE|default',
    default: 'default',
    help: 'name or file of a model',
  },
  shots: { type: 'string', value: 'K,…', default: '2,4,8', help: 'sizes of the support set' },
  size: {
    type: 'number',
    value: 'PIXELS',
    whole: true,
    min: 32,
    help: "side of the model input (default: the model's)",
  },
  categories: { type: 'string', value: 'NAME,…', help: 'only these categories (default: all)' },
  repeats: {
    type: 'number',
    value: 'N',
    default: 3,
    whole: true,
    min: 1,
    help: 'times that each picture is inspected',
  },
  out: { type: 'string', value: 'FILE.json', help: 'write what was measured' },
  ...runtimeOptions,
} as const;

const BENCH_FILE = jsonFile(BENCH_FORMAT);

/** `fewgood bench-inference data/mpdd`. */
export const benchInferenceCommand: Command = defineCommand({
  name: 'bench-inference',
  summary: 'Time enrolment and inspection on a data set, and measure their energy',
  usage: 'DATA… [options]',
  details: `Enrols each category as \`fewgood enroll\` does and inspects its test pictures one by one from file to
    verdict. Prints Markdown: milliseconds by stage, seconds a category (thesis table 5.6) and energy
    (table 5.9) where the machine has a meter that can be read: RAPL (often by root alone), nvidia-smi.`,
  examples: [
    'fewgood bench-inference data/mpdd --out results/bench.json',
    'fewgood bench-inference data/mvtec --categories bottle --shots 8 --threads 1',
  ],
  options: benchOptions,
  run,
});

async function run({
  options,
  args: roots,
  words,
  terminal,
}: Invocation<typeof benchOptions>): Promise<ExitCode> {
  if (roots.length === 0) {
    throw new UsageError(
      'Cannot time inspections: no data given',
      'Name a folder of pictures: fewgood bench-inference data/mpdd.',
    );
  }
  const { out } = options;
  if (out !== undefined) await assertWritable(out, BENCH_FILE);
  const categoryNames = options.categories === undefined ? undefined : toList(options.categories);
  const { info: dataset, located } = await openDatasets({ roots, categories: categoryNames });
  const shots = toShots(options.shots);
  const categories = planCategories(located, { shots, seeds: [0], support: 'seed' });
  const file = await toModel(options.model);
  const model = readModelInfo(file.bytes, file.path);
  const size = options.size ?? model.preprocessing.size;
  const runtime = nodeRuntime({ threads: options.threads });
  const measurement = await timeAll(categories, { ...options, size, file }, terminal);
  const result: BenchResult = {
    provenance: await readProvenance(words, `${runtime.name}, ${runtime.threads} threads`),
    dataset,
    backbone: { name: model.name, sha256: model.sha256 },
    size,
    settings: {},
    repeats: options.repeats,
    ...measurement,
  };
  if (out !== undefined) await writeFileAtomic(out, encodeBench(result), BENCH_FILE);
  for (const table of benchTables(result)) terminal.out(toMarkdown(table));
  return ExitCode.ok;
}

interface TimeOptions {
  readonly file: FoundModel;
  readonly size: number;
  readonly repeats: number;
  readonly threads: number | undefined;
}

async function timeAll(
  categories: readonly PlannedCategory[],
  { file, size, repeats, threads }: TimeOptions,
  terminal: Invocation<typeof benchOptions>['terminal'],
): Promise<Pick<BenchResult, 'timings' | 'meters'>> {
  const meters = await findEnergyMeters();
  const progress = createProgress(terminal);
  const parts = categories.flatMap((category) =>
    category.supportSets.map((support) => ({ category, support })),
  );
  const total = parts.reduce((sum, { category }) => sum + category.tests.length * repeats, 0);
  const timings: CategoryTiming[] = [];
  let done = 0;
  for (const { category, support } of parts) {
    const timing = await benchCategory(category, support, {
      runtime: nodeRuntime({ threads }),
      model: file.bytes,
      settings: { size },
      repeats,
      readPicture: (path) => readImage(path),
      clock: () => performance.now(),
      meters,
      onPicture: () => progress.update('inspecting', ++done, total),
      signal: terminal.signal,
    });
    progress.clear();
    timings.push(timing);
    const { bankSeconds, categorySeconds } = timing;
    terminal.log(
      `${category.name}  K = ${support.shots}: bank ${bankSeconds.toFixed(1)} s, ${category.tests.length} pictures ${categorySeconds.toFixed(1)} s`,
    );
  }
  return { timings, meters: meters.map(({ name }) => name) };
}
