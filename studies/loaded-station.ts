/**
 * A station that judges with the default settings, and what is sent to it.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { readAnswer, type StationClient } from '../packages/station/src/api/index.ts';
import { quantileOfSorted } from '../packages/station/src/statistics/distributions/quantile-of-sorted.ts';
import { clocked } from './arrival-patterns.ts';
import { runProgram, startProgram } from './built-program.ts';
import { drawPictures, putPictures } from './drawn-pictures.ts';
import { numberedPng } from './numbered-png.ts';
import { addPart, countsOf, drain, StationProcess } from './station-process.ts';

/** Of times, milliseconds. */
export const quantilesSchema = z.object({
  p50: z.int(),
  p95: z.int(),
  p99: z.int(),
  most: z.int(),
});

/** As many as the station judges when some always wait. */
export const sustainedSchema = z.object({
  pictures: z.int(),
  seconds: z.number(),
  picturesPerSecond: z.number(),
});

/** Pictures at equal distances, milliseconds from sending one to its verdict. */
export const steadySchema = z.object({
  pictures: z.int(),
  picturesPerSecond: z.number(),
  postToVerdict: quantilesSchema,
});

/** More pictures than it can judge. */
export const overloadSchema = z.object({
  picturesPerSecond: z.number(),
  seconds: z.number(),
  sent: z.int(),
  accepted: z.int(),
  /** Turned away with 429. */
  queueFull: z.int(),
  /** Turned away with 503. */
  unavailable: z.int(),
  refusedWithoutRetryAfter: z.int(),
  /** Answers of other statuses, and none at all. */
  otherAnswers: z.int(),
  /** As the station counts them. */
  refusedByItsCounter: z.int(),
  longestQueue: z.int(),
  /** Milliseconds from sending a picture to 202, 429 or 503. */
  postToAnswer: quantilesSchema,
  /** Milliseconds from sending a picture that was taken to its verdict. */
  acceptedToVerdict: quantilesSchema,
  /** Accepted, and without a verdict in the end. */
  lost: z.int(),
  /** Keys that have more than one inspection. */
  twice: z.int(),
});

/** Senders at once while the rate is found. */
const SENDERS = 4;
/** Pictures that are judged before anything is measured. */
const WARM = 8;
/** Different pictures; each copy is a file of its own. */
const SCENES = 20;
/** Seconds that a sender waits for a verdict. */
const WAIT = 60;
/** Milliseconds between two looks at the queue. */
const LOOK = 500;
/** Milliseconds without a verdict after which what waits counts as lost. */
const PATIENCE = 120_000;

/** What is sent. */
interface SentPictures {
  /** Id of the part. */
  readonly part: string;
  readonly scenes: readonly Uint8Array[];
}

/** A station under load. */
export class LoadedStation {
  readonly #server: StationProcess;
  readonly #client: StationClient;
  readonly #part: string;
  readonly #scenes: readonly Uint8Array[];
  #number = 0;

  private constructor(server: StationProcess, client: StationClient, sent: SentPictures) {
    this.#server = server;
    this.#client = client;
    this.#part = sent.part;
    this.#scenes = sent.scenes;
  }

  /**
   * Learns a part from drawn pictures, and starts a station that judges by it.
   *
   * @param folder - Empty.
   * @param size - Side of the pictures, pixels.
   */
  static async create(folder: string, size: number): Promise<LoadedStation> {
    const support = await putPictures(join(folder, 'good'), 4, 1, size);
    const path = join(folder, 'a.part');
    const { code, log } = await runProgram(['enroll', path, ...support], { folder });
    if (code !== 0) throw new Error(`nothing can be studied: ${log}`);
    const server = new StationProcess(startProgram, { data: join(folder, 'data') });
    const client = await server.client();
    const part = await addPart(client, await readFile(path));
    const scenes = await drawPictures(SCENES, 2, size);
    const station = new LoadedStation(server, client, { part, scenes });
    for (let i = 0; i < WARM; i++) await readAnswer(station.#send(WAIT));
    return station;
  }

  /** Pictures so far. */
  get sent(): number {
    return this.#number;
  }

  async end(): Promise<void> {
    await this.#server.end();
  }

  /** Sends the next when one is judged, so that some always wait. */
  async sustain(seconds: number): Promise<z.infer<typeof sustainedSchema>> {
    const start = performance.now();
    let pictures = 0;
    const work = Array.from({ length: SENDERS }, async () => {
      while (performance.now() - start < seconds * 1000) {
        await readAnswer(this.#send(WAIT));
        pictures++;
      }
    });
    await Promise.all(work);
    const took = (performance.now() - start) / 1000;
    return { pictures, seconds: round(took), picturesPerSecond: round(pictures / took) };
  }

  /** Milliseconds from sending each of so many pictures to its verdict, one after another. */
  async alone(count: number): Promise<number[]> {
    const times: number[] = [];
    for (let i = 0; i < count; i++) times.push(await this.#timed());
    return times;
  }

  /**
   * Milliseconds from sending each picture to its verdict.
   *
   * @param arrivals - When each is sent, whether others wait or not: milliseconds from now, ascending.
   */
  async arrive(arrivals: readonly number[]): Promise<number[]> {
    const times: number[] = [];
    await atTimes(arrivals, async () => {
      times.push(await this.#timed());
    });
    return times;
  }

  /** Sends at a rate that it can do. */
  async steady(rate: number, seconds: number): Promise<z.infer<typeof steadySchema>> {
    const latencies = await this.arrive(clocked(rate, seconds));
    const pictures = latencies.length;
    return { pictures, picturesPerSecond: round(rate), postToVerdict: quantilesOf(latencies) };
  }

  /** Sends at a rate that it cannot do; whatever is turned away is not sent again. */
  async overload(rate: number, seconds: number): Promise<z.infer<typeof overloadSchema>> {
    const refusedBefore = await this.#refused();
    const flood = new Flood();
    const watch = setInterval(() => void this.#look(flood), LOOK);
    await atTimes(clocked(rate, seconds), async () => {
      const start = performance.now();
      // No answer at all counts like one that nobody expects.
      const answer = await this.#send(0).catch(() => undefined);
      flood.take(answer, performance.now() - start);
      if (answer?.ok === true) flood.keys.push((await readAnswer(answer)).key);
    });
    clearInterval(watch);
    await drain(this.#client, PATIENCE);
    const verdicts = await this.#verdictsOf(flood.keys);
    return {
      picturesPerSecond: round(rate),
      seconds,
      ...flood.figures(),
      refusedByItsCounter: (await this.#refused()) - refusedBefore,
      ...verdicts,
    };
  }

  async #timed(): Promise<number> {
    const start = performance.now();
    await readAnswer(this.#send(WAIT));
    return performance.now() - start;
  }

  async #send(wait: number) {
    const number = this.#number++;
    const body = numberedPng(
      this.#scenes[number % this.#scenes.length] ?? new Uint8Array(),
      number,
    );
    const header = { 'idempotency-key': `load-${number}` };
    const query = { part: this.#part, wait: String(wait) };
    return this.#client.api.inspections.$post({ query, header }, { init: { body } });
  }

  async #refused(): Promise<number> {
    return (await readAnswer(this.#client.api.station.$get())).refused;
  }

  async #look(flood: Flood): Promise<void> {
    const { waiting } = await countsOf(this.#client);
    flood.longestQueue = Math.max(flood.longestQueue, waiting);
  }

  async #verdictsOf(keys: readonly string[]) {
    const latencies: number[] = [];
    let [lost, twice] = [0, 0];
    for (const key of keys) {
      const { items } = await readAnswer(this.#client.api.inspections.$get({ query: { key } }));
      const [one] = items;
      if (items.length > 1) twice++;
      if (one?.state !== 'judged' || one.judgedAt === null) lost++;
      else latencies.push(Date.parse(one.judgedAt) - Date.parse(one.acceptedAt));
    }
    return { acceptedToVerdict: quantilesOf(latencies), lost, twice };
  }
}

/** What was answered to many pictures. */
class Flood {
  readonly keys: string[] = [];
  longestQueue = 0;
  readonly #answers: number[] = [];
  readonly #statuses = new Map<number, number>();
  #refusedWithoutRetryAfter = 0;

  take(answer: Pick<Response, 'status' | 'headers'> | undefined, milliseconds: number): void {
    const status = answer?.status ?? 0;
    this.#answers.push(milliseconds);
    this.#statuses.set(status, this.#count(status) + 1);
    const isRefused = status === 429 || status === 503;
    if (isRefused && answer?.headers.has('retry-after') !== true) this.#refusedWithoutRetryAfter++;
  }

  figures() {
    const [accepted, queueFull, unavailable] = [202, 429, 503].map((status) => this.#count(status));
    const sent = this.#answers.length;
    const known = (accepted ?? 0) + (queueFull ?? 0) + (unavailable ?? 0);
    return {
      sent,
      accepted: accepted ?? 0,
      queueFull: queueFull ?? 0,
      unavailable: unavailable ?? 0,
      refusedWithoutRetryAfter: this.#refusedWithoutRetryAfter,
      otherAnswers: sent - known,
      longestQueue: this.longestQueue,
      postToAnswer: quantilesOf(this.#answers),
    };
  }

  #count(status: number): number {
    return this.#statuses.get(status) ?? 0;
  }
}

/** Does something at these milliseconds from now, whether the one before has ended or not. */
async function atTimes(times: readonly number[], work: () => Promise<void>): Promise<void> {
  const start = performance.now();
  const all: Promise<void>[] = [];
  for (const time of times) {
    const early = start + time - performance.now();
    if (early > 0) await sleep(early);
    all.push(work());
  }
  await Promise.all(all);
}

/** @param values - Milliseconds. */
export function quantilesOf(values: readonly number[]): z.infer<typeof quantilesSchema> {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (p: number): number =>
    sorted.length === 0 ? 0 : Math.round(quantileOfSorted(sorted, p));
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
