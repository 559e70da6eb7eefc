/**
 * How well a part is told from its defects after K pictures: enrols K good pictures of a category,
 * drawn by seed, inspects all its test pictures and prints image AUROC, false rejects and escapes.
 *
 * Run: npx tsx examples/few-shot-auroc.ts CATEGORY… [--shots 4] [--seeds 0,1,2] [--pose small]
 *        [--size 224] [--model FILE] [--out FILE.json]
 *
 * CATEGORY is a folder laid out like MVTec AD's: train/good, test/good, test/<defect>.
 */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readDataset } from '../src/datasets/read-dataset.ts';
import { drawSupportSet } from '../src/datasets/support-set.ts';
import { enroll } from '../src/inspection/enrolment.ts';
import { Inspector } from '../src/inspection/inspector.ts';
import type { PartSettings } from '../src/inspection/settings.ts';
import { rankScores } from '../src/metrics/ranked-scores.ts';
import { auroc } from '../src/metrics/roc.ts';
import { listDatasetFiles } from '../src/node/datasets/dataset-files.ts';
import { writeFileAtomic } from '../src/node/files/files.ts';
import { readImage } from '../src/node/image/image-decoder.ts';
import { findModel } from '../src/node/runtime/model-lookup.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    shots: { type: 'string', default: '4' },
    seeds: { type: 'string', default: '0,1,2' },
    pose: { type: 'string', default: 'small' },
    size: { type: 'string' },
    model: { type: 'string' },
    out: { type: 'string' },
  },
});
if (positionals.length === 0) throw new Error('name at least one category folder');

const runtime = nodeRuntime();
const { bytes: model } = await findModel(values.model);
const shots = Number(values.shots);
const pose = parsePose(values.pose);

const runs: Run[] = [];
for (const root of positionals) {
  for (const seed of values.seeds.split(',').map(Number)) {
    const run = await judgeCategory(root, seed);
    runs.push(run);
    console.log(
      `${run.category}  seed ${seed}  image AUROC ${run.imageAuroc.toFixed(4)}  ` +
        `false rejects ${run.falseRejects}/${run.good}  escapes ${run.escapes}/${run.defective}  ` +
        `enrolled in ${run.enrolSeconds} s`,
    );
  }
}
if (values.out !== undefined) await writeResult(values.out);

function parsePose(name: string): 'fixed' | 'small' | 'right-angles' | 'free' {
  const poses = ['fixed', 'small', 'right-angles', 'free'] as const;
  const found = poses.find((candidate) => candidate === name);
  if (found === undefined) throw new Error(`--pose ${name}: expected ${poses.join(', ')}`);
  return found;
}

/** What one support set gave. */
interface Run {
  readonly category: string;
  readonly seed: number;
  readonly imageAuroc: number;
  readonly good: number;
  readonly falseRejects: number;
  readonly defective: number;
  readonly escapes: number;
  readonly enrolSeconds: number;
}

async function judgeCategory(root: string, seed: number): Promise<Run> {
  const { categories } = readDataset(await listDatasetFiles(root));
  const [category] = categories;
  if (category === undefined || categories.length > 1) {
    throw new Error(`${root} holds ${categories.length} categories: expected one`);
  }
  const read = async (path: string) => ({ name: path, image: await readImage(join(root, path)) });
  const support = await Promise.all(
    drawSupportSet(category, shots, seed).map(({ path }) => read(path)),
  );
  const settings: Partial<PartSettings> = {
    pose,
    seed,
    ...(values.size !== undefined && { size: Number(values.size) }),
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

async function writeResult(path: string): Promise<void> {
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}, ${runtime.name}`;
  const command = `npx tsx examples/few-shot-auroc.ts ${process.argv.slice(2).join(' ')}`;
  const result = { command, commit, machine, shots, pose, runs };
  await writeFileAtomic(path, `${JSON.stringify(result, null, 2)}\n`);
}
