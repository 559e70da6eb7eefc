/**
 * Chooses the margin of the provisional threshold: enrols K good training pictures of real
 * categories and counts how many of the other training pictures, all good and none of them in a
 * reported figure, would fail at each margin; docs/calibration.md cites its result.
 *
 * Run: npx tsx studies/validate-margin.ts --help
 */
import { basename, join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../src/errors.ts';
import { CALIBRATION } from '../src/hyperparameters.ts';
import { enroll } from '../src/inspection/enrolment.ts';
import { Inspector } from '../src/inspection/inspector.ts';
import { readImage } from '../src/node/image/image-decoder.ts';
import { expandPictures } from '../src/node/inspection/pictures.ts';
import { findModel } from '../src/node/runtime/model-lookup.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { seededRandom } from '../src/random.ts';
import { dataPath } from './data-folders.ts';
import { runStudy } from './study.ts';

const SHOTS = [2, 4, 8];
const SEEDS = [0, 1, 2];
const HELD_OUT = 20;
const MARGINS = [1, 1.05, 1.1, 1.15, 1.2, 1.3, 1.4, 1.5];

const runtime = nodeRuntime();

/** Of one enrolment: scores of held-out good pictures over the largest leave-one-out score. */
interface Run {
  readonly category: string;
  readonly shots: number;
  readonly seed: number;
  readonly ratios: readonly number[];
}

await runStudy({
  file: 'validate-margin.ts',
  summary: 'Count the good pictures that fail at each margin of the provisional threshold',
  usage: 'CATEGORY… [--out results/margin.json]',
  details: 'CATEGORY is a folder with train/good, below FEWGOOD_DATA or absolute.',
  examples: [
    'npx tsx studies/validate-margin.ts permissive/wood permissive/hexnut --out results/margin.json',
  ],
  options: {},
  run: async ({ args, begin }) => {
    if (args.length === 0) {
      throw new UsageError('Cannot study no category', 'Name folders with train/good.');
    }
    const { bytes: model } = await findModel();
    const record = await begin({ pictures: args, seeds: SEEDS, runtime: runtime.name, model });
    const runs: Run[] = [];
    for (const folder of args) {
      const files = await expandPictures([join(dataPath(folder), 'train', 'good')]);
      const paths = files.map(({ path }) => path);
      for (const { shots, seed } of SHOTS.flatMap((k) =>
        SEEDS.map((s) => ({ shots: k, seed: s })),
      )) {
        const ratios = await record.step(`${folder} ${shots} ${seed}`, z.array(z.number()), () =>
          ratiosOfGood(model, paths, { shots, seed }),
        );
        runs.push({ category: basename(folder), shots, seed, ratios });
        const largest = Math.max(...ratios).toFixed(2);
        console.error(`${basename(folder)} K ${shots} seed ${seed}: largest ratio ${largest}`);
      }
    }
    const falseRejectShare = SHOTS.map((shots) => ({
      shots,
      ...Object.fromEntries(MARGINS.map((margin) => [margin, shareAbove(runs, margin, shots)])),
    }));
    console.log(falseRejectShare);
    await record.finish({ heldOut: HELD_OUT, falseRejectShare, runs });
  },
});

async function ratiosOfGood(
  model: Uint8Array,
  paths: readonly string[],
  { shots, seed }: Pick<Run, 'shots' | 'seed'>,
): Promise<number[]> {
  const drawn = seededRandom(seed)
    .fork('margin')
    .sample(paths.length, shots + HELD_OUT);
  const pictures = [];
  for (const index of drawn) {
    const path = paths[index] ?? '';
    pictures.push({ name: path, image: await readImage(path) });
  }
  const part = await enroll(pictures.slice(0, shots), { runtime, model, settings: { seed } });
  const largest = (part.calibration.threshold ?? NaN) / CALIBRATION.margin;
  const inspector = await Inspector.create(part, { runtime, model });
  const ratios: number[] = [];
  for (const { image } of pictures.slice(shots)) {
    ratios.push(Number(((await inspector.score(image)).score / largest).toFixed(4)));
  }
  await inspector.release();
  return ratios;
}

function shareAbove(runs: readonly Run[], margin: number, shots: number): number {
  const all = runs.filter((run) => run.shots === shots).flatMap((run) => run.ratios);
  return all.filter((ratio) => ratio > margin).length / all.length;
}
