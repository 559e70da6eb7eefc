/**
 * How long pictures wait for a station's verdict by how they come: simulated from its measured service times, and
 * measured, side by side; and how many workers a plant needs by the simulation. docs/scale.md cites its result.
 * Nothing else should run meanwhile.
 *
 * Run: npx tsx studies/scale.ts --help
 */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { seededRandom } from '../src/random.ts';
import { ARRIVALS, type ArrivalName } from './arrival-patterns.ts';
import { buildStation } from './built-program.ts';
import { sizeOption } from './drawn-pictures.ts';
import { LoadedStation, sustainedSchema } from './loaded-station.ts';
import { simulateQueue, type Spread, spreadOf, type Stage } from './queue-simulation.ts';
import { runStudy } from './study.ts';

const studyOptions = {
  seconds: {
    type: 'number',
    value: 'S',
    default: 60,
    min: 5,
    help: 'how long each pattern is sent',
  },
  alone: {
    type: 'number',
    value: 'N',
    default: 60,
    min: 5,
    whole: true,
    help: 'pictures that are judged one after another, for the service time',
  },
  size: sizeOption,
} as const;

const NAMES = ['clocked', 'cameras', 'random', 'bursts'] as const;
/** Shares of what a station can do at which it is asked. */
const LOADS = [0.5, 0.8];
/** Of the simulation of a plant. */
const PLANT = {
  cameras: [10, 100, 1000],
  perCamera: 1,
  seconds: 600,
  /** Asked of 99 of 100 pictures, milliseconds. */
  deadline: 1000,
} as const;

/** What inspections leave in the data folder, bytes of all files in each of its folders, and of its other files. */
const keptSchema = z.object({ inspections: z.int(), bytes: z.record(z.string(), z.int()) });

await runStudy({
  file: 'scale.ts',
  summary:
    'Simulate how long pictures wait for their verdict, beside a real station, and for a plant',
  usage: '[options]',
  details: `Builds the program first. A washer is learned from four drawn pictures with the default settings. Who sends runs on
    the same machine.`,
  examples: [
    'npx tsx studies/scale.ts --out results/scale.json',
    'npx tsx studies/scale.ts --seconds 10',
  ],
  options: studyOptions,
  run: async ({ options: { seconds, alone, size }, begin }) => {
    const record = await begin({ pictures: [], seeds: [0], runtime: nodeRuntime().name });
    await buildStation();
    const folder = await mkdtemp(join(tmpdir(), 'fewgood-scale-'));
    const station = await LoadedStation.create(folder, size);
    try {
      const single = await record.step('alone', z.array(z.number()), () => station.alone(alone));
      const sustained = await record.step('sustained', sustainedSchema, () =>
        station.sustain(seconds),
      );
      const stages = stagesOf(single, sustained.picturesPerSecond, 1);
      const runs = [];
      for (const name of NAMES) {
        for (const load of LOADS) {
          const perSecond = load * sustained.picturesPerSecond;
          const arrivals = ARRIVALS[name]({ perSecond, seconds }, seededRandom(0).fork(name));
          const times = await record.step(`${name} ${load}`, z.array(z.number()), () =>
            station.arrive(arrivals),
          );
          const simulated = simulateQueue(arrivals, stages, seededRandom(0).fork('service'));
          const run = {
            pattern: name,
            load,
            pictures: times.length,
            measured: rounded(spreadOf(times)),
            simulated: rounded(simulated.latency),
          };
          console.log(JSON.stringify(run));
          runs.push(run);
        }
      }
      const kept = await record.step('kept', keptSchema, async () => ({
        inspections: station.sent,
        bytes: await bytesOf(join(folder, 'data')),
      }));
      console.log(JSON.stringify(kept));
      const plants = plantsOf(single, sustained.picturesPerSecond);
      for (const plant of plants) console.log(JSON.stringify(plant));
      await record.finish({
        pictureSize: size,
        alone: rounded(spreadOf(single)),
        sustained,
        runs,
        kept,
        plant: PLANT,
        plants,
      });
    } finally {
      await station.end();
      await rm(folder, { recursive: true, force: true });
    }
  },
});

/**
 * A picture waits for one of the judges, as long as a station needs for each when some always wait; what takes
 * longer when it is alone (sending, answering) delays it and occupies nobody.
 *
 * @param single - Milliseconds of pictures judged one after another.
 */
function stagesOf(single: readonly number[], perSecond: number, workers: number): Stage[] {
  const service = 1000 / perSecond;
  const { mean } = spreadOf(single);
  const beside = Math.max(0, mean - service);
  return [
    {
      name: 'judge',
      servers: workers,
      // Spread like those of pictures alone, around the mean of many.
      service: (random) => (service * (single[random.below(single.length)] ?? mean)) / mean,
    },
    { name: 'beside', servers: Infinity, service: () => beside },
  ];
}

/** The fewest workers with which all but a hundredth of the pictures are judged by the deadline. */
function plantsOf(single: readonly number[], perSecond: number): object[] {
  const { perCamera, seconds, deadline } = PLANT;
  return PLANT.cameras.flatMap((cameras) =>
    (['random', 'bursts'] as const).map((pattern: ArrivalName) => {
      const rate = { perSecond: cameras * perCamera, seconds };
      const arrivals = ARRIVALS[pattern](rate, seededRandom(0).fork(pattern));
      for (let workers = Math.ceil((cameras * perCamera) / perSecond); ; workers++) {
        const { latency, queue, busy } = simulateQueue(
          arrivals,
          stagesOf(single, perSecond, workers),
          seededRandom(0).fork('service'),
        );
        if (latency.p99 > deadline) continue;
        const { p50, p99 } = rounded(latency);
        return { cameras, pattern, workers, p50, p99, longestQueue: queue.most, busy: share(busy) };
      }
    }),
  );
}

async function bytesOf(folder: string): Promise<Record<string, number>> {
  const bytes: Record<string, number> = {};
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const file of files.filter((one) => one.isFile())) {
    const path = join(file.parentPath, file.name);
    const [place = ''] = relative(folder, path).split(sep);
    bytes[place] = (bytes[place] ?? 0) + (await stat(path)).size;
  }
  return bytes;
}

function share([judge = NaN]: readonly number[]): number {
  return Number(judge.toFixed(3));
}

function rounded({ mean, p50, p95, p99, most }: Spread): Spread {
  const [a, b, c, d, e] = [mean, p50, p95, p99, most].map(Math.round);
  return { mean: a ?? NaN, p50: b ?? NaN, p95: c ?? NaN, p99: d ?? NaN, most: e ?? NaN };
}
