/**
 * What a fleet does with more workers, and what its queue costs a picture, beside one process that inspects the same
 * folder. docs/scale.md cites its result. Nothing else should run meanwhile.
 *
 * Run: npx tsx studies/fleet-scaling.ts --help
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { buildStation, runProgram } from './built-program.ts';
import { drawPictures, putPictures, sizeOption } from './drawn-pictures.ts';
import { FleetServers } from './fleet-servers.ts';
import { numberedPng } from './numbered-png.ts';
import { spreadOf } from './queue-simulation.ts';
import { runStudy } from './study.ts';

const studyOptions = {
  pictures: {
    type: 'number',
    value: 'N',
    default: 200,
    min: 20,
    whole: true,
    help: 'pictures that are judged in each run',
  },
  workers: {
    type: 'number',
    value: 'N',
    default: 4,
    min: 1,
    whole: true,
    help: 'most workers at once',
  },
  size: sizeOption,
} as const;

/** Different pictures; each copy is a file of its own. */
const SCENES = 20;
/** Verdicts of a worker that are not counted: it loads the part meanwhile. */
const WARM = 8;
/** Verdicts that are kept when only the database is measured. */
const KEPT = 2000;
/** Share of the rate of one worker at which the latency is measured. */
const STEADY = 0.8;

const spreadSchema = z.object({
  mean: z.number(),
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
  most: z.number(),
});
const aloneSchema = z.object({
  picturesPerSecond: z.number(),
  scores: z.record(z.string(), z.number()),
});
/** Of a line of `fewgood inspect --json`, what is read. */
const lineSchema = z.looseObject({ path: z.string(), score: z.number() });
const fleetSchema = z.object({
  workers: z.int(),
  threads: z.int(),
  picturesPerSecond: z.number(),
  /** Milliseconds in which a picture is judged, without the queue. */
  judging: z.number(),
  /** Verdicts whose score is not bit for bit that of the single process. */
  different: z.int(),
});
const keptSchema = z.object({
  verdicts: z.int(),
  perSecond: z.number(),
  /** Of its columns. */
  bytesPerVerdict: z.number(),
});
const pacedSchema = z.object({
  picturesPerSecond: z.number(),
  pictures: z.int(),
  /** Milliseconds until a picture is accepted, and from then to its verdict. */
  accepting: spreadSchema,
  toVerdict: spreadSchema,
});

await runStudy({
  file: 'fleet-scaling.ts',
  summary:
    'Measure how pictures a second grow with the workers of a fleet, and what its queue costs',
  usage: '[options]',
  details: `Builds the program first, and starts NATS and PostgreSQL on this machine, which share its cores with the workers. A
    washer is learned from four drawn pictures with the default settings. Each of W workers has a W-th of the cores as threads,
    at least one.`,
  examples: ['npx tsx studies/fleet-scaling.ts --out results/fleet-scaling.json'],
  options: studyOptions,
  run: async ({ options: { pictures, workers: most, size }, begin }) => {
    const record = await begin({ pictures: [], seeds: [1], runtime: nodeRuntime().name });
    await buildStation();
    const folder = await mkdtemp(join(tmpdir(), 'fewgood-scaling-'));
    const { part, tray } = await prepare(folder, pictures, size);
    const servers = await FleetServers.create();
    try {
      const alone = await record.step('alone', aloneSchema, () => inspectAlone(part, tray, folder));
      console.log(`one process: ${alone.picturesPerSecond} a second`);
      await servers.rollOut('washer', part, await readFile(part));
      const runs = [];
      for (let workers = 1; workers <= most; workers++) {
        const run = await record.step(`${workers} workers`, fleetSchema, () =>
          judgeAll(servers, { workers, tray, folder, scores: alone.scores }),
        );
        console.log(JSON.stringify(run));
        runs.push(run);
      }
      const perSecond = STEADY * (runs[0]?.picturesPerSecond ?? NaN);
      const paced = await record.step('paced', pacedSchema, () =>
        judgePaced(servers, { perSecond, count: Math.ceil(pictures / 4), folder, size }),
      );
      console.log(JSON.stringify(paced));
      const kept = await record.step('kept', keptSchema, () => keepMany(servers));
      console.log(JSON.stringify(kept));
      const [first] = runs;
      const queue = 1000 / (first?.picturesPerSecond ?? NaN) - 1000 / alone.picturesPerSecond;
      await record.finish({
        pictures,
        pictureSize: size,
        alone: { picturesPerSecond: alone.picturesPerSecond },
        runs,
        queueMillisecondsPerPicture: round(queue),
        paced,
        kept,
      });
    } finally {
      await servers.remove();
      await rm(folder, { recursive: true, force: true });
    }
  },
});

/** A part, and a folder of so many pictures, no two of one content. */
async function prepare(folder: string, count: number, size: number) {
  const support = await putPictures(join(folder, 'good'), 4, 1, size);
  const part = join(folder, 'washer.part');
  const { code, log } = await runProgram(['enroll', part, ...support], { folder });
  if (code !== 0) throw new Error(`nothing can be studied: ${log}`);
  const tray = join(folder, 'tray');
  await mkdir(tray);
  const scenes = await drawPictures(SCENES, 2, size);
  for (let i = 0; i < count; i++) await writeFile(join(tray, nameOf(i)), picture(scenes, i));
  return { part, tray };
}

function nameOf(number: number): string {
  return `${String(number).padStart(5, '0')}.png`;
}

function picture(scenes: readonly Uint8Array[], number: number): Uint8Array {
  return numberedPng(scenes[number % scenes.length] ?? new Uint8Array(), number);
}

async function inspectAlone(
  part: string,
  tray: string,
  folder: string,
): Promise<z.infer<typeof aloneSchema>> {
  const times: number[] = [];
  const words = ['inspect', part, tray, '--json'];
  const { lines } = await runProgram(words, { folder, onLine: () => times.push(Date.now()) });
  const scores = lines.map((line) => lineSchema.parse(JSON.parse(line)));
  return {
    picturesPerSecond: rateOf(times, WARM),
    scores: Object.fromEntries(scores.map(({ path, score }) => [baseName(path), score])),
  };
}

/** What workers judge. */
interface Tray {
  readonly workers: number;
  readonly tray: string;
  readonly folder: string;
  /** By name of the picture, of the single process. */
  readonly scores: Readonly<Record<string, number>>;
}

async function judgeAll(
  servers: FleetServers,
  { workers, tray, folder, scores }: Tray,
): Promise<z.infer<typeof fleetSchema>> {
  const request = `workers-${workers}`;
  await servers.submit('washer', request, [tray]);
  const threads = Math.max(1, Math.floor(availableParallelism() / workers));
  const end = servers.startWorkers({ workers, threads, folder });
  const verdicts = await servers.verdicts(request);
  await end();
  const times = verdicts.map(({ judgedAt }) => Date.parse(judgedAt)).toSorted((a, b) => a - b);
  return {
    workers,
    threads,
    picturesPerSecond: rateOf(times, WARM * workers),
    judging: round(spreadOf(verdicts.map(({ milliseconds }) => milliseconds)).p50),
    different: verdicts.filter(({ name, score }) => !Object.is(scores[baseName(name)], score))
      .length,
  };
}

async function judgePaced(
  servers: FleetServers,
  about: { perSecond: number; count: number; folder: string; size: number },
): Promise<z.infer<typeof pacedSchema>> {
  const { perSecond, count, folder, size } = about;
  const scenes = await drawPictures(SCENES, 3, size);
  const end = servers.startWorkers({
    workers: 1,
    threads: availableParallelism(),
    folder,
  });
  const sent: Promise<{ accepting: number; toVerdict: number }>[] = [];
  for (let i = -WARM; i < count; i++) {
    const path = join(folder, `paced-${nameOf(i + WARM)}`);
    await writeFile(path, picture(scenes, 100_000 + i));
    const timed = timeOne(servers, path, `paced-${i + WARM}`);
    // The first ones load the part.
    if (i < 0) await timed;
    else sent.push(timed);
    await new Promise((resolve) => setTimeout(resolve, 1000 / perSecond));
  }
  const times = await Promise.all(sent);
  await end();
  return {
    picturesPerSecond: round(perSecond),
    pictures: times.length,
    accepting: spreadOf(times.map(({ accepting }) => Math.round(accepting))),
    toVerdict: spreadOf(times.map(({ toVerdict }) => Math.round(toVerdict))),
  };
}

async function timeOne(servers: FleetServers, path: string, request: string) {
  const start = Date.now();
  await servers.submit('washer', request, [path]);
  const accepted = Date.now();
  const [verdict] = await servers.verdicts(request);
  const judged = Date.parse(verdict?.judgedAt ?? '');
  return { accepting: accepted - start, toVerdict: judged - accepted };
}

/** What the database can take, without any judging. */
async function keepMany(servers: FleetServers): Promise<z.infer<typeof keptSchema>> {
  const { milliseconds, bytes } = await servers.keep('workers-1', KEPT);
  return {
    verdicts: KEPT,
    perSecond: round((1000 * KEPT) / milliseconds),
    bytesPerVerdict: round(bytes),
  };
}

/** @param times - Milliseconds, ascending; the first ones do not count. */
function rateOf(times: readonly number[], warm: number): number {
  const took = (times.at(-1) ?? NaN) - times[warm];
  return round((1000 * (times.length - 1 - warm)) / took);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
