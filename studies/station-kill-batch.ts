/**
 * A station that is killed again and again under a load of pictures, and what is left of it.
 *
 * @module
 */
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import {
  AnswerError,
  createStationClient,
  readAnswer,
  type StationClient,
} from '../packages/station/src/api/index.ts';
import { verifyStation } from '../packages/station/src/audit/verify.ts';
import type { Random } from '../src/random.ts';
import { linesOf } from './built-program.ts';

/** What a batch is made with. */
export interface KillBatch {
  readonly kills: number;
  readonly random: Random;
  /** A folder of its own. */
  readonly folder: string;
  /** A part file. */
  readonly part: Uint8Array;
  /** Pictures, PNG. */
  readonly pictures: readonly Uint8Array[];
  /** Starts the program with these words. */
  readonly start: (words: readonly string[]) => ChildProcess;
  readonly log: (line: string) => void;
}

export const killBatchSchema = z.object({
  kills: z.int(),
  /** Of those, kills before the station listened. */
  duringStart: z.int(),
  /** Pictures that were acknowledged. */
  acknowledged: z.int(),
  /** Pictures that waited for their verdict when the station was killed. */
  waiting: z.int(),
  /** Keys that were sent again, for nobody had answered. */
  sentAgain: z.int(),
  verdicts: z.int(),
  entries: z.int(),
  faults: z.array(z.string()),
});
export type KillBatchResult = z.infer<typeof killBatchSchema>;

/** Senders at once. */
const SENDERS = 3;
/** After it listens the station is left alone for so long at most, milliseconds. */
const LONGEST = 2500;
/** Every so many kills one comes while the station starts. */
const START_EVERY = 6;
/** Milliseconds in which all that waits must have its verdict. */
const PATIENCE = 600_000;

interface Server {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
  /** Where it is reached, once it is; undefined if it ended before. */
  readonly url: Promise<string | undefined>;
}

/** Kills a station so many times, and looks at what it kept. */
export async function killStation(batch: KillBatch): Promise<KillBatchResult> {
  const { kills, random, log } = batch;
  const part = await prepare(batch);
  const load = new Load(batch, part);
  let duringStart = 0;
  for (let i = 0; i < kills; i++) {
    const server = begin(batch);
    if (i % START_EVERY === START_EVERY - 1) {
      duringStart++;
      await Promise.race([sleep(random.uniform() * 400), server.url]);
    } else {
      const url = await server.url;
      if (url === undefined) throw new Error('the station ended by itself');
      const stop = load.begin(url);
      // Half of them while pictures are judged, whatever the time until the first one is.
      if (random.below(2) === 0) await oneMoreVerdict(url);
      await sleep(random.uniform() * LONGEST);
      server.child.kill('SIGKILL');
      await stop();
    }
    server.child.kill('SIGKILL');
    await server.ended;
    log(`${i + 1} of ${kills} kills, ${load.acknowledged.size} pictures acknowledged`);
  }
  return { kills, duringStart, ...(await judgeRest(batch, load)) };
}

/** Makes the part that judges. */
async function prepare(batch: KillBatch): Promise<string> {
  const server = begin(batch);
  const client = createStationClient((await server.url) ?? '');
  const { id } = await readAnswer(client.api.parts.$post({ json: { name: 'killed' } }));
  const versions = client.api.parts[':part'].versions;
  const body = new Uint8Array(batch.part);
  await readAnswer(versions.$post({ param: { part: id }, query: {} }, { init: { body } }));
  await readAnswer(
    versions[':version'].activate.$post({
      param: { part: id, version: '1' },
      json: { reason: '' },
    }),
  );
  server.child.kill('SIGKILL');
  await server.ended;
  return id;
}

function begin({ folder, start }: KillBatch): Server {
  const child = start(['station', '--data', join(folder, 'data'), '--port', '0', '--no-login']);
  const ended = new Promise((resolve) => child.once('close', resolve));
  const url = new Promise<string | undefined>((resolve) => {
    linesOf(child, (line) => resolve(/http:\S+/.exec(line)?.[0]));
    child.once('close', () => resolve(undefined));
  });
  child.stderr?.pipe(process.stderr);
  return { child, ended, url };
}

async function oneMoreVerdict(url: string): Promise<void> {
  const client = createStationClient(url);
  const waitsUntil = performance.now() + PATIENCE;
  let first: number | undefined;
  while (performance.now() < waitsUntil) {
    const { pass, fail, cannotJudge } = await readAnswer(
      client.api['inspection-counts'].$get({ query: {} }),
    );
    const verdicts = pass + fail + cannotJudge;
    first ??= verdicts;
    if (verdicts > first) return;
    await sleep(100);
  }
}

/** Pictures that are sent while the station lives. */
class Load {
  /** Keys that the station has said it took. */
  readonly acknowledged = new Set<string>();
  sentAgain = 0;
  readonly faults: string[] = [];
  readonly #batch: KillBatch;
  readonly #part: string;
  #number = 0;
  /** Keys that nobody has answered. */
  readonly #open: number[] = [];

  constructor(batch: KillBatch, part: string) {
    this.#batch = batch;
    this.#part = part;
  }

  /** Sends until it is stopped. */
  begin(url: string): () => Promise<void> {
    const client = createStationClient(url);
    const ended = new AbortController();
    const senders = Array.from({ length: SENDERS }, async () => {
      while (!ended.signal.aborted) {
        const number = this.#open.pop() ?? this.#number++;
        if (!(await this.#send(client, number))) return;
      }
    });
    return async () => {
      ended.abort();
      await Promise.all(senders);
    };
  }

  /** Whether the station lives. */
  async #send(client: StationClient, number: number): Promise<boolean> {
    const { pictures } = this.#batch;
    const body = new Uint8Array(pictures[number % pictures.length] ?? []);
    const key = `picture-${number}`;
    const query = { part: this.#part };
    const header = { 'idempotency-key': key };
    try {
      const sent = client.api.inspections.$post({ query, header }, { init: { body } });
      const inspection = await readAnswer(sent);
      if (inspection.key !== key) this.faults.push(`${key} was answered with ${inspection.key}`);
      this.acknowledged.add(key);
      return true;
    } catch (error) {
      if (error instanceof AnswerError) {
        this.faults.push(`${key}: ${error.message}`);
        return true;
      }
      // It was killed: whether it took the picture nobody knows, so it is sent again.
      this.#open.push(number);
      this.sentAgain++;
      return false;
    }
  }
}

/** Lets the station judge what waits, and compares what it has with what it said. */
async function judgeRest(
  batch: KillBatch,
  load: Load,
): Promise<Omit<KillBatchResult, 'kills' | 'duringStart'>> {
  const server = begin(batch);
  const client = createStationClient((await server.url) ?? '');
  const counts = async () => readAnswer(client.api['inspection-counts'].$get({ query: {} }));
  const { waiting } = await counts();
  const until = performance.now() + PATIENCE;
  while ((await counts()).waiting > 0 && performance.now() < until) await sleep(200);
  const faults = [...load.faults];
  for (const key of load.acknowledged) {
    const { items } = await readAnswer(client.api.inspections.$get({ query: { key } }));
    const states = items.map(({ state }) => state).join(', ');
    if (states !== 'judged') faults.push(`${key}: expected one verdict, found "${states}"`);
  }
  const all = await counts();
  server.child.kill('SIGTERM');
  await server.ended;
  if (server.child.exitCode !== 0) faults.push(`exit code ${server.child.exitCode} at SIGTERM`);
  const report = await verifyStation({ data: join(batch.folder, 'data') });
  faults.push(...report.problems.map(({ subject, problem }) => `${subject}: ${problem}`));
  const verdicts = all.pass + all.fail + all.cannotJudge;
  const judged = await verdictEntries(batch);
  if (judged !== verdicts) faults.push(`${judged} verdicts in the chain, ${verdicts} in the table`);
  const { acknowledged, sentAgain } = load;
  const size = acknowledged.size;
  return { acknowledged: size, waiting, sentAgain, verdicts, entries: report.entries, faults };
}

/** Verdicts that the chain has. */
async function verdictEntries({ folder }: KillBatch): Promise<number> {
  const { StationDatabase } = await import('../packages/station/src/store/database.ts');
  const database = await StationDatabase.open({ data: join(folder, 'data') });
  try {
    const { count } = await database.rows
      .selectFrom('audit')
      .where('action', '=', 'inspection.judged')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return count;
  } finally {
    await database.close();
  }
}
