/**
 * What saying where to look is worth beside clutter: enrols K good pictures of each category with a declared
 * area, with the foreground that is found, with both and with neither, and judges good and defective test pictures as they
 * are and with things beside the part (`clutter-items.ts`).
 *
 * Run: npx tsx studies/clutter.ts --help
 */
import { toList } from '../src/cli/run-request.ts';
import { SupportSetError, UsageError } from '../src/errors.ts';
import type { RgbImage } from '../src/image/rgb-image.ts';
import { enroll } from '../src/inspection/enrolment.ts';
import type { Inspection } from '../src/inspection/inspection.ts';
import { Inspector } from '../src/inspection/inspector.ts';
import { findModel } from '../src/node/runtime/model-lookup.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { seededRandom } from '../src/random.ts';
import { pick } from '../src/synthetic/draw.ts';
import {
  CLUTTER_CASES,
  CLUTTER_METHODS,
  type ClutterCase,
  type ClutterMethod,
  type ClutterRun,
  clutterRunSchema,
  clutterSummary,
  tallyClutter,
} from './clutter-figures.ts';
import { type ClutterItem, cutItem, drawnItem, scaledItem } from './clutter-items.ts';
import { type ClutterPlan, cluttered } from './clutter-places.ts';
import { type ClutterSubject, openSubjects, splitWord } from './clutter-subjects.ts';
import { runStudy, toNames, toNumbers } from './study.ts';
import { readSupport, type Reading } from './test-pictures.ts';

const whole = { type: 'number', value: 'N', min: 1, whole: true } as const;
const studyOptions = {
  shots: { ...whole, value: 'K', default: 4, min: 2, help: 'good pictures' },
  seeds: {
    type: 'string',
    value: 'N,…',
    default: '0',
    help: 'of the support sets and of the clutter',
  },
  pictures: { ...whole, default: 8, help: 'good and defective test pictures a category, each' },
  drawn: {
    type: 'string',
    value: 'KIND,…',
    default: 'connector,gear',
    help: 'kinds of drawn parts, which lie in the middle of wide pictures',
  },
  methods: {
    type: 'string',
    value: 'NAME,…',
    default: CLUTTER_METHODS.join(','),
    help: 'ways to say where to look',
  },
  side: {
    ...whole,
    default: 512,
    min: 64,
    help: 'larger pictures are reduced to that at their longer side first',
  },
  model: { type: 'string', value: 'NAME', help: 'model or its file (default: as fewgood enroll)' },
} as const;

/** Pictures of a category that things are cut out of. */
const CUT_PICTURES = 6;

const runtime = nodeRuntime();

await runStudy({
  file: 'clutter.ts',
  summary: 'Judge test pictures with things beside the part, where a part is told where to look',
  usage: 'CATEGORY@SHAPE… [options]',
  details: `CATEGORY is a folder below FEWGOOD_DATA, or absolute, laid out like MVTec AD's: train/good
    and test/good; SHAPE what a person would declare as the area of its part, as of --region of fewgood enroll.
    Name two or more: parts of one are real clutter beside those of the others.`,
  examples: [
    'npx tsx studies/clutter.ts permissive/hexnut@0.12,0.08,0.78,0.82 permissive/hazelnut_toy@0.08,0.18,0.8,0.64',
  ],
  options: studyOptions,
  run: async ({ options, args, begin }) => {
    const seeds = toNumbers('seeds', options.seeds);
    const methods = toNames('methods', options.methods, CLUTTER_METHODS);
    const { bytes: model } = await findModel(options.model);
    const subjects = await openSubjects(args, toList(options.drawn));
    const pictures = args.map((word) => splitWord(word).folder);
    const record = await begin({ pictures, seeds, runtime: runtime.name, model });
    const runs: ClutterRun[] = [];
    for (const seed of seeds) {
      for (const subject of subjects) {
        for (const method of methods) {
          const step = `${subject.name} ${seed} ${method}`;
          const run = await record.step(step, clutterRunSchema, () =>
            judgeSubject(subject, subjects, { ...options, seed, method, model }),
          );
          runs.push(run);
          console.log(describe(run));
        }
      }
    }
    const all = methods.map((method) => clutterSummary(method, runs));
    console.log(JSON.stringify(all, null, 2));
    const { shots, side } = options;
    await record.finish({ shots, pictures: options.pictures, side, args, all, runs });
  },
});

/** How parts are learned and judged. */
interface Setup extends Reading {
  readonly shots: number;
  readonly seed: number;
  readonly method: ClutterMethod;
  readonly model: Uint8Array;
}

async function judgeSubject(
  subject: ClutterSubject,
  subjects: readonly ClutterSubject[],
  setup: Setup,
): Promise<ClutterRun> {
  const { seed, method } = setup;
  const run = { category: subject.name, seed, method };
  const learned = await learn(subject, setup);
  if (typeof learned === 'string') return { ...run, share: null, refused: learned, cases: {} };
  const { inspector, share } = learned;
  try {
    const tests = await subject.readTests(setup);
    const things = await cutThings(subject, subjects, setup);
    const cases: ClutterRun['cases'] = {};
    for (const name of CLUTTER_CASES) {
      const judge = async (label: string, images: readonly RgbImage[]): Promise<Inspection[]> => {
        const all: Inspection[] = [];
        for (const [i, image] of images.entries()) {
          const random = seededRandom(seed).fork(`${subject.name} ${name} ${label} ${i}`);
          const plan = planOf(name, things);
          const shown =
            plan === null ? image : cluttered({ image, declared: subject.declared }, plan, random);
          if (shown !== undefined) all.push(await inspector.inspect(shown));
        }
        return all;
      };
      cases[name] = tallyClutter(
        await judge('good', tests.good),
        await judge('defective', tests.defective),
      );
    }
    return { ...run, share, refused: null, cases };
  } finally {
    await inspector.release();
  }
}

/** What is laid where; null for pictures as they are. */
function planOf(name: ClutterCase, things: readonly ClutterItem[]): ClutterPlan | null {
  if (name === 'plain') return null;
  const place = name.endsWith('away') ? 'away' : 'near';
  if (name.startsWith('drawn')) return { place, make: drawnItem };
  return { place, make: (random, side) => scaledItem(pick(random, things), side) };
}

/** Real parts of the other categories. */
async function cutThings(
  own: ClutterSubject,
  subjects: readonly ClutterSubject[],
  { side }: Reading,
): Promise<ClutterItem[]> {
  const things: ClutterItem[] = [];
  for (const { source } of subjects) {
    if (source === null || source === own.source) continue;
    const good = await readSupport(source, { shots: CUT_PICTURES, seed: 0, side });
    things.push(...good.flatMap(({ image }) => cutItem(image) ?? []));
  }
  if (things.length > 0) return things;
  throw new UsageError(
    `Cannot study ${own.name}: nothing of the other categories stands out from its background`,
    'Name another category beside it.',
  );
}

interface Learned {
  readonly inspector: Inspector;
  readonly share: number | null;
}

/** The message where the good pictures show no foreground. */
async function learn(subject: ClutterSubject, setup: Setup): Promise<Learned | string> {
  const { method, seed, model } = setup;
  const isFound = method === 'foreground' || method === 'both';
  const isDeclared = method === 'region' || method === 'both';
  let share: number | null = null;
  try {
    const part = await enroll(await subject.readSupport(setup), {
      runtime,
      model,
      settings: { seed, enlarge: 'none' },
      ...(isDeclared && { lookArea: subject.declared }),
      ...(isFound && { foreground: 'auto', onForeground: (one) => void (share = one.share) }),
    });
    return { inspector: await Inspector.create(part, { runtime, model }), share };
  } catch (error) {
    if (isFound && error instanceof SupportSetError) return error.message;
    throw error;
  }
}

function describe({ category, seed, method, share, refused, cases }: ClutterRun): string {
  if (refused !== null) return `${category}  seed ${seed}  ${method}: ${refused}`;
  const figures = CLUTTER_CASES.flatMap((name) => {
    const of = cases[name];
    if (of === undefined) return [];
    const rejects = `${of.good - of.goodPass}/${of.good}`;
    return [`${name} ${rejects} false rejects ${of.defectivePass}/${of.defective} escapes`];
  });
  const looked = share === null ? '' : ` (${(100 * share).toFixed(0)} % looked at)`;
  return `${category}  seed ${seed}  ${method}${looked}  ${figures.join(', ')}`;
}
