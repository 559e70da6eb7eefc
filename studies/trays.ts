/**
 * What judging several objects in a picture is worth: drawn trays, and trays composed of real pictures, with
 * defective, missing and surplus parts, some of which touch. Are they counted right, and is the right one named?
 *
 * Run: npx tsx studies/trays.ts --help
 */
import { modelOfPreset } from '../src/cli/setting-options.ts';
import { toList } from '../src/cli/run-request.ts';
import type { RgbImage } from '../src/image/rgb-image.ts';
import { calibratePart, type Candidate, scoreConfirmed } from '../src/inspection/calibrate-part.ts';
import { Inspector } from '../src/inspection/inspector.ts';
import { enrollObjects, objectsOf } from '../src/inspection/object-enrolment.ts';
import type { Part } from '../src/inspection/part.ts';
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
import { compare, describeNaming, NONE_NAMED, outcome, type Outcome } from './tray-naming.ts';

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
  confirmed: {
    ...whole,
    default: 0,
    help: 'good parts a kind, on trays of their own, that are confirmed before the same trays are judged again',
  },
  preset: { type: 'string', choices: presetNames, default: 'balanced', help: 'of the parts' },
  seed: { ...whole, default: 0, help: 'of everything that is drawn' },
  side: { ...whole, default: 160, min: 32, help: 'of a real picture on a tray, pixels' },
} as const;

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
    const { preset, seed, counted, judged, confirmed } = options;
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
      const setup = { kind, make, expected, counted, judged, confirmed, preset, model };
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
  readonly confirmed: number;
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
    ...NONE_NAMED,
    confirmed: null,
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
  const trays: Tray[] = [];
  for (let n = 0; n < judged; n++) {
    const plan = planOf({ expected, rows }, random.fork(`judge-${n}`));
    trays.push(await make(random.fork(`judged-${n}`), plan));
  }
  const inspector = await Inspector.create(part, { runtime, model });
  for (const tray of trays) {
    const { objects = [] } = await inspector.inspect(tray.image);
    count(result, tray, objects.length);
    compare(result, tray, objects);
  }
  if (setup.confirmed === 0) {
    await inspector.release();
    return result;
  }
  const more: Tray[] = [];
  for (let n = 0; more.length * expected < setup.confirmed; n++) {
    const plan = { ...plain, touching: random.fork(`touching-${n}`).below(3) };
    more.push(await make(random.fork(`confirmed-${n}`), plan));
  }
  const calibrated = await confirmedBy(inspector, more);
  await inspector.release();
  return { ...result, confirmed: await namedBy(calibrated, model, trays) };
}

/** The part with the objects of good trays confirmed; that they are good is known, whatever they score. */
async function confirmedBy(inspector: Inspector, trays: readonly Tray[]): Promise<Part> {
  const candidates: Candidate[] = [];
  for (const [n, { image }] of trays.entries()) {
    for (const one of objectsOf({ name: `confirmed-${n}`, image }, inspector.part.layout)) {
      candidates.push(await scoreConfirmed(inspector, one));
    }
  }
  return calibratePart(inspector.part, candidates, { accept: true }).part;
}

/** What a calibrated part makes of trays. */
async function namedBy(
  part: Part,
  model: Uint8Array,
  trays: readonly Tray[],
): Promise<Outcome['confirmed']> {
  const { confirmed, provisional } = part.calibration;
  const result = { ...NONE_NAMED, objects: confirmed.length, isGuaranteed: !provisional };
  const inspector = await Inspector.create(part, { runtime, model });
  for (const tray of trays) {
    const { objects = [] } = await inspector.inspect(tray.image);
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

function describe(run: Outcome): string {
  const { kind, trays, countedRight, confirmed } = run;
  const again = confirmed && `; with ${confirmed.objects} confirmed: ${describeNaming(confirmed)}`;
  return `${kind}: ${countedRight} of ${trays} trays counted right, ${describeNaming(run)}${again ?? ''}`;
}
