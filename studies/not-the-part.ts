/**
 * What passes that is no good part: enrols K good pictures of each category, drawn by seed, and
 * inspects pictures made of good ones that show no good part, see `impostors.ts`.
 *
 * Run: npx tsx studies/not-the-part.ts --help
 */
import { z } from 'zod';
import { drawSupportSet } from '../src/datasets/support-set.ts';
import { UsageError } from '../src/errors.ts';
import type { RgbImage } from '../src/image/rgb-image.ts';
import { enroll, type NamedImage } from '../src/inspection/enrolment.ts';
import type { Verdict } from '../src/inspection/inspection.ts';
import { Inspector } from '../src/inspection/inspector.ts';
import { findModel } from '../src/node/runtime/model-lookup.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { type CategorySource, openCategory, readPicture, testPaths } from './category-source.ts';
import { type Impostor, IMPOSTORS, impostorOf } from './impostors.ts';
import { runStudy, toNumbers } from './study.ts';

const studyOptions = {
  shots: { type: 'number', value: 'K', default: 4, min: 1, whole: true, help: 'good pictures' },
  seeds: { type: 'string', value: 'N,…', default: '0,1,2', help: 'of the support sets' },
  pictures: {
    type: 'number',
    value: 'N',
    default: 5,
    min: 1,
    whole: true,
    help: 'good test pictures that impostors are made of, a category',
  },
  model: { type: 'string', value: 'FILE', help: 'model file (default: as fewgood enroll)' },
} as const;

/** Pictures by verdict. */
const counts = z.record(z.enum(['pass', 'fail', 'cannot judge']), z.int());
type Counts = z.infer<typeof counts>;

/** What one support set made of good test pictures and of each kind of impostor. */
const runSchema = z.object({
  category: z.string(),
  seed: z.int(),
  good: counts,
  impostors: z.record(z.enum(IMPOSTORS), counts),
});
type Run = z.infer<typeof runSchema>;

const runtime = nodeRuntime();

await runStudy({
  file: 'not-the-part.ts',
  summary: 'Count the pictures that pass although they show no good part',
  usage: 'CATEGORY… [options]',
  details: `CATEGORY is a folder below FEWGOOD_DATA, or absolute, laid out like MVTec AD's: train/good
    and test/good. Name two or more: good pictures of the next one are the foreign parts of each.`,
  examples: [
    'npx tsx studies/not-the-part.ts mvtec/bottle permissive/hexnut --out results/not-the-part.json',
  ],
  options: studyOptions,
  run: async ({ options: { shots, pictures, model: file, ...options }, args, begin }) => {
    if (args.length < 2) {
      throw new UsageError(
        'Cannot study fewer than two categories',
        'Name two folders or more: parts of one are foreign to the other.',
      );
    }
    const seeds = toNumbers('seeds', options.seeds);
    const { bytes: model } = await findModel(file);
    const sources = await Promise.all(args.map(openCategory));
    const record = await begin({ pictures: args, seeds, runtime: runtime.name, model });
    const runs: Run[] = [];
    for (const [i, source] of sources.entries()) {
      const next = sources[(i + 1) % sources.length] ?? source;
      for (const seed of seeds) {
        const run = await record.step(`${source.folder} ${seed}`, runSchema, () =>
          judgeCategory(source, next, { seed, shots, pictures, model }),
        );
        runs.push(run);
        console.log(describe(run));
      }
    }
    const impostors = Object.fromEntries(
      IMPOSTORS.map((kind) => [kind, sum(runs.map((run) => run.impostors[kind]))]),
    );
    const all = { good: sum(runs.map(({ good }) => good)), impostors };
    console.log(all);
    await record.finish({ shots, madeOf: pictures, all, runs });
  },
});

interface Setup {
  readonly seed: number;
  readonly shots: number;
  readonly pictures: number;
  readonly model: Uint8Array;
}

async function judgeCategory(
  source: CategorySource,
  next: CategorySource,
  { seed, shots, pictures, model }: Setup,
): Promise<Run> {
  const support: NamedImage[] = [];
  for (const { path } of drawSupportSet(source.category, shots, seed)) {
    support.push({ name: path, image: await readPicture(source, path) });
  }
  const part = await enroll(support, { runtime, model, settings: { seed } });
  const inspector = await Inspector.create(part, { runtime, model });
  try {
    const verdictOf = async (image: RgbImage): Promise<Verdict> =>
      (await inspector.inspect(image)).verdict;
    const good: Verdict[] = [];
    for (const path of testPaths(source, 'normal'))
      good.push(await verdictOf(await readPicture(source, path)));
    const foreign = testPaths(next, 'normal');
    const impostors = new Map<Impostor, Verdict[]>(IMPOSTORS.map((kind) => [kind, []]));
    for (const [i, path] of testPaths(source, 'normal').slice(0, pictures).entries()) {
      const image = await readPicture(source, path);
      const other = await readPicture(next, foreign[(i + seed) % foreign.length] ?? path);
      for (const [kind, verdicts] of impostors) {
        verdicts.push(await verdictOf(impostorOf(kind, image, other)));
      }
    }
    return {
      category: source.category.name,
      seed,
      good: count(good),
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the map has every kind
      impostors: Object.fromEntries(
        Array.from(impostors, ([kind, verdicts]) => [kind, count(verdicts)]),
      ) as Run['impostors'],
    };
  } finally {
    await inspector.release();
  }
}

function count(verdicts: readonly Verdict[]): Counts {
  const of = (verdict: Verdict): number => verdicts.filter((one) => one === verdict).length;
  return { pass: of('pass'), fail: of('fail'), 'cannot judge': of('cannot judge') };
}

function sum(all: readonly Counts[]): Counts {
  const of = (verdict: Verdict): number => all.reduce((total, one) => total + one[verdict], 0);
  return { pass: of('pass'), fail: of('fail'), 'cannot judge': of('cannot judge') };
}

function describe({ category, seed, good, impostors }: Run): string {
  const passed = IMPOSTORS.map((kind) => [kind, impostors[kind].pass] as const)
    .filter(([, pass]) => pass > 0)
    .map(([kind, pass]) => `${kind} ${pass}`);
  return `${category}  seed ${seed}  good not passed ${good.fail + good['cannot judge']}  passed: ${passed.join(', ') || 'none'}`;
}
