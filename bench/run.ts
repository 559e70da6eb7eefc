/**
 * Times every stage of an inspection and of an enrolment, and rewrites docs/benchmarks.md.
 *
 * Run on an idle machine: npm run bench
 */
import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { createFeatureExtractor } from '../src/features/feature-extractor.ts';
import { toPlanar } from '../src/image/planar.ts';
import { resampleScalar } from '../src/image/resample-scalar.ts';
import { resizeBilinear } from '../src/image/resize.ts';
import { enroll } from '../src/inspection/enrolment.ts';
import { Inspector } from '../src/inspection/inspector.ts';
import { type InspectionSink, runInspection } from '../src/inspection/run.ts';
import { kCenterGreedy } from '../src/memory-bank/coreset.ts';
import { createNearestNeighbors } from '../src/memory-bank/nearest-neighbors.ts';
import { decodeImage } from '../src/node/image/image-decoder.ts';
import { encodePng } from '../src/node/image/image-encoder.ts';
import { findModel } from '../src/node/runtime/model-lookup.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { seededRandom } from '../src/random.ts';
import { fuseLevels } from '../src/scoring/anomaly-map.ts';
import { reweightedScore } from '../src/scoring/image-score.ts';
import { renderFamily } from '../src/synthetic/index.ts';
import { type Matrix, matrix } from '../src/tensor/matrix.ts';
import { machineLine, measure, type Row, type Section, toMarkdown } from './harness.ts';

const SIDE = 900;
const SIZE = 224;
const runtime = nodeRuntime();
const { bytes: model } = await findModel();
const [query, ...support] = [
  ...renderFamily({ kind: 'connector', seed: 1, size: SIDE, count: 9 }),
].map(({ name, image }) => ({ name, image }));
const [wrong] = renderFamily({ kind: 'gear', size: SIDE, seed: 1, count: 1 });
if (query === undefined || wrong === undefined) throw new Error('the renderer drew nothing');

const sections: Section[] = [];
sections.push(await decoding(), await stages(), await searching());
sections.push(await coresets(), await enrolments(), await inspections());
const memory = `Peak memory of this whole run: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB.`;
const page = [
  '# Benchmarks',
  '',
  'Made by `npm run bench`; min / median / max of repeated runs in one warm process, batch 1.',
  '',
  `Machine: ${machineLine(runtime.name)}.`,
  memory,
  '',
  sections.map(toMarkdown).join('\n\n'),
  '',
].join('\n');
await writeFile(new URL('../docs/benchmarks.md', import.meta.url), page);
console.log(page);

async function row(what: string, work: () => unknown, repeats = 15): Promise<Row> {
  // Until then code is compiled and buffers grow, which a warm process does no more.
  const warmUp = repeats > 3 ? Math.ceil(repeats / 5) : 0;
  const timed = { what, ...(await measure(work, { repeats, warmUp })) };
  console.error(`${what}: ${timed.median.toFixed(1)} ms`);
  return timed;
}

async function decoding(): Promise<Section> {
  const { data, width, height } = query.image;
  const raw = sharp(data, { raw: { width, height, channels: 3 } });
  const files = {
    PNG: await raw.clone().png().toBuffer(),
    JPEG: await raw.clone().jpeg({ quality: 92 }).toBuffer(),
    TIFF: await raw.clone().tiff().toBuffer(),
    WebP: await raw.clone().webp().toBuffer(),
  };
  const rows: Row[] = [];
  for (const [format, bytes] of Object.entries(files)) {
    rows.push(await row(format, () => decodeImage(bytes, `bench.${format}`)));
  }
  return { title: 'Decode', note: `One picture of ${SIDE}×${SIDE}.`, rows };
}

async function stages(): Promise<Section> {
  const options = { levels: ['layer2', 'layer3'], neighbourhood: 3, join: 'apart' as const };
  const extractor = await createFeatureExtractor(runtime, model, options);
  const small = resizeBilinear(query.image, SIZE, SIZE);
  const planar = toPlanar(small);
  const levels = [28, 14].map((side) => ({
    distances: randomMatrix(side * side, 1).data,
    width: side,
    height: side,
  }));
  const nearby = randomMatrix(9, 1).data;
  const rows = [
    await row(`resize ${SIDE} to ${SIZE}, bit-equal to Pillow`, () =>
      resizeBilinear(query.image, SIZE, SIZE),
    ),
    await row('the same without WebAssembly', () => resampleScalar(query.image, SIZE, SIZE)),
    await row('backbone to layer3 with patch features', () => extractor.extract(planar)),
    await row('image score, reweighted', () => reweightedScore(1, nearby)),
    await row(`anomaly map of two levels at ${SIZE}`, () =>
      fuseLevels(levels, { scales: [1, 1], fusion: 'max', size: SIZE, sigma: 4 }),
    ),
  ];
  await extractor.release();
  return { title: 'Stages', note: `At ${SIZE} px.`, rows };
}

async function searching(): Promise<Section> {
  const rows: Row[] = [];
  for (const width of [128, 384]) {
    const queries = randomMatrix(784, width);
    for (const size of [1_000, 4_000, 10_000, 50_000, 100_000]) {
      const search = createNearestNeighbors(runtime, randomMatrix(size, width));
      rows.push(await row(`784 queries, bank ${size} × ${width}`, () => search.search(queries), 7));
      await search.release();
    }
  }
  return { title: 'Exact nearest neighbour', note: 'Blocks of 10 000 rows.', rows };
}

async function coresets(): Promise<Section> {
  const rows: Row[] = [];
  for (const size of [18_032, 50_000]) {
    const features = randomMatrix(size, 128);
    const keep = Math.ceil(size / 10);
    const work = (): unknown =>
      kCenterGreedy(runtime, features, { size: keep, random: seededRandom(0) });
    rows.push(await row(`${keep} of ${size} × 128`, work, 3));
  }
  return { title: 'Coreset', note: 'Greedy k-center, one session run a centre.', rows };
}

async function enrolments(): Promise<Section> {
  const rows: Row[] = [];
  for (const shots of [4, 8]) {
    const pictures = support.slice(0, shots);
    rows.push(await row(`${shots} pictures`, () => enroll(pictures, { runtime, model }), 3));
  }
  const note = 'Default settings: all augmentations, coreset, leave-one-out.';
  return { title: 'Enrol', note, rows };
}

async function inspections(): Promise<Section> {
  const png = await encodePng(query.image);
  const source = [{ name: 'bench.png', read: () => decodeImage(png, 'bench.png') }];
  const judged: InspectionSink = {
    add: (entry) => {
      if ('error' in entry) throw new Error(entry.error.message);
    },
  };
  const rows: Row[] = [];
  for (const bankCeiling of [4096, 8192]) {
    const part = await enroll(support.slice(0, 4), { runtime, model, settings: { bankCeiling } });
    const inspector = await Inspector.create(part, { runtime, model });
    const patches = part.banks.map(({ bank }) => bank.rows).join(' + ');
    const ways: Record<string, () => Promise<unknown>> = {
      'good picture, decoded, to verdict': () => inspector.inspect(query.image),
      'wrong part, decoded, to verdict with regions': () => inspector.inspect(wrong.image),
      'good picture, decoded, to verdict and full-size map': async () => {
        const { map } = await inspector.inspect(query.image);
        return map.data;
      },
      'good picture, PNG file, to verdict': () =>
        runInspection({ source, inspector, sinks: [judged] }),
    };
    for (const [what, work] of Object.entries(ways)) {
      rows.push(await row(`bank ${patches}: ${what}`, work, 51));
    }
    await inspector.release();
  }
  return { title: 'Inspect', note: `One picture of ${SIDE}×${SIDE}, ${SIZE} px, warm.`, rows };
}

function randomMatrix(rows: number, cols: number): Matrix {
  const random = seededRandom(rows + cols);
  return matrix(
    Float32Array.from({ length: rows * cols }, () => random.uniform()),
    rows,
    cols,
  );
}
