/**
 * How well a part is told from its defects after K pictures: enrols K good pictures of a category,
 * drawn by seed, inspects all its test pictures and prints image AUROC, false rejects and escapes.
 *
 * Run: npx tsx studies/few-shot-auroc.ts --help
 */
import { join } from 'node:path';
import type { z } from 'zod';
import type { Values } from '../src/cli/command.ts';
import { readDataset } from '../src/datasets/read-dataset.ts';
import { drawSupportSet } from '../src/datasets/support-set.ts';
import { UsageError } from '../src/errors.ts';
import { enroll } from '../src/inspection/enrolment.ts';
import { Inspector } from '../src/inspection/inspector.ts';
import type { PartSettings } from '../src/inspection/settings.ts';
import { rankScores } from '../src/metrics/ranked-scores.ts';
import { auroc } from '../src/metrics/roc.ts';
import { listDatasetFiles } from '../src/node/datasets/dataset-files.ts';
import { readImage } from '../src/node/image/image-decoder.ts';
import { findModel } from '../src/node/runtime/model-lookup.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { dataPath } from './data-folders.ts';
import { fewShotRun } from './measurements.ts';
import { runStudy, toNumbers } from './study.ts';

const studyOptions = {
  shots: { type: 'number', value: 'K', default: 4, min: 1, whole: true, help: 'good pictures' },
  seeds: { type: 'string', value: 'N,…', default: '0,1,2', help: 'of the support sets' },
  pose: {
    type: 'string',
    choices: ['fixed', 'small', 'right-angles', 'free'],
    default: 'small',
    help: 'how parts may lie',
  },
  size: {
    type: 'number',
    value: 'PIXELS',
    min: 32,
    whole: true,
    help: "side of the model input (default: the model's)",
  },
  model: { type: 'string', value: 'FILE', help: 'model file (default: as fewgood enroll)' },
} as const;

/** What one support set gave. */
type Run = z.infer<typeof fewShotRun>;

const runtime = nodeRuntime();

await runStudy({
  file: 'few-shot-auroc.ts',
  summary: 'Tell good parts from defective ones after a few pictures of each category',
  usage: 'CATEGORY… [options]',
  details: `CATEGORY is a folder below FEWGOOD_DATA, or absolute, laid out like MVTec AD's: train/good,
    test/good, test/<defect>.`,
  examples: [
    'npx tsx studies/few-shot-auroc.ts mvtec/bottle permissive/wood --out results/few-shot.json',
    'npx tsx studies/few-shot-auroc.ts /data/bolt --shots 8 --pose free',
  ],
  options: studyOptions,
  run: async ({ options, args, begin }) => {
    if (args.length === 0) {
      throw new UsageError('Cannot study no category', 'Name at least one folder of a category.');
    }
    const { shots, pose } = options;
    const seeds = toNumbers('seeds', options.seeds);
    const { bytes: model } = await findModel(options.model);
    const record = await begin({ pictures: args, seeds, runtime: runtime.name, model });
    const runs: Run[] = [];
    for (const folder of args) {
      for (const seed of seeds) {
        const run = await record.step(`${folder} ${seed}`, fewShotRun, () =>
          judgeCategory(dataPath(folder), seed, { options, model }),
        );
        runs.push(run);
        console.log(describe(run));
      }
    }
    await record.finish({ shots, pose, runs });
  },
});

function describe(run: Run): string {
  return (
    `${run.category}  seed ${run.seed}  image AUROC ${run.imageAuroc.toFixed(4)}  ` +
    `false rejects ${run.falseRejects}/${run.good}  escapes ${run.escapes}/${run.defective}  ` +
    `enrolled in ${run.enrolSeconds} s`
  );
}

/** What is the same for every category. */
interface Setup {
  readonly options: Values<typeof studyOptions>;
  readonly model: Uint8Array;
}

async function judgeCategory(root: string, seed: number, { options, model }: Setup): Promise<Run> {
  const { categories } = readDataset(await listDatasetFiles(root));
  const [category] = categories;
  if (category === undefined || categories.length > 1) {
    throw new UsageError(
      `Cannot study ${root}: it holds ${categories.length} categories: expected one`,
      'Name the folder of a category.',
    );
  }
  const read = async (path: string) => ({ name: path, image: await readImage(join(root, path)) });
  const support = await Promise.all(
    drawSupportSet(category, options.shots, seed).map(({ path }) => read(path)),
  );
  const settings: Partial<PartSettings> = {
    pose: options.pose,
    seed,
    ...(options.size !== undefined && { size: options.size }),
  };
  const start = performance.now();
  const part = await enroll(support, { runtime, model, settings });
  const enrolSeconds = Number(((performance.now() - start) / 1000).toFixed(1));

  const inspector = await Inspector.create(part, { runtime, model });
  const test = category.samples.filter((sample) => sample.split === 'test');
  const labels = test.map((sample) => (sample.label === 'anomalous' ? 1 : 0));
  const scores: number[] = [];
  const failed: boolean[] = [];
  for (const { path } of test) {
    const { score, verdict } = await inspector.inspect((await read(path)).image);
    scores.push(score);
    failed.push(verdict === 'fail');
  }
  await inspector.release();
  const count = (label: number, fails: boolean): number =>
    labels.filter((l, i) => l === label && failed[i] === fails).length;
  return {
    category: category.name,
    seed,
    imageAuroc: auroc(rankScores(scores, labels)),
    good: count(0, true) + count(0, false),
    falseRejects: count(0, true),
    defective: count(1, true) + count(1, false),
    escapes: count(1, false),
    enrolSeconds,
  };
}
