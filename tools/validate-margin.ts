/**
 * Chooses the margin of the provisional threshold: enrols K good training pictures of real
 * categories and counts how many of the other training pictures, all good and none of them in a
 * reported figure, would fail at each margin. Writes results/margin.json; docs/calibration.md cites it.
 *
 * Run: npx tsx tools/validate-margin.ts CATEGORY…   (folders with train/good)
 */
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { CALIBRATION } from '../src/hyperparameters.ts';
import { enroll } from '../src/inspection/enrolment.ts';
import { Inspector } from '../src/inspection/inspector.ts';
import { readImage } from '../src/node/image/image-decoder.ts';
import { findModel } from '../src/node/runtime/model-lookup.ts';
import { expandPictures } from '../src/node/inspection/pictures.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { seededRandom } from '../src/random.ts';

const SHOTS = [2, 4, 8];
const SEEDS = [0, 1, 2];
const HELD_OUT = 20;
const MARGINS = [1, 1.05, 1.1, 1.15, 1.2, 1.3, 1.4, 1.5];

const runtime = nodeRuntime();
const { bytes: model } = await findModel();
const folders = process.argv.slice(2);
if (folders.length === 0) throw new Error('name folders with train/good');

const runs: { category: string; shots: number; seed: number; ratios: number[] }[] = [];
for (const folder of folders) {
  const files = await expandPictures([join(folder, 'train', 'good')]);
  for (const shots of SHOTS) {
    for (const seed of SEEDS) {
      const ratios = await ratiosOfGood(
        files.map(({ path }) => path),
        shots,
        seed,
      );
      runs.push({ category: basename(folder), shots, seed, ratios });
      const largest = Math.max(...ratios).toFixed(2);
      console.error(`${basename(folder)} K ${shots} seed ${seed}: largest ratio ${largest}`);
    }
  }
}

const result = {
  command: `npx tsx tools/validate-margin.ts ${folders.join(' ')}`,
  commit: execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim(),
  machine: `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}, ${runtime.name}`,
  heldOut: HELD_OUT,
  falseRejectShare: SHOTS.map((shots) => ({
    shots,
    ...Object.fromEntries(MARGINS.map((margin) => [margin, shareAbove(margin, shots)])),
  })),
  runs,
};
const file = new URL('../results/margin.json', import.meta.url);
await writeFile(file, `${JSON.stringify(result, null, 2)}\n`);
console.log(result.falseRejectShare);

/** Scores of held-out good pictures over the largest leave-one-out score. */
async function ratiosOfGood(
  paths: readonly string[],
  shots: number,
  seed: number,
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

function shareAbove(margin: number, shots: number): number {
  const all = runs.filter((run) => run.shots === shots).flatMap((run) => run.ratios);
  return all.filter((ratio) => ratio > margin).length / all.length;
}
