/**
 * What pictures as such say, before any model looks at them: draws K good pictures of each category by
 * seed, and counts good, defective and impostor pictures that look unlike them, see `impostors.ts`.
 * It decided the tolerances of `APPEARANCE`; MVTec AD's categories are only reported.
 *
 * Run: npx tsx studies/appearance.ts --help
 */
import { z } from 'zod';
import { drawSupportSet } from '../src/datasets/support-set.ts';
import { Frame } from '../src/image/frame.ts';
import type { RgbImage } from '../src/image/rgb-image.ts';
import { tonesOf } from '../src/image/picture-statistics.ts';
import { type Appearance, appearanceOf, contentOf } from '../src/inspection/appearance.ts';
import { AppearanceCheck } from '../src/inspection/appearance-check.ts';
import { appearanceWarnings } from '../src/inspection/appearance-warnings.ts';
import type { SupportPicture } from '../src/inspection/part.ts';
import { DEFAULT_SETTINGS } from '../src/inspection/settings.ts';
import { type CategorySource, openCategories, readPicture, testPaths } from './category-source.ts';
import { type Impostor, IMPOSTORS, impostorOf } from './impostors.ts';
import { runStudy, toNumbers } from './study.ts';

const studyOptions = {
  shots: { type: 'string', value: 'K,…', default: '2,4,8', help: 'good pictures' },
  seeds: { type: 'string', value: 'N,…', default: '0,1,2', help: 'of the support sets' },
  pictures: {
    type: 'number',
    value: 'N',
    default: 5,
    min: 1,
    whole: true,
    help: 'good test pictures that impostors are made of, a category',
  },
  size: {
    type: 'number',
    value: 'S',
    default: 224,
    min: 32,
    whole: true,
    help: 'side of the square',
  },
} as const;

/** Pictures of a kind, those that cannot be judged, and why; one picture may have several reasons. */
const tallySchema = z.object({
  pictures: z.int(),
  unlike: z.int(),
  reasons: z.record(z.string(), z.int()),
});
type Tally = z.infer<typeof tallySchema>;

/** All support sets of one size of a category. */
const runSchema = z.object({
  category: z.string(),
  shots: z.int(),
  good: tallySchema,
  /** Good test pictures that cannot be judged, by seed. */
  goodBySeed: z.array(z.int()),
  defective: tallySchema,
  impostors: z.record(z.enum(IMPOSTORS), tallySchema),
  /** Support pictures that enrolment warns of. */
  warned: z.int(),
});
type Run = z.infer<typeof runSchema>;

/** A picture as the check sees it. */
interface Seen {
  readonly square: RgbImage;
  readonly appearance: Appearance;
}

/** The test pictures of a category, measured once for all support sets. */
interface Tests {
  readonly good: readonly Seen[];
  readonly defective: readonly Seen[];
  readonly impostors: ReadonlyMap<Impostor, readonly Seen[]>;
}

await runStudy({
  file: 'appearance.ts',
  summary: 'Count the pictures that look unlike the good ones',
  usage: 'CATEGORY… [options]',
  details: `CATEGORY is a folder below FEWGOOD_DATA, or absolute, laid out like MVTec AD's: train/good
    and test/good. Name two or more: good pictures of the next one are the foreign parts of each.`,
  examples: [
    'npx tsx studies/appearance.ts permissive/wood permissive/hexnut --out results/appearance.json',
  ],
  options: studyOptions,
  run: async ({ options: { pictures, size, ...options }, args, begin }) => {
    const [shots, seeds] = [toNumbers('shots', options.shots), toNumbers('seeds', options.seeds)];
    const pairs = await openCategories(args);
    const record = await begin({ pictures: args, seeds, runtime: 'none: pixels alone' });
    const runs: Run[] = [];
    for (const { source, next } of pairs) {
      const ofCategory = await record.step(source.folder, z.array(runSchema), async () => {
        const tests = await readTests(source, next, { pictures, size });
        const all: Run[] = [];
        for (const k of shots) all.push(await runOf(source, tests, { shots: k, seeds, size }));
        return all;
      });
      runs.push(...ofCategory);
      for (const run of ofCategory) console.log(describe(run));
    }
    const all = shots.map((k) =>
      summary(
        k,
        runs.filter((run) => run.shots === k),
      ),
    );
    console.log(JSON.stringify(all, null, 2));
    await record.finish({ size, madeOf: pictures, all, runs });
  },
});

async function readTests(
  source: CategorySource,
  next: CategorySource,
  { pictures, size }: { readonly pictures: number; readonly size: number },
): Promise<Tests> {
  const see = async (path: string): Promise<Seen> => seen(await readPicture(source, path), size);
  const good: Seen[] = [];
  const defective: Seen[] = [];
  const paths = testPaths(source, 'normal');
  for (const path of paths) good.push(await see(path));
  for (const path of testPaths(source, 'anomalous')) defective.push(await see(path));
  const foreign = testPaths(next, 'normal');
  const impostors = new Map<Impostor, Seen[]>(IMPOSTORS.map((kind) => [kind, []]));
  for (const [i, path] of paths.slice(0, pictures).entries()) {
    const image = await readPicture(source, path);
    const other = await readPicture(next, foreign[i % foreign.length] ?? path);
    for (const [kind, all] of impostors) all.push(seen(impostorOf(kind, image, other), size));
  }
  return { good, defective, impostors };
}

function seen(image: RgbImage, size: number): Seen {
  const frame = new Frame(image, size, DEFAULT_SETTINGS.fit);
  const square = frame.squareOf(image);
  return { square, appearance: appearanceOf(contentOf(square, frame), frame.picture) };
}

async function runOf(
  source: CategorySource,
  tests: Tests,
  { shots, seeds, size }: { shots: number; seeds: readonly number[]; size: number },
): Promise<Run> {
  const settings = { size, fit: DEFAULT_SETTINGS.fit, appearance: 'check' } as const;
  const sets: SupportPicture[][] = [];
  for (const seed of seeds) {
    const support: SupportPicture[] = [];
    for (const { path } of drawSupportSet(source.category, shots, seed)) {
      const { square, appearance } = seen(await readPicture(source, path), size);
      support.push({ name: path, sha256: '', image: square, appearance });
    }
    sets.push(support);
  }
  const checks = sets.map((support) =>
    AppearanceCheck.create({ settings, support, calibration: { confirmed: [] } }),
  );
  const tallies = (pictures: readonly Seen[]): Tally[] =>
    checks.map((check) =>
      tallyOf(
        pictures.map(({ appearance, square }) =>
          // A picture that is stretched into the square fills it.
          (check?.reasonsOf(appearance, tonesOf(square)) ?? []).map(({ code }) => code),
        ),
      ),
    );
  const good = tallies(tests.good);
  return {
    category: source.category.name,
    shots,
    good: sum(good),
    goodBySeed: good.map(({ unlike }) => unlike),
    defective: sum(tallies(tests.defective)),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the map has every kind
    impostors: Object.fromEntries(
      Array.from(tests.impostors, ([kind, pictures]) => [kind, sum(tallies(pictures))]),
    ) as Run['impostors'],
    warned: sets.reduce((count, support) => count + warnedOf(support, settings), 0),
  };
}

/** Pictures of a support set that enrolment warns of; sizes that differ are no picture's. */
function warnedOf(
  support: readonly SupportPicture[],
  settings: Parameters<typeof appearanceWarnings>[1],
): number {
  const warnings = appearanceWarnings(support, settings);
  return new Set(warnings.flatMap(({ facts }) => facts['picture'] ?? [])).size;
}

/** @param codes - Of each picture. */
function tallyOf(codes: readonly (readonly string[])[]): Tally {
  const reasons: Record<string, number> = {};
  for (const code of codes.flat()) reasons[code] = (reasons[code] ?? 0) + 1;
  return {
    pictures: codes.length,
    unlike: codes.filter((some) => some.length > 0).length,
    reasons,
  };
}

function sum(tallies: readonly Tally[]): Tally {
  const reasons: Record<string, number> = {};
  for (const [code, count] of tallies.flatMap((tally) => Object.entries(tally.reasons))) {
    reasons[code] = (reasons[code] ?? 0) + count;
  }
  const total = (value: (tally: Tally) => number): number =>
    tallies.reduce((all, tally) => all + value(tally), 0);
  return {
    pictures: total((tally) => tally.pictures),
    unlike: total((tally) => tally.unlike),
    reasons,
  };
}

/** All support sets of one size together. */
function summary(shots: number, runs: readonly Run[]): object {
  return {
    shots,
    supportSets: runs.reduce((sets, { goodBySeed }) => sets + goodBySeed.length, 0),
    warned: runs.reduce((all, { warned }) => all + warned, 0),
    good: sum(runs.map(({ good }) => good)),
    defective: sum(runs.map(({ defective }) => defective)),
    impostors: Object.fromEntries(
      IMPOSTORS.map((kind) => [kind, sum(runs.map(({ impostors }) => impostors[kind]))]),
    ),
  };
}

function describe({ category, shots, good, defective, impostors }: Run): string {
  const missed = IMPOSTORS.map((kind) => [kind, impostors[kind]] as const)
    .filter(([, { pictures, unlike }]) => unlike < pictures)
    .map(([kind, { pictures, unlike }]) => `${kind} ${pictures - unlike}`);
  return (
    `${category}  K ${shots}  unlike: good ${good.unlike}/${good.pictures}, ` +
    `defective ${defective.unlike}/${defective.pictures}  not seen: ${missed.join(', ') || 'none'}`
  );
}
