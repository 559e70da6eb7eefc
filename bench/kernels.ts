/**
 * Times of what is done once a picture whatever the part, and of what is done once a part.
 *
 * @module
 */
import sharp from 'sharp';
import { resampleScalar } from '../src/image/resample-scalar.ts';
import { resizeBilinear } from '../src/image/resize.ts';
import { enroll } from '../src/inspection/enrolment.ts';
import type { PartSettings } from '../src/inspection/settings.ts';
import { kCenterGreedy } from '../src/memory-bank/coreset.ts';
import { decodeImage } from '../src/node/image/image-decoder.ts';
import { findModel } from '../src/node/runtime/model-lookup.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { seededRandom } from '../src/random.ts';
import { matrix } from '../src/tensor/matrix.ts';
import { drawnPictures, SIDE } from './drawn.ts';
import { measure, type Row, type Section, timesSection } from './harness.ts';

/** Time of some work, which is told at once. */
async function row(what: string, work: () => unknown, repeats: number): Promise<Row> {
  // Until then code is compiled and buffers grow, which a warm process does no more.
  const warmUp = repeats > 5 ? Math.ceil(repeats / 5) : 0;
  const timed = { what, ...(await measure(work, { repeats, warmUp })) };
  console.error(`${what}: ${timed.median.toFixed(1)} ms`);
  return timed;
}

/** Decoding, a row for each format. */
export async function decodeSection(repeats: number): Promise<Section> {
  const [{ image }] = await drawnPictures(1);
  const { data, width, height } = image;
  const raw = sharp(data, { raw: { width, height, channels: 3 } });
  const files = {
    PNG: await raw.clone().png().toBuffer(),
    JPEG: await raw.clone().jpeg({ quality: 92 }).toBuffer(),
    TIFF: await raw.clone().tiff().toBuffer(),
    WebP: await raw.clone().webp().toBuffer(),
  };
  const rows: Row[] = [];
  for (const [format, bytes] of Object.entries(files)) {
    rows.push(await row(format, () => decodeImage(bytes, `bench.${format}`), repeats));
  }
  return timesSection('Decode', `One picture of ${SIDE}×${SIDE}.`, rows);
}

/** Resizing, with WebAssembly and without. */
export async function resizeSection(repeats: number): Promise<Section> {
  const [{ image }] = await drawnPictures(1);
  const rows: Row[] = [];
  for (const size of [224, 320]) {
    const work = (): unknown => resizeBilinear(image, size, size);
    rows.push(await row(`${SIDE} to ${size}, bit-equal to Pillow`, work, repeats));
  }
  const slow = (): unknown => resampleScalar(image, 224, 224);
  rows.push(await row(`${SIDE} to 224 without WebAssembly`, slow, repeats));
  return timesSection('Resize', 'One picture, in the first thread.', rows);
}

/** Enrolments of 4 and 8 pictures, at both sizes, and at any angle. */
export async function enrolSection(isQuick: boolean): Promise<Section> {
  const cases: [string, number, Partial<PartSettings>][] = [
    ['4 pictures, 224 px', 4, { enlarge: 'none' }],
    ['4 pictures, default', 4, {}],
    ['8 pictures, 224 px', 8, { enlarge: 'none' }],
    ['8 pictures, 224 px, `--pose free`', 8, { enlarge: 'none', pose: 'free' }],
    ['8 pictures, default', 8, {}],
  ];
  const runtime = nodeRuntime();
  const { bytes: model } = await findModel();
  const pictures = await drawnPictures(8);
  const rows: Row[] = [];
  for (const [what, shots, settings] of isQuick ? cases.slice(0, 1) : cases) {
    const work = (): unknown => enroll(pictures.slice(0, shots), { runtime, model, settings });
    rows.push(await row(what, work, isQuick ? 1 : 5));
  }
  return timesSection(
    'Enrol',
    'All augmentations, coreset, leave-one-out; pictures decoded.',
    rows,
  );
}

/** The coreset of all copies together, as `--coreset global` chooses it. */
export async function coresetSection(isQuick: boolean): Promise<Section> {
  const rows: Row[] = [];
  for (const size of isQuick ? [5000] : [18_032, 50_000]) {
    const random = seededRandom(size);
    const values = Float32Array.from({ length: size * 128 }, () => random.uniform());
    const features = matrix(values, size, 128);
    const keep = Math.ceil(size / 10);
    const work = (): unknown =>
      kCenterGreedy(nodeRuntime(), features, { size: keep, random: seededRandom(0) });
    rows.push(await row(`${keep} of ${size} × 128`, work, isQuick ? 1 : 5));
  }
  return timesSection(
    'Coreset',
    'Greedy k-center of random rows, which lie as far apart as may be.',
    rows,
  );
}
