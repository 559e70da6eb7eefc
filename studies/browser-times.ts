/**
 * Times in Chromium beside those of Node, on the same pictures with the same number of threads: the backbone, the
 * search, a whole picture, and an enrolment. A machine that does other things at the same time gives other times.
 *
 * Run: npx tsx studies/browser-times.ts --help
 */
import { z } from 'zod';
import { enroll } from '../src/inspection/enrolment.ts';
import { Inspector } from '../src/inspection/inspector.ts';
import { decodeImage } from '../src/node/image/image-decoder.ts';
import { findModel } from '../src/node/runtime/model-lookup.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import type { Runtime } from '../src/runtime.ts';
import { medianOf } from '../src/tensor/median.ts';
import { HarnessPage } from './browser/harness-page.ts';
import { drawnSet, type PictureSet } from './browser/picture-sets.ts';
import { runStudy, toNumbers } from './study.ts';

const studyOptions = {
  pictures: {
    type: 'number',
    value: 'N',
    default: 20,
    min: 3,
    whole: true,
    help: 'pictures that are timed; a third more are judged before',
  },
  size: {
    type: 'number',
    value: 'PX',
    default: 224,
    min: 32,
    whole: true,
    help: "side of the model's input",
  },
  threads: { type: 'number', value: 'N', default: 2, min: 1, whole: true, help: 'of both sides' },
  model: { type: 'string', value: 'NAME', help: 'the model; the default one if not named' },
  seed: { type: 'string', value: 'N', default: '0', help: 'of the drawn parts' },
} as const;

/** Good pictures of the part. */
const SHOTS = 4;

/** Medians of milliseconds, and the enrolment. */
const timesSchema = z.object({
  engine: z.string(),
  decode: z.number(),
  preprocess: z.number(),
  features: z.number(),
  search: z.number(),
  map: z.number(),
  wholePicture: z.number(),
  enrolment: z.number(),
});
type Times = z.infer<typeof timesSchema>;
type PictureTimes = Omit<Times, 'engine' | 'enrolment'>;

await runStudy({
  file: 'browser-times.ts',
  summary: 'Time inspection and enrolment in Chromium, beside Node',
  usage: '[options]',
  details: 'Run it on a machine that does nothing else.',
  examples: ['npx tsx studies/browser-times.ts --out results/browser-times.json'],
  options: studyOptions,
  run: async ({ options: { pictures, size, threads, ...options }, begin }) => {
    const [seed = 0] = toNumbers('seed', options.seed);
    const { bytes: model } = await findModel(options.model);
    const runtime = nodeRuntime({ threads });
    const record = await begin({ pictures: [], seeds: [seed], runtime: runtime.name, model });
    const judged = Math.ceil((pictures * 4) / 3);
    const set = await drawnSet('washer', { shots: SHOTS, judged, seed });
    const how = { size, model, skip: judged - pictures };
    const node = await record.step('node', timesSchema, () => timeNode(set, runtime, how));
    console.log('Node', node);
    const harness = await HarnessPage.open();
    try {
      const chromium = await record.step('chromium', timesSchema, () =>
        timeChromium(set, harness, { ...how, threads }),
      );
      console.log(harness.browserName, chromium);
      const ratio = chromium.wholePicture / node.wholePicture;
      console.log(`a whole picture takes ${ratio.toFixed(2)} times as long`);
      const figures = { browser: harness.browserName, threads, size, pictures, shots: SHOTS };
      await record.finish({ ...figures, node, chromium, ratio });
    } finally {
      await harness.close();
    }
  },
});

function clock(): number {
  return performance.now();
}

interface Timing {
  readonly size: number;
  /** Shape [size]. */
  readonly model: Uint8Array;
  /** Pictures that are judged before any is timed. */
  readonly skip: number;
}

async function timeNode(
  { good, others }: PictureSet,
  runtime: Runtime,
  { size, model, skip }: Timing,
): Promise<Times> {
  const start = clock();
  const images = await Promise.all(good.map(({ bytes, name }) => decodeImage(bytes, name)));
  const named = images.map((image, i) => ({ name: good[i]?.name ?? '', image }));
  const part = await enroll(named, { runtime, model, settings: { size } });
  const enrolment = clock() - start;
  const inspector = await Inspector.create(part, { runtime, model, clock });
  const times: PictureTimes[] = [];
  for (const file of others) {
    const began = clock();
    const image = await decodeImage(file.bytes, file.name);
    const decode = clock() - began;
    const { timings } = await inspector.inspect(image);
    times.push({ ...timings, decode, wholePicture: clock() - began });
  }
  await inspector.release();
  return { engine: runtime.name, ...medians(times.slice(skip)), enrolment };
}

async function timeChromium(
  { good, others }: PictureSet,
  { page, files }: HarnessPage,
  { size, model, skip, threads }: Timing & { readonly threads: number },
): Promise<Times> {
  files.set('/model.onnx', model);
  for (const { name, bytes } of [...good, ...others]) files.set(`/${name}`, bytes);
  const { runtime } = await page.evaluate(
    (wanted) => fewgoodPage.start({ model: '/model.onnx', provider: 'wasm', threads: wanted }),
    threads,
  );
  const paths = good.map(({ name }) => `/${name}`);
  const { milliseconds } = await page.evaluate(
    ([all, side]) => fewgoodPage.enrol(all, '/page.part', { size: side }),
    [paths, size] as const,
  );
  await page.evaluate(() => fewgoodPage.open('/page.part'));
  const judged = await page.evaluate(
    (all) => fewgoodPage.judge(all),
    others.map(({ name }) => `/${name}`),
  );
  const times = judged.map(({ timings, decode, milliseconds: wholePicture }) => ({
    ...timings,
    decode,
    wholePicture,
  }));
  return { engine: runtime, ...medians(times.slice(skip)), enrolment: milliseconds };
}

function medians(times: readonly PictureTimes[]): PictureTimes {
  const of = (stage: keyof PictureTimes): number =>
    Number(medianOf(times.map((one) => one[stage])).toFixed(2));
  return {
    decode: of('decode'),
    preprocess: of('preprocess'),
    features: of('features'),
    search: of('search'),
    map: of('map'),
    wholePicture: of('wholePicture'),
  };
}
