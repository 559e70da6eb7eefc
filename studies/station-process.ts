/**
 * A station in a process of its own, as it is run beside a line.
 *
 * @module
 */
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createStationClient,
  type InspectionCounts,
  readAnswer,
  type StationClient,
} from '../packages/station/src/api/index.ts';
import { linesOf } from './built-program.ts';

/** Starts the program with these words. */
export type StartProgram = (words: readonly string[]) => ChildProcess;

/** Where a station keeps its data. */
export interface StationPlace {
  readonly data: string;
  /** URL of a PostgreSQL database; SQLite in the folder by default. */
  readonly database?: string | undefined;
  /** File of what it is connected to; nothing by default. */
  readonly connect?: string | undefined;
}

/** Characters of what it told last that are kept. */
const LOG = 8000;
/** Milliseconds between two questions of how far it is. */
const LOOK = 100;

/** Options of the command line for a place. */
export function placeWords({ data, database }: StationPlace): string[] {
  return ['--data', data, ...(database === undefined ? [] : ['--database', database])];
}

/** A running `fewgood station`. */
export class StationProcess {
  readonly child: ChildProcess;
  /** Where it is reached, once it is; undefined if it ended before. */
  readonly url: Promise<string | undefined>;
  readonly #ended: Promise<number | null>;
  #isToEnd = false;
  #log = '';

  /**
   * Starts it; nobody signs in.
   *
   * @param more - Further options of the command line.
   */
  constructor(start: StartProgram, place: StationPlace, more: readonly string[] = []) {
    const { connect } = place;
    const connected = connect === undefined ? [] : ['--connect', connect];
    const open = ['--port', '0', '--no-login'];
    this.child = start(['station', ...placeWords(place), ...open, ...connected, ...more]);
    this.#ended = new Promise((resolve) => this.child.once('close', resolve));
    this.url = new Promise((resolve) => {
      linesOf(this.child, (line) => resolve(/http:\S+/.exec(line)?.[0]));
      this.child.once('close', () => resolve(undefined));
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#log = (this.#log + text).slice(-LOG);
    });
    this.child.once('close', () => {
      if (!this.#isToEnd) console.error(`The station ended by itself:\n${this.#log}`);
    });
  }

  /** Whether it has not ended. */
  get lives(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /**
   * A client of it, once it listens.
   *
   * @throws {@link Error} if it ended before.
   */
  async client(): Promise<StationClient> {
    const url = await this.url;
    if (url === undefined) throw new Error('the station ended by itself');
    return createStationClient(url);
  }

  /** Kills it as a power cut would. */
  async kill(): Promise<void> {
    this.#isToEnd = true;
    this.child.kill('SIGKILL');
    await this.#ended;
  }

  /** Ends it in order. @returns Its exit code. */
  async end(): Promise<number | null> {
    this.#isToEnd = true;
    this.child.kill('SIGTERM');
    return this.#ended;
  }
}

/** Makes a part that judges by a part file; its id. */
export async function addPart(client: StationClient, file: Uint8Array): Promise<string> {
  const { id } = await readAnswer(client.api.parts.$post({ json: { name: 'studied' } }));
  const versions = client.api.parts[':part'].versions;
  const body = new Uint8Array(file);
  await readAnswer(versions.$post({ param: { part: id }, query: {} }, { init: { body } }));
  const param = { part: id, version: '1' };
  await readAnswer(versions[':version'].activate.$post({ param, json: { reason: '' } }));
  return id;
}

/** How many of each there are. */
export async function countsOf(client: StationClient): Promise<InspectionCounts> {
  return readAnswer(client.api['inspection-counts'].$get({ query: {} }));
}

/** Waits until nothing waits, or as long as nothing was judged for so many milliseconds. */
export async function drain(client: StationClient, patience: number): Promise<InspectionCounts> {
  let counts = await countsOf(client);
  let [until, last] = [performance.now() + patience, counts.waiting];
  while (counts.waiting > 0 && performance.now() < until) {
    await sleep(LOOK);
    counts = await countsOf(client);
    if (counts.waiting < last) [until, last] = [performance.now() + patience, counts.waiting];
  }
  return counts;
}
