/**
 * Pictures that wait for whoever serves them: a simulation, first come first served, from measured service times.
 *
 * @module
 */
import { quantileOfSorted } from '../packages/station/src/statistics/distributions/quantile-of-sorted.ts';
import type { Random } from '../src/random.ts';

/** One kind of work that each picture passes. */
export interface Stage {
  readonly name: string;
  /** Pictures that are served at once; Infinity where none waits. */
  readonly servers: number;
  /** Draws how long a picture occupies a server, milliseconds. */
  readonly service: (random: Random) => number;
}

/** Of many values. */
export interface Spread {
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
}

/** How it went. */
export interface Simulated {
  readonly pictures: number;
  /** From arrival to the end of the last stage, milliseconds. */
  readonly latency: Spread;
  /** What a picture finds before it when it comes: others that no server has begun, of all stages. */
  readonly queue: Spread;
  /** Share of the time of its servers in which each stage works. */
  readonly busy: readonly number[];
}

/** A picture on its way. */
interface Passing {
  readonly arrived: number;
  /** When it came to the stage. */
  readonly at: number;
}

/**
 * Lets pictures pass the stages one after another.
 *
 * @param arrivals - Milliseconds, at least one.
 */
export function simulateQueue(
  arrivals: readonly number[],
  stages: readonly Stage[],
  random: Random,
): Simulated {
  let pictures: readonly Passing[] = ascending(arrivals).map((at) => ({ arrived: at, at }));
  const start = pictures[0]?.at ?? NaN;
  const begins: number[][] = [];
  const works: number[] = [];
  for (const stage of stages) {
    const { passed, begun, work } = passStage(pictures, stage, random.fork(stage.name));
    pictures = passed;
    begins.push(begun);
    works.push(work / stage.servers);
  }
  const end = pictures.at(-1)?.at ?? NaN;
  return {
    pictures: arrivals.length,
    latency: spreadOf(pictures.map(({ arrived, at }) => at - arrived)),
    queue: spreadOf(queueLengths(arrivals, begins.at(-1) ?? [])),
    busy: works.map((work) => work / (end - start)),
  };
}

function passStage(
  pictures: readonly Passing[],
  { servers, service }: Stage,
  random: Random,
): { passed: Passing[]; begun: number[]; work: number } {
  const free = new Float64Array(Number.isFinite(servers) ? servers : 0);
  const begun: number[] = [];
  let work = 0;
  const passed = pictures.map(({ arrived, at }) => {
    const server = indexOfLeast(free);
    const begin = Math.max(at, free[server] ?? -Infinity);
    const took = service(random);
    if (server < free.length) free[server] = begin + took;
    begun.push(begin);
    work += took;
    return { arrived, at: begin + took };
  });
  return { passed: passed.toSorted((a, b) => a.at - b.at), begun, work };
}

function indexOfLeast(values: Float64Array): number {
  let least = 0;
  for (let i = 1; i < values.length; i++) if (values[i] < values[least]) least = i;
  return least;
}

/** How many have come and not begun the last stage, at each arrival. */
function queueLengths(arrivals: readonly number[], begins: readonly number[]): number[] {
  const begun = ascending(begins);
  let left = 0;
  return ascending(arrivals).map((at, before) => {
    while (left < begun.length && (begun[left] ?? Infinity) <= at) left++;
    return Math.max(0, before - left);
  });
}

/** Mean and quantiles of at least one value. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = ascending(values);
  const at = (p: number): number => quantileOfSorted(sorted, p);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}

function ascending(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b);
}
