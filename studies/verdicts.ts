/**
 * What a verdict is worth: enrols K good pictures of each category, drawn by seed, and keeps for every
 * test picture, and for pictures that show no good part (`impostors.ts`), its score against the
 * threshold and what it lacks against its limit.
 *
 * Run: npx tsx studies/verdicts.ts --help
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { z } from 'zod';
import { modelOfPreset } from '../src/cli/setting-options.ts';
import { drawSupportSet } from '../src/datasets/support-set.ts';
import { UsageError } from '../src/errors.ts';
import type { RgbImage } from '../src/image/rgb-image.ts';
import { readModelInfo } from '../src/features/model-info.ts';
import { enroll } from '../src/inspection/enrolment.ts';
import type { NamedImage } from '../src/inspection/support-pictures.ts';
import type { Inspection, Verdict } from '../src/inspection/inspection.ts';
import { Inspector } from '../src/inspection/inspector.ts';
import { type PresetName, presetNames, presetSettings } from '../src/inspection/presets.ts';
import { rankScores } from '../src/metrics/ranked-scores.ts';
import { auroc } from '../src/metrics/roc.ts';
import { encodePng } from '../src/node/image/image-encoder.ts';
import { medianOf } from '../src/tensor/median.ts';
import { findModel } from '../src/node/runtime/model-lookup.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { type CategorySource, openCategories, readPicture, testPaths } from './category-source.ts';
import { type Impostor, IMPOSTORS, impostorOf } from './impostors.ts';
import { runStudy, toNumbers } from './study.ts';

const studyOptions = {
  shots: { type: 'string', value: 'K,…', default: '4', help: 'good pictures' },
  seeds: { type: 'string', value: 'N,…', default: '0,1,2', help: 'of the support sets' },
  presets: { type: 'string', value: 'NAME,…', default: 'balanced', help: 'settings of the parts' },
  impostors: {
    type: 'number',
    value: 'N',
    default: 5,
    min: 0,
    whole: true,
    help: 'good test pictures that impostors are made of, a category',
  },
  keep: { type: 'string', value: 'FOLDER', help: 'write the impostors there, as CATEGORY/KIND' },
  model: { type: 'string', value: 'NAME', help: "model or its file (default: each preset's)" },
} as const;

/** What became of the pictures of one kind. */
const judged = z.object({
  pass: z.int(),
  fail: z.int(),
  'cannot judge': z.int(),
  /** Pictures by what stood against judging them. */
  reasons: z.record(z.string(), z.int()),
  /** Score / threshold of each picture; null without a threshold. */
  ratios: z.array(z.number().nullable()),
});
type Judged = z.infer<typeof judged>;

/** What one support set made of every picture. */
const runSchema = z.object({
  preset: z.enum(presetNames),
  category: z.string(),
  shots: z.int(),
  seed: z.int(),
  pose: z.string(),
  model: z.string(),
  imageAuroc: z.number(),
  enrolSeconds: z.number(),
  /** Median time of a test picture, decoded to verdict. */
  inspectMilliseconds: z.number(),
  /** Leave-one-out scores / threshold. */
  leaveOneOut: z.array(z.number()),
  good: judged,
  defective: judged,
  impostors: z.partialRecord(z.enum(IMPOSTORS), judged),
});
type Run = z.infer<typeof runSchema>;

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
    const { impostors, keep } = options;
    const presets = toPresets(options.presets);
    const seeds = toNumbers('seeds', options.seeds);
    const { bytes: usual } = await findModel(options.model);
    const pairs = await openCategories(args);
    const record = await begin({ pictures: args, seeds, runtime: runtime.name, model: usual });
    const runs: Run[] = [];
    for (const seed of seeds) {
      for (const { source, next } of pairs) {
        for (const shots of toNumbers('shots', options.shots)) {
          for (const preset of presets) {
            const { bytes: model } = await findModel(options.model ?? modelOfPreset(preset));
            const step = `${preset} ${source.folder} ${shots} ${seed}`;
            const run = await record.step(step, runSchema, () =>
              judgeCategory(source, next, { seed, shots, impostors, preset, model, keep }),
            );
            runs.push(run);
            console.log(describe(run));
          }
        }
      }
    }
    await record.finish({ impostors, runs });
  },
});

function toPresets(names: string): PresetName[] {
  return names.split(',').map((name) => {
    const preset = presetNames.find((one) => one === name);
    if (preset !== undefined) return preset;
    throw new UsageError(
      `Cannot study the preset "${name}": expected some of ${presetNames.join(', ')}`,
      'Name presets, separated by commas.',
    );
  });
}

interface Setup {
  readonly seed: number;
  readonly shots: number;
  readonly impostors: number;
  readonly preset: PresetName;
  readonly model: Uint8Array;
  /** Folder that impostors are written to. */
  readonly keep: string | undefined;
}

async function judgeCategory(
  source: CategorySource,
  next: CategorySource,
  setup: Setup,
): Promise<Run> {
  const { seed, shots, preset, model } = setup;
  const support: NamedImage[] = [];
  for (const { path } of drawSupportSet(source.category, shots, seed)) {
    support.push({ name: path, image: await readPicture(source, path) });
  }
  const settings = { ...presetSettings(preset), seed };
  const begin = now();
  const part = await enroll(support, { runtime, model, settings });
  const enrolSeconds = (now() - begin) / 1000;
  const inspector = await Inspector.create(part, { runtime, model, clock: now });
  try {
    const inspectAll = async (paths: readonly string[]): Promise<Inspection[]> => {
      const all: Inspection[] = [];
      for (const path of paths) all.push(await inspector.inspect(await readPicture(source, path)));
      return all;
    };
    const good = await inspectAll(testPaths(source, 'normal'));
    const defective = await inspectAll(testPaths(source, 'anomalous'));
    const impostors = new Map<Impostor, Inspection[]>();
    for await (const [kind, image] of impostorsOf(source, next, setup)) {
      impostors.set(kind, [...(impostors.get(kind) ?? []), await inspector.inspect(image)]);
    }
    const { leaveOneOut, threshold } = part.calibration;
    return {
      preset,
      category: source.category.name,
      shots,
      seed,
      pose: String(part.settings.pose),
      model: readModelInfo(model).name,
      imageAuroc: aurocOf(good, defective),
      enrolSeconds: rounded(enrolSeconds),
      inspectMilliseconds: rounded(medianTime([...good, ...defective])),
      leaveOneOut: leaveOneOut.map(({ score }) => rounded(score / (threshold ?? 1))),
      good: tally(good),
      defective: tally(defective),
      impostors: Object.fromEntries(Array.from(impostors, ([kind, all]) => [kind, tally(all)])),
    };
  } finally {
    await inspector.release();
  }
}

/** Impostors of a category's first good test pictures, kept where somebody asks for them. */
async function* impostorsOf(
  source: CategorySource,
  next: CategorySource,
  { impostors, seed, keep }: Setup,
): AsyncGenerator<readonly [Impostor, RgbImage]> {
  const foreign = testPaths(next, 'normal');
  for (const [i, path] of testPaths(source, 'normal').slice(0, impostors).entries()) {
    const image = await readPicture(source, path);
    const other = await readPicture(next, foreign[(i + seed) % foreign.length] ?? path);
    for (const kind of IMPOSTORS) {
      const impostor = impostorOf(kind, image, other);
      // A grey picture is the same with its channels exchanged: a good one.
      if (isSame(impostor, image)) continue;
      if (keep !== undefined) {
        const folder = join(keep, source.category.name, kind);
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, `${parse(path).name}.png`), await encodePng(impostor));
      }
      yield [kind, impostor];
    }
  }
}

function tally(all: readonly Inspection[]): Judged {
  const of = (verdict: Verdict): number => all.filter((one) => one.verdict === verdict).length;
  const reasons: Record<string, number> = {};
  for (const { code } of all.flatMap((one) => one.reasons))
    reasons[code] = (reasons[code] ?? 0) + 1;
  return {
    pass: of('pass'),
    fail: of('fail'),
    'cannot judge': of('cannot judge'),
    reasons,
    ratios: all.map(({ ratio }) => ratio && rounded(ratio)),
  };
}

function medianTime(all: readonly Inspection[]): number {
  const times = all.map(({ timings }) =>
    Object.values(timings).reduce((sum: number, time: number) => sum + time, 0),
  );
  return medianOf(times);
}

function now(): number {
  return performance.now();
}

/** Six significant digits: enough to count by, and the file stays small. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

function aurocOf(good: readonly Inspection[], defective: readonly Inspection[]): number {
  const scores = [...good, ...defective].map(({ score }) => score);
  return auroc(
    rankScores(
      scores,
      scores.map((_, i) => (i < good.length ? 0 : 1)),
    ),
  );
}

function isSame(a: RgbImage, b: RgbImage): boolean {
  return (
    a.width === b.width && a.height === b.height && a.data.every((value, i) => value === b.data[i])
  );
}

function describe(run: Run): string {
  const { good, defective, impostors } = run;
  const passed = IMPOSTORS.flatMap((kind) => {
    const pass = impostors[kind]?.pass ?? 0;
    return pass > 0 ? [`${kind} ${pass}`] : [];
  });
  return (
    `${run.category}  ${run.preset}  K ${run.shots}  seed ${run.seed}  ${run.pose}  ` +
    `AUROC ${(100 * run.imageAuroc).toFixed(1)}  ` +
    `false rejects ${share(good, 'fail')}  not judged ${share(good, 'cannot judge')}  ` +
    `escapes ${share(defective, 'pass')}  passed: ${passed.join(', ') || 'none'}`
  );
}

function share(all: Judged, verdict: Verdict): string {
  return `${all[verdict]}/${all.ratios.length}`;
}
