/**
 * What judging several objects in a picture is worth: drawn trays, and trays composed of real pictures, with
 * defective, missing and surplus parts, some of which touch. Are they counted right, and is the right one named?
 *
 * Run: npx tsx studies/trays.ts --help
 */
import { z } from 'zod';
import { modelOfPreset } from '../src/cli/setting-options.ts';
import { toList } from '../src/cli/run-request.ts';
import type { Rectangle, RgbImage } from '../src/image/rgb-image.ts';
import { Inspector } from '../src/inspection/inspector.ts';
import { enrollObjects } from '../src/inspection/object-enrolment.ts';
import { type PresetName, presetNames, presetSettings } from '../src/inspection/presets.ts';
import { findModel } from '../src/node/runtime/model-lookup.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { LayoutLearning } from '../src/objects/learn-layout.ts';
import { splitObjects } from '../src/objects/split-objects.ts';
import { type Random, seededRandom } from '../src/random.ts';
import {
  COLUMNS,
  drawnTray,
  type MakeTray,
  realTray,
  type Tray,
  type TrayPlan,
} from './known-trays.ts';
import { runStudy } from './study.ts';

const whole = { type: 'number', value: 'N', min: 0, whole: true } as const;
const studyOptions = {
  kinds: {
    type: 'string',
    value: 'KIND,…',
    default: 'hex-nut,washer,gear,bottle-cap',
    help: 'of drawn parts',
  },
  counted: { ...whole, default: 40, help: 'trays a kind that are split, but not judged' },
  judged: { ...whole, default: 8, help: 'trays a kind that are judged' },
  preset: { type: 'string', choices: presetNames, default: 'balanced', help: 'of the parts' },
  seed: { ...whole, default: 0, help: 'of everything that is drawn' },
  side: { ...whole, default: 160, min: 32, help: 'of a real picture on a tray, pixels' },
} as const;

/** Numbers of trays and of parts. */
const outcome = z.object({
  kind: z.string(),
  /** Trays that were split, and those of which the number of objects was right. */
  trays: z.int(),
  countedRight: z.int(),
  /** Those of the trays on which some parts touch, and those of these that were counted right. */
  touchingTrays: z.int(),
  touchingCountedRight: z.int(),
  /** Defective parts on trays that were judged, and those whose object did not pass. */
  defective: z.int(),
  named: z.int(),
  /** Those of the defective whose score is above that of every good part on its tray. */
  ranked: z.int(),
  /** Those of the defective that touch another one, and those of these whose object did not pass. */
  defectiveTouching: z.int(),
  touchingNamed: z.int(),
  /** Good parts on trays that were judged, and those whose object did not pass. */
  good: z.int(),
  wronglyNamed: z.int(),
  /** Those of the good parts that touch another one, and those of these whose object did not pass. */
  goodTouching: z.int(),
  touchingWronglyNamed: z.int(),
});
type Outcome = z.infer<typeof outcome>;

const runtime = nodeRuntime();

await runStudy({
  file: 'trays.ts',
  summary: 'Count and judge the parts on trays, drawn ones and composed of real pictures',
  usage: '[CATEGORY…] [options]',
  details: `CATEGORY is a folder below FEWGOOD_DATA, or absolute, with train/good, test/good and another
    folder in test/ that holds defective parts, each alone on a ground of one colour.`,
  examples: ['npx tsx studies/trays.ts permissive/hexnut --out results/trays.json'],
  options: studyOptions,
  run: async ({ options, args, begin }) => {
    const { preset, seed, counted, judged } = options;
    const { bytes: model } = await findModel(modelOfPreset(preset));
    const record = await begin({ pictures: args, seeds: [seed], runtime: runtime.name, model });
    const runs: Outcome[] = [];
    const makers = [
      ...toList(options.kinds).map((kind): [string, MakeTray] => [kind, drawnTray(kind)]),
      ...args.map((folder): [string, MakeTray] => [folder, realTray(folder, options.side)]),
    ];
    for (const [i, [kind, make]] of makers.entries()) {
      // Trays of four to twelve parts.
      const expected = [6, 4, 8, 12][i % 4] ?? 6;
      const setup = { kind, make, expected, counted, judged, preset, model };
      const random = seededRandom(seed).fork(kind);
      const run = await record.step(kind, outcome, () => measure(setup, random));
      runs.push(run);
      console.log(describe(run));
    }
    await record.finish({ runs });
  },
});

interface Setup {
  readonly kind: string;
  readonly make: MakeTray;
  readonly expected: number;
  readonly counted: number;
  readonly judged: number;
  readonly preset: PresetName;
  readonly model: Uint8Array;
}

async function measure(setup: Setup, random: Random): Promise<Outcome> {
  const { kind, make, expected, counted, judged, preset, model } = setup;
  const rows = Math.ceil((expected + 3) / COLUMNS);
  const plain = { parts: expected, rows, defective: 0, touching: 0, isLearned: true };
  const good: RgbImage[] = [];
  for (const n of [0, 1]) good.push((await make(random.fork(`good-${n}`), plain)).image);
  const result: Outcome = {
    kind,
    trays: 0,
    countedRight: 0,
    touchingTrays: 0,
    touchingCountedRight: 0,
    defective: 0,
    named: 0,
    ranked: 0,
    defectiveTouching: 0,
    touchingNamed: 0,
    good: 0,
    wronglyNamed: 0,
    goodTouching: 0,
    touchingWronglyNamed: 0,
  };
  const learning = new LayoutLearning({ objects: expected, area: null });
  for (const [n, image] of good.entries()) learning.add(`good-${n}`, image);
  const layout = learning.layout();
  for (let n = 0; n < counted; n++) {
    const tray = await make(
      random.fork(`counted-${n}`),
      planOf({ expected, rows }, random.fork(`plan-${n}`)),
    );
    count(result, tray, splitObjects(tray.image, layout).length);
  }
  if (judged === 0) return result;
  const pictures = good.map((image, n) => ({ name: `good-${n}`, image }));
  const settings = presetSettings(preset);
  const part = await enrollObjects(pictures, { runtime, model, settings, objects: expected });
  const inspector = await Inspector.create(part, { runtime, model });
  for (let n = 0; n < judged; n++) {
    const tray = await make(
      random.fork(`judged-${n}`),
      planOf({ expected, rows }, random.fork(`judge-${n}`)),
    );
    const { objects = [] } = await inspector.inspect(tray.image);
    count(result, tray, objects.length);
    compare(result, tray, objects);
  }
  await inspector.release();
  return result;
}

/** None to three of each: defective, missing or surplus, touching. */
function planOf(
  { expected, rows }: { readonly expected: number; readonly rows: number },
  random: Random,
): TrayPlan {
  const change = [0, 0, 0, -1, -2, -3, 1, 2, 3][random.below(9)] ?? 0;
  const parts = Math.max(expected + change, 1);
  const defective = Math.min(random.below(4), parts);
  return { parts, rows, defective, touching: random.below(3), isLearned: false };
}

function count(result: Outcome, { parts }: Tray, found: number): void {
  const hasTouching = parts.some(({ isTouching }) => isTouching);
  const isRight = found === parts.length;
  result.trays++;
  result.countedRight += Number(isRight);
  result.touchingTrays += Number(hasTouching);
  result.touchingCountedRight += Number(hasTouching && isRight);
}

/** An object as it was judged. */
interface Judged {
  readonly box: Rectangle;
  readonly verdict: string;
  readonly score: number | null;
}

/** Holds verdicts against the truth: a part is what the object says that shares most with its box. */
function compare(result: Outcome, { parts }: Tray, objects: readonly Judged[]): void {
  const judged = parts.map(({ box, isDefective, isTouching }) => {
    const object = objects.toSorted((a, b) => shared(b.box, box) - shared(a.box, box))[0];
    const isHit = object !== undefined && shared(object.box, box) > 0;
    const isNamed = isHit && object.verdict !== 'pass';
    return { isDefective, isTouching, isNamed, score: isHit ? (object.score ?? 0) : 0 };
  });
  const highest = Math.max(
    0,
    ...judged.filter((one) => !one.isDefective).map(({ score }) => score),
  );
  for (const { isDefective, isTouching, isNamed, score } of judged) {
    if (isDefective) {
      result.defective++;
      result.named += Number(isNamed);
      result.ranked += Number(score > highest);
      result.defectiveTouching += Number(isTouching);
      result.touchingNamed += Number(isTouching && isNamed);
    } else {
      result.good++;
      result.wronglyNamed += Number(isNamed);
      result.goodTouching += Number(isTouching);
      result.touchingWronglyNamed += Number(isTouching && isNamed);
    }
  }
}

function shared(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(width, 0) * Math.max(height, 0);
}

function describe(run: Outcome): string {
  const { kind, trays, countedRight, defective, named, ranked, good, wronglyNamed } = run;
  return (
    `${kind}: ${countedRight} of ${trays} trays counted right, ${named} of ${defective} defective parts named ` +
    `(${ranked} above all good ones), ${wronglyNamed} of ${good} good ones too, ` +
    `${run.touchingWronglyNamed} of the ${run.goodTouching} that touch among them`
  );
}
