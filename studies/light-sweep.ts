/**
 * What corrections of light are worth: enrols K good pictures of each category with each of them, and judges
 * good and defective test pictures as they are and under other light (`light-changes.ts`).
 *
 * Run: npx tsx studies/light-sweep.ts --help
 */
import { ArgumentRangeError } from '../src/errors.ts';
import { type LightMethod, lightMethods } from '../src/image/light.ts';
import type { RgbImage } from '../src/image/rgb-image.ts';
import { enroll } from '../src/inspection/enrolment.ts';
import type { Inspection } from '../src/inspection/inspection.ts';
import { Inspector } from '../src/inspection/inspector.ts';
import type { PartSettings } from '../src/inspection/settings.ts';
import type { NamedImage } from '../src/inspection/support-pictures.ts';
import { findModel } from '../src/node/runtime/model-lookup.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { openCategories } from './category-source.ts';
import { LIGHT_NAMES, type LightName, MILD, underLight } from './light-changes.ts';
import {
  type JudgedLight,
  type LightRun,
  lightRunSchema,
  lightSummary,
  tallyLight,
} from './light-figures.ts';
import { runStudy, toNames, toNumbers } from './study.ts';
import { readSupport, readTests, type Tests } from './test-pictures.ts';

const studyOptions = {
  shots: { type: 'number', value: 'K', default: 4, min: 1, whole: true, help: 'good pictures' },
  seeds: { type: 'string', value: 'N,…', default: '0,1,2', help: 'of the support sets' },
  pictures: {
    type: 'number',
    value: 'N',
    default: 20,
    min: 1,
    whole: true,
    help: 'good and defective test pictures a category, each, spread over all',
  },
  methods: {
    type: 'string',
    value: 'NAME,…',
    default: lightMethods.join(','),
    help: 'corrections of light',
  },
  changes: {
    type: 'string',
    value: 'NAME,…',
    default: LIGHT_NAMES.join(','),
    help: 'changes of light',
  },
  side: {
    type: 'number',
    value: 'PIXELS',
    default: 512,
    min: 64,
    whole: true,
    help: 'larger pictures are reduced to that at their longer side first',
  },
  enlarge: {
    type: 'string',
    choices: ['outlined', 'none'],
    default: 'outlined',
    help: 'as of fewgood enroll',
  },
  model: { type: 'string', value: 'NAME', help: 'model or its file (default: as fewgood enroll)' },
} as const;

const runtime = nodeRuntime();

await runStudy({
  file: 'light-sweep.ts',
  summary: 'Judge test pictures under other light, with each correction of light',
  usage: 'CATEGORY… [options]',
  details: `CATEGORY is a folder below FEWGOOD_DATA, or absolute, laid out like MVTec AD's: train/good
    and test/good. Name two or more.`,
  examples: [
    'npx tsx studies/light-sweep.ts permissive/wood permissive/hexnut --out results/light.json',
  ],
  options: studyOptions,
  run: async ({ options, args, begin }) => {
    const seeds = toNumbers('seeds', options.seeds);
    const methods = toNames('methods', options.methods, lightMethods);
    const changes = toNames('changes', options.changes, LIGHT_NAMES);
    const { bytes: model } = await findModel(options.model);
    const pairs = await openCategories(args);
    const record = await begin({ pictures: args, seeds, runtime: runtime.name, model });
    const runs: LightRun[] = [];
    for (const seed of seeds) {
      for (const { source } of pairs) {
        const tests = await readTests(source, options);
        const support = await readSupport(source, { ...options, seed });
        for (const method of methods) {
          const run = await record.step(`${source.folder} ${seed} ${method}`, lightRunSchema, () =>
            sweep(support, tests, { method, seed, changes, model, enlarge: options.enlarge }),
          );
          runs.push(run);
          console.log(describe(run));
        }
      }
    }
    const all = methods.map((method) => lightSummary(method, runs));
    console.log(JSON.stringify(all, null, 2));
    const { shots, pictures, side, enlarge } = options;
    await record.finish({ shots, pictures, side, enlarge, mild: MILD, all, runs });
  },
});

/** What is the same for every change of light. */
interface Setup {
  readonly method: LightMethod;
  readonly seed: number;
  readonly changes: readonly LightName[];
  readonly model: Uint8Array;
  readonly enlarge: PartSettings['enlarge'];
}

async function sweep(
  support: readonly NamedImage[],
  tests: Tests,
  setup: Setup,
): Promise<LightRun> {
  const { method, seed, changes } = setup;
  const run = { category: tests.category, seed, method };
  const inspector = await learn(support, setup);
  if (inspector === undefined) return { ...run, changes: null };
  try {
    const judge = async (images: readonly RgbImage[], change: LightName): Promise<Inspection[]> => {
      const all: Inspection[] = [];
      for (const image of images) all.push(await inspector.inspect(underLight(image, change)));
      return all;
    };
    const plain = await judge(tests.good, 'plain');
    const figures: Partial<Record<LightName, JudgedLight>> = {};
    for (const change of changes) {
      const good = change === 'plain' ? plain : await judge(tests.good, change);
      figures[change] = tallyLight(plain, good, await judge(tests.defective, change));
    }
    return { ...run, changes: figures };
  } finally {
    await inspector.release();
  }
}

/** Undefined where the pictures do not allow the correction. */
async function learn(
  support: readonly NamedImage[],
  { method, seed, model, enlarge }: Setup,
): Promise<Inspector | undefined> {
  try {
    const options = { runtime, model, settings: { seed, enlarge }, light: { method } };
    return await Inspector.create(await enroll(support, options), { runtime, model });
  } catch (error) {
    if (error instanceof ArgumentRangeError && error.options.includes('light')) return undefined;
    throw error;
  }
}

function describe({ category, seed, method, changes }: LightRun): string {
  if (changes === null) return `${category}  seed ${seed}  ${method}: refused`;
  const figures = Object.entries(changes).map(
    ([change, { pass, good, imageAuroc }]) =>
      `${change} ${pass}/${good} ${(100 * imageAuroc).toFixed(1)}`,
  );
  return `${category}  seed ${seed}  ${method}  ${figures.join(', ')}`;
}
