/**
 * What a verdict is worth: enrols K good pictures of each category, drawn by seed, and keeps for every
 * test picture, and for pictures that show no good part (`impostors.ts`), its score against the
 * threshold and what it lacks against its limit.
 *
 * Run: npx tsx studies/verdicts.ts --help
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { Category } from '../src/datasets/dataset.ts';
import { readDataset } from '../src/datasets/read-dataset.ts';
import { drawSupportSet } from '../src/datasets/support-set.ts';
import { UsageError } from '../src/errors.ts';
import type { RgbImage } from '../src/image/rgb-image.ts';
import { enroll, type NamedImage } from '../src/inspection/enrolment.ts';
import { Inspector } from '../src/inspection/inspector.ts';
import type { Part } from '../src/inspection/part.ts';
import { type PresetName, presetNames, presetSettings } from '../src/inspection/presets.ts';
import { rankScores } from '../src/metrics/ranked-scores.ts';
import { auroc } from '../src/metrics/roc.ts';
import { listDatasetFiles } from '../src/node/datasets/dataset-files.ts';
import { readImage } from '../src/node/image/image-decoder.ts';
import { findModel } from '../src/node/runtime/model-lookup.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { dataPath } from './data-folders.ts';
import { IMPOSTORS, impostorOf } from './impostors.ts';
import { runStudy, toNumbers } from './study.ts';

const studyOptions = {
  shots: { type: 'string', value: 'K,…', default: '4', help: 'good pictures' },
  seeds: { type: 'string', value: 'N,…', default: '0,1,2', help: 'of the support sets' },
  preset: {
    type: 'string',
    choices: presetNames,
    default: 'balanced',
    help: 'settings of the parts',
  },
  impostors: {
    type: 'number',
    value: 'N',
    default: 5,
    min: 0,
    whole: true,
    help: 'good test pictures that impostors are made of, a category',
  },
  model: { type: 'string', value: 'FILE', help: 'model file (default: as fewgood enroll)' },
} as const;

/** Numbers of one picture: score, score / threshold, what it lacks / what is usual, reasons. */
const judged = z.object({
  verdict: z.enum(['pass', 'fail', 'cannot judge']),
  score: z.number(),
  ratio: z.number().nullable(),
  reasons: z.array(z.string()),
});
type Judged = z.infer<typeof judged>;

/** What one support set made of every picture. */
const runSchema = z.object({
  category: z.string(),
  shots: z.int(),
  seed: z.int(),
  pose: z.string(),
  imageAuroc: z.number(),
  leaveOneOut: z.array(z.number()),
  threshold: z.number().nullable(),
  missing: z.array(z.number()),
  good: z.array(judged),
  defective: z.array(judged),
  impostors: z.partialRecord(z.enum(IMPOSTORS), z.array(judged)),
});
type Run = z.infer<typeof runSchema>;

/** A category with where its pictures lie. */
interface Source {
  readonly folder: string;
  readonly category: Category;
}

const runtime = nodeRuntime();

await runStudy({
  file: 'verdicts.ts',
  summary: 'Judge test pictures, and pictures that show no good part, after a few good ones',
  usage: 'CATEGORY… [options]',
  details: `CATEGORY is a folder below FEWGOOD_DATA, or absolute, laid out like MVTec AD's: train/good
    and test/good. Name two or more: good pictures of the next one are the foreign parts of each.`,
  examples: [
    'npx tsx studies/verdicts.ts permissive/wood permissive/hexnut --out results/verdicts.json',
  ],
  options: studyOptions,
  run: async ({ options, args, begin }) => {
    if (args.length < 2) {
      throw new UsageError(
        'Cannot study fewer than two categories',
        'Name two folders or more: parts of one are foreign to the other.',
      );
    }
    const { preset, impostors } = options;
    const seeds = toNumbers('seeds', options.seeds);
    const { bytes: model } = await findModel(options.model);
    const sources = await Promise.all(args.map(openCategory));
    const record = await begin({ pictures: args, seeds, runtime: runtime.name, model });
    const runs: Run[] = [];
    for (const seed of seeds) {
      for (const [i, source] of sources.entries()) {
        const next = sources[(i + 1) % sources.length] ?? source;
        for (const shots of toNumbers('shots', options.shots)) {
          const run = await record.step(`${source.folder} ${shots} ${seed}`, runSchema, () =>
            judgeCategory(source, next, { seed, shots, impostors, preset, model }),
          );
          runs.push(run);
          console.log(describe(run));
        }
      }
    }
    await record.finish({ preset, impostors, runs });
  },
});

async function openCategory(folder: string): Promise<Source> {
  const { categories } = readDataset(await listDatasetFiles(dataPath(folder)));
  const [category] = categories;
  if (category !== undefined && categories.length === 1) return { folder, category };
  throw new UsageError(
    `Cannot study ${folder}: it holds ${categories.length} categories: expected one`,
    'Name the folder of a category.',
  );
}

interface Setup {
  readonly seed: number;
  readonly shots: number;
  readonly impostors: number;
  readonly preset: PresetName;
  readonly model: Uint8Array;
}

async function judgeCategory(
  source: Source,
  next: Source,
  { seed, shots, impostors: count, preset, model }: Setup,
): Promise<Run> {
  const support: NamedImage[] = [];
  for (const { path } of drawSupportSet(source.category, shots, seed)) {
    support.push({ name: path, image: await read(source, path) });
  }
  const settings = { ...presetSettings(preset), seed };
  const part = await enroll(support, { runtime, model, settings });
  const inspector = await Inspector.create(part, { runtime, model });
  try {
    const judge = async (image: RgbImage): Promise<Judged> => {
      const { verdict, score, ratio, reasons } = await inspector.inspect(image);
      return { verdict, score, ratio, reasons: reasons.map(({ code }) => code) };
    };
    const judgeAll = async (paths: readonly string[]): Promise<Judged[]> => {
      const all: Judged[] = [];
      for (const path of paths) all.push(await judge(await read(source, path)));
      return all;
    };
    const good = await judgeAll(tests(source, 'normal'));
    const defective = await judgeAll(tests(source, 'anomalous'));
    const impostors: Partial<Record<(typeof IMPOSTORS)[number], Judged[]>> = {};
    const foreign = tests(next, 'normal');
    for (const [i, path] of tests(source, 'normal').slice(0, count).entries()) {
      const image = await read(source, path);
      const other = await read(next, foreign[(i + seed) % foreign.length] ?? path);
      for (const kind of IMPOSTORS) {
        const impostor = impostorOf(kind, image, other);
        // A grey picture is the same with its channels exchanged: a good one.
        if (isSame(impostor, image)) continue;
        (impostors[kind] ??= []).push(await judge(impostor));
      }
    }
    return {
      ...describePart(part),
      shots,
      seed,
      category: source.category.name,
      imageAuroc: aurocOf(good, defective),
      good,
      defective,
      impostors,
    };
  } finally {
    await inspector.release();
  }
}

function describePart({
  settings,
  calibration,
}: Part): Pick<Run, 'pose' | 'leaveOneOut' | 'threshold' | 'missing'> {
  const { leaveOneOut, threshold } = calibration;
  return {
    pose: String(settings.pose),
    leaveOneOut: leaveOneOut.map(({ score }) => score),
    threshold,
    missing: leaveOneOut.flatMap(({ missing }) => (missing ? [missing.ratio] : [])),
  };
}

function aurocOf(good: readonly Judged[], defective: readonly Judged[]): number {
  const scores = [...good, ...defective].map(({ score }) => score);
  return auroc(
    rankScores(
      scores,
      scores.map((_, i) => (i < good.length ? 0 : 1)),
    ),
  );
}

function read({ folder }: Source, path: string): Promise<RgbImage> {
  return readImage(join(dataPath(folder), path));
}

function tests({ category }: Source, label: 'normal' | 'anomalous'): string[] {
  return category.samples
    .filter((sample) => sample.split === 'test' && sample.label === label)
    .map(({ path }) => path);
}

function isSame(a: RgbImage, b: RgbImage): boolean {
  return (
    a.width === b.width && a.height === b.height && a.data.every((value, i) => value === b.data[i])
  );
}

function describe({
  category,
  shots,
  seed,
  pose,
  imageAuroc,
  good,
  defective,
  impostors,
}: Run): string {
  const passed = IMPOSTORS.flatMap((kind) => {
    const pass = (impostors[kind] ?? []).filter(({ verdict }) => verdict === 'pass').length;
    return pass > 0 ? [`${kind} ${pass}`] : [];
  });
  return (
    `${category}  K ${shots}  seed ${seed}  ${pose}  AUROC ${(100 * imageAuroc).toFixed(1)}  ` +
    `false rejects ${share(good, 'fail')}  not judged ${share(good, 'cannot judge')}  ` +
    `escapes ${share(defective, 'pass')}  passed: ${passed.join(', ') || 'none'}`
  );
}

function share(all: readonly Judged[], verdict: Judged['verdict']): string {
  return `${all.filter((one) => one.verdict === verdict).length}/${all.length}`;
}
