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
import { ExitCode, type Invocation } from './command.ts';
import { createProgress } from './progress.ts';
import { toList, toModel, toShots } from './run-request.ts';
import type { benchInferenceOptions } from './bench-inference-options.ts';

const BENCH_FILE = jsonFile(BENCH_FORMAT);

/**
 * `fewgood bench-inference data/mpdd`.
 *
 * @throws {@link UsageError} if no folder is named.
 */
export async function runBenchInference({
  options,
  args: roots,
  words,
  terminal,
}: Invocation<typeof benchInferenceOptions>): Promise<ExitCode> {
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
  terminal: Invocation<typeof benchInferenceOptions>['terminal'],
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
