/**
 * How long a part takes to be learned and a category to be inspected, as users do both: a picture at
 * a time, from file to verdict.
 *
 * @module
 */
import { assertNotCancelled, type CancelSignal } from '../../cancellation.ts';
import type { RgbImage } from '../../image/rgb-image.ts';
import { enroll } from '../../inspection/enrolment.ts';
import type { NamedImage } from '../../inspection/support-pictures.ts';
import { Inspector } from '../../inspection/inspector.ts';
import { forEachPicture, type WaitingPicture } from '../../inspection/run.ts';
import type { PartSettings } from '../../inspection/settings.ts';
import type { Runtime } from '../../runtime.ts';
import { percentiles } from '../results/measure.ts';
import type { PlannedCategory, PlannedPicture, SupportSet } from '../run/plan.ts';
import type { CategoryTiming, EnergyReading } from './bench-result.ts';

/** Reads energy from start to stop; the platform implements it. */
export interface EnergyMeter {
  /** What it measures, such as `package-0 (RAPL)`. */
  readonly name: string;
  /** Begins to measure. */
  start(): Promise<EnergyMeasurement>;
}

/** A measurement that is under way. */
export interface EnergyMeasurement {
  /** Ends it; the energy since its start, joules. */
  stop(): Promise<number>;
}

/** What a bench needs. */
export interface BenchOptions {
  readonly runtime: Runtime;
  /** A model file. */
  readonly model: Uint8Array;
  readonly settings: Partial<PartSettings>;
  /** Times that each picture is inspected. */
  readonly repeats: number;
  readonly readPicture: (file: string) => Promise<RgbImage>;
  /** Milliseconds of any clock. */
  readonly clock: () => number;
  /** Empty where the machine has none. */
  readonly meters: readonly EnergyMeter[];
  /** Told of each picture inspected. */
  readonly onPicture: () => void;
  /** Stops the bench. */
  readonly signal?: CancelSignal;
}

/** Pictures inspected before any is timed: the first runs of a session are slower. */
const WARM_UP = 3;

/**
 * Times one category with one support set.
 *
 * @throws {@link CancelledError} if the signal says so.
 */
export async function benchCategory(
  { name, tests }: PlannedCategory,
  { shots, pictures }: SupportSet,
  options: BenchOptions,
): Promise<CategoryTiming> {
  const { runtime, model, settings, clock, readPicture } = options;
  const support: NamedImage[] = [];
  for (const { path, file } of pictures) {
    support.push({ name: path, image: await readPicture(file) });
  }
  const learning = await measure(options, () => enroll(support, { runtime, model, settings }));
  const inspector = await Inspector.create(learning.value, { runtime, model, clock });
  try {
    for (let i = 0; i < WARM_UP; i++) await inspector.inspect(support[i % support.length].image);
    const inspecting = await measure(options, () => inspectAll(inspector, tests, options));
    const stages = inspecting.value;
    return {
      category: name,
      shots,
      pictures: tests.length,
      bankSeconds: learning.seconds,
      categorySeconds: inspecting.seconds / options.repeats,
      stages: Object.fromEntries(
        Object.entries(stages).map(([stage, times]) => [stage, percentiles(times)]),
      ),
      bankEnergy: learning.energy,
      categoryEnergy: inspecting.energy.map(({ meter, joules }) => {
        return { meter, joules: joules / options.repeats };
      }),
    };
  } finally {
    await inspector.release();
  }
}

/** Milliseconds of each picture by stage, and in all. */
async function inspectAll(
  inspector: Inspector,
  tests: readonly PlannedPicture[],
  { repeats, readPicture, clock, onPicture, signal }: BenchOptions,
): Promise<Record<string, number[]>> {
  const times: Record<string, number[]> = {};
  const source = tests.map(({ path, file }) => ({ name: path, read: () => readPicture(file) }));
  const timed = async ({ read }: WaitingPicture): Promise<Record<string, number>> => {
    const start = clock();
    const image = await read();
    const decode = clock() - start;
    const { timings } = await inspector.inspect(image);
    return { decode, total: clock() - start, ...timings };
  };
  const add = (stages: Record<string, number>): void => {
    for (const [stage, milliseconds] of Object.entries(stages)) {
      (times[stage] ??= []).push(milliseconds);
    }
    onPicture();
  };
  for (let pass = 0; pass < repeats; pass++) {
    await forEachPicture({
      source,
      step: timed,
      sinks: [{ add }],
      onProgress: (done) => assertNotCancelled(signal, 'time inspections', `${done} pictures`),
    });
  }
  return times;
}

interface Measured<T> {
  readonly value: T;
  readonly seconds: number;
  readonly energy: readonly EnergyReading[];
}

async function measure<T>(
  { meters, clock }: Pick<BenchOptions, 'meters' | 'clock'>,
  work: () => Promise<T>,
): Promise<Measured<T>> {
  const running = await Promise.all(
    meters.map(async (meter) => ({ meter: meter.name, measurement: await meter.start() })),
  );
  const start = clock();
  try {
    const value = await work();
    const seconds = (clock() - start) / 1000;
    const energy = await readAll(running);
    return { value, seconds, energy };
  } catch (error) {
    await readAll(running);
    throw error;
  }
}

function readAll(
  running: readonly { meter: string; measurement: EnergyMeasurement }[],
): Promise<EnergyReading[]> {
  return Promise.all(
    running.map(async ({ meter, measurement }) => ({ meter, joules: await measurement.stop() })),
  );
}
