/**
 * What judging a kit by its places is worth: drawn kits of several kinds with defective, missing, exchanged and surplus
 * parts. Is the right place named, and no other?
 *
 * Run: npx tsx studies/kits.ts --help
 */
import { z } from 'zod';
import { modelOfPreset } from '../src/cli/setting-options.ts';
import type { RgbImage } from '../src/image/rgb-image.ts';
import { calibratePart, type Candidate, scoreConfirmed } from '../src/inspection/calibrate-part.ts';
import { Inspector } from '../src/inspection/inspector.ts';
import { objectsOf } from '../src/inspection/object-enrolment.ts';
import type { Part } from '../src/inspection/part.ts';
import { enrollPlaces } from '../src/inspection/place-enrolment.ts';
import { presetNames, presetSettings } from '../src/inspection/presets.ts';
import { findModel } from '../src/node/runtime/model-lookup.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { type Random, seededRandom } from '../src/random.ts';
import { drawKit, planKit, type PlannedKit, PLACES } from './known-kits.ts';
import { runStudy } from './study.ts';

const whole = { type: 'number', value: 'N', min: 0, whole: true } as const;
const studyOptions = {
  judged: { ...whole, default: 24, help: 'kits that are judged' },
  confirmed: { ...whole, default: 0, help: 'good kits that are confirmed before' },
  shots: { ...whole, default: 3, min: 1, help: 'good kits that are learned from' },
  preset: { type: 'string', choices: presetNames, default: 'balanced', help: 'of all kinds' },
  seed: { ...whole, default: 0, help: 'of everything that is drawn' },
} as const;

const counts = z.strictObject({ of: z.int(), named: z.int() });
const outcome = z.strictObject({
  kits: z.int(),
  /** Places of each sort, and those that did not pass. */
  good: counts,
  defective: counts,
  missing: counts,
  exchanged: counts,
  /** Kits with a part beside the places, and those of which what lies beside did not pass; the same of those without. */
  surplus: counts,
  clear: counts,
  /** Exchanged parts of which it was told what they would pass as. */
  told: z.int(),
  /** Kits with something wrong that passed. */
  escaped: z.int(),
});
type Outcome = z.infer<typeof outcome>;

const runtime = nodeRuntime();

await runStudy({
  file: 'kits.ts',
  summary: 'Judge drawn kits of several kinds by their places',
  usage: '[options]',
  examples: ['npx tsx studies/kits.ts --confirmed 10 --out results/kits.json'],
  options: studyOptions,
  run: async ({ options, begin }) => {
    const { preset, seed, judged, confirmed, shots } = options;
    const { bytes: model } = await findModel(modelOfPreset(preset));
    const record = await begin({ pictures: [], seeds: [seed], runtime: runtime.name, model });
    const random = seededRandom(seed);
    const kits = Array.from({ length: judged }, (_, n) => planKit(random.fork(`judged-${n}`), n));
    const settings = presetSettings(preset);
    const pictures = goodKits('good', shots, random).map((image, n) => {
      return { name: `good-${n}`, image };
    });
    const part = await enrollPlaces(pictures, { runtime, model, settings, places: PLACES });
    const first = await record.step('provisional', outcome, () => judgeAll(part, model, kits));
    console.log(`provisional thresholds: ${JSON.stringify(first)}`);
    if (confirmed > 0) {
      const more = goodKits('confirmed', confirmed, random);
      const second = await record.step('confirmed', outcome, async () =>
        judgeAll(await confirmedBy(part, model, more), model, kits),
      );
      console.log(`with ${confirmed} kits confirmed: ${JSON.stringify(second)}`);
      return record.finish({ provisional: first, confirmed: second });
    }
    return record.finish({ provisional: first });
  },
});

function goodKits(name: string, count: number, random: Random): RgbImage[] {
  return Array.from({ length: count }, (_, n) => drawKit(random.fork(`${name}-${n}`), {}));
}

/** The part with good kits confirmed; that they are good is known, whatever they score. */
async function confirmedBy(
  part: Part,
  model: Uint8Array,
  images: readonly RgbImage[],
): Promise<Part> {
  const inspector = await Inspector.create(part, { runtime, model });
  const candidates: Candidate[] = [];
  for (const [n, image] of images.entries()) {
    for (const one of objectsOf({ name: `confirmed-${n}`, image }, part.layout)) {
      candidates.push(await scoreConfirmed(inspector, one));
    }
  }
  await inspector.release();
  return calibratePart(part, candidates, { accept: true }).part;
}

function none(): Outcome['good'] {
  return { of: 0, named: 0 };
}

async function judgeAll(
  part: Part,
  model: Uint8Array,
  kits: readonly PlannedKit[],
): Promise<Outcome> {
  const result: Outcome = {
    kits: 0,
    good: none(),
    defective: none(),
    missing: none(),
    exchanged: none(),
    surplus: none(),
    clear: none(),
    told: 0,
    escaped: 0,
  };
  const inspector = await Inspector.create(part, { runtime, model });
  for (const { image, sorts, isSurplus, kinds } of kits) {
    const { verdict, objects = [] } = await inspector.inspect(image);
    const isWrong = isSurplus || sorts.some((sort) => sort !== 'good');
    result.kits++;
    result.escaped += Number(isWrong && verdict === 'pass');
    for (const [i, object] of objects.entries()) {
      const isNamed = object.verdict !== 'pass';
      const sort = sorts[i] ?? (isSurplus ? 'surplus' : 'clear');
      result[sort].of++;
      result[sort].named += Number(isNamed);
      const found = object.reasons.find(({ code }) => code === 'other-kind')?.facts['found'];
      result.told += Number(sort === 'exchanged' && found === kinds[i]);
    }
  }
  await inspector.release();
  return result;
}
