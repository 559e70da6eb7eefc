/**
 * A station that is killed again and again under a load of pictures and reviews, and what is left of it.
 *
 * @module
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AnswerError, type StationClient } from '../packages/station/src/api/index.ts';
import type { Random } from '../src/random.ts';
import type { KilledProgram } from './killed-program.ts';
import { lookAtKept } from './station-kept.ts';
import { KillLoad } from './station-kill-load.ts';
import { addPart, countsOf, StationProcess } from './station-process.ts';

/** A server that the station works with, which is killed as well. */
interface KilledServer {
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** A database server that is killed as well. */
export interface KilledDatabase extends KilledServer {
  readonly url: string;
}

/** A broker that verdicts are told to, which goes as well. */
export interface KilledBroker extends KilledServer {
  /** File of what the station is connected to. */
  readonly connect: string;
  /** What was told to it. */
  readonly told: { readonly messages: number; readonly verdicts: number };
  /** Waits until all is told, and says what is wrong with it. */
  faultsOf(client: StationClient): Promise<readonly string[]>;
}

/** What a batch is made with. */
export interface KillBatch extends KilledProgram {
  readonly kills: number;
  readonly random: Random;
  /** A folder of its own. */
  readonly folder: string;
  /** Empty, instead of SQLite in the folder: every second kill is its own. */
  readonly database?: KilledDatabase | undefined;
  /** Nobody is told by default: every second kill is its own. */
  readonly broker?: KilledBroker | undefined;
  readonly log: (line: string) => void;
}

export const killBatchSchema = z.object({
  kills: z.int(),
  /** Of those, kills of the station before it listened. */
  duringStart: z.int(),
  /** Of those, kills of the database. */
  ofDatabase: z.int(),
  /** Of those, moments at which the broker went. */
  ofBroker: z.int(),
  /** Verdicts that came to the broker. */
  told: z.int(),
  /** Of those, such as came more than once, under the same key. */
  toldAgain: z.int(),
  /** Pictures that were acknowledged. */
  acknowledged: z.int(),
  /** Keys that were sent again, for nobody had answered. */
  sentAgain: z.int(),
  /** Answers that it is to be tried again later. */
  turnedAway: z.int(),
  /** Decisions that were acknowledged, made or taken back. */
  reviewDeeds: z.int(),
  /** Of those, such as had been done although nobody had answered. */
  reviewDeedsDoneUnheard: z.int(),
  /** Pictures that waited for their verdict when the station was killed last. */
  waiting: z.int(),
  verdicts: z.int(),
  entries: z.int(),
  faults: z.array(z.string()),
});
export type KillBatchResult = z.infer<typeof killBatchSchema>;

/** After it listens the station is left alone for so long at most, milliseconds. */
const LONGEST = 2500;
/** Milliseconds of a start within which it is killed. */
const START = 400;
/** Milliseconds that a server is away at most. */
const AWAY = 1500;
/** Milliseconds in which a verdict must come. */
const PATIENCE = 600_000;
/** Milliseconds between two questions whether it has come. */
const LOOK = 100;

type Victim = 'station' | 'start' | 'database' | 'broker';

/** Turn after turn; a kill at the start comes after another of the station, which is started anew then. */
const TURNS: readonly Victim[] = ['station', 'station', 'station', 'station', 'station', 'start'];
const turnsWith = (server: Victim): readonly Victim[] => [
  server,
  'station',
  server,
  server,
  'station',
  'start',
];

/** Kills a station so many times, and looks at what it kept. */
export async function killStation(batch: KillBatch): Promise<KillBatchResult> {
  const { kills, random, folder, database, broker, part, pictures, start, log } = batch;
  const place = { data: join(folder, 'data'), database: database?.url, connect: broker?.connect };
  const first = new StationProcess(start, place);
  const load = new KillLoad({ random, pictures, part: await addPart(await first.client(), part) });
  await first.kill();
  const turns = turnsOf(batch);
  const killed: Record<Victim, number> = { station: 0, start: 0, database: 0, broker: 0 };
  let server: StationProcess | undefined;
  try {
    for (let i = 0; i < kills; i++) {
      const victim = turns[i % turns.length] ?? 'station';
      server ??= new StationProcess(start, place);
      if (victim === 'start') {
        await Promise.race([sleep(random.uniform() * START), server.url]);
        await server.kill();
      } else await killAtWork(victim, { server, load, batch });
      if (victim === 'station' || victim === 'start') server = undefined;
      killed[victim]++;
      log(`${i + 1} of ${kills} kills (${victim}), ${load.describe()}`);
    }
  } finally {
    await server?.kill();
  }
  const look = async (client: StationClient) => (await broker?.faultsOf(client)) ?? [];
  const { faults, ...kept } = await lookAtKept(start, place, load, look);
  const { messages, verdicts: told } = broker?.told ?? { messages: 0, verdicts: 0 };
  return {
    kills,
    duringStart: killed.start,
    ofDatabase: killed.database,
    ofBroker: killed.broker,
    told,
    toldAgain: messages - told,
    acknowledged: load.acknowledged.size,
    sentAgain: load.sentAgain,
    turnedAway: load.turnedAway,
    reviewDeeds: load.reviewer.deeds,
    reviewDeedsDoneUnheard: load.reviewer.doneUnheard,
    ...kept,
    faults: [...load.faults, ...faults],
  };
}

function turnsOf({ database, broker }: KillBatch): readonly Victim[] {
  if (broker !== undefined) return turnsWith('broker');
  return database === undefined ? TURNS : turnsWith('database');
}

interface AtWork {
  readonly server: StationProcess;
  readonly load: KillLoad;
  readonly batch: KillBatch;
}

/** Kills one at a random moment of its work; another server is back then, and the station judges on. */
async function killAtWork(
  victim: Exclude<Victim, 'start'>,
  { server, load, batch: { random, database, broker } }: AtWork,
): Promise<void> {
  const client = await server.client();
  const stop = load.begin(client, server);
  // Most of them while pictures are judged, whatever the time until the first one is.
  if (random.below(4) > 0) await oneMoreVerdict(client, server);
  await sleep(random.uniform() * LONGEST);
  if (victim === 'station') await server.kill();
  else {
    const other = victim === 'database' ? database : broker;
    await other?.kill();
    await sleep(random.uniform() * AWAY);
    await other?.start();
    await oneMoreVerdict(client, server);
  }
  await stop();
}

async function oneMoreVerdict(client: StationClient, server: StationProcess): Promise<void> {
  const until = performance.now() + PATIENCE;
  let first: number | undefined;
  while (server.lives && performance.now() < until) {
    const verdicts = await verdictsOf(client);
    first ??= verdicts;
    if (verdicts !== undefined && first !== undefined && verdicts > first) return;
    await sleep(LOOK);
  }
  throw new Error(server.lives ? 'the station judges nothing more' : 'the station ended by itself');
}

/** Undefined while it cannot be told: the database is away, or a connection was closed. */
async function verdictsOf(client: StationClient): Promise<number | undefined> {
  try {
    const { pass, fail, cannotJudge } = await countsOf(client);
    return pass + fail + cannotJudge;
  } catch (error) {
    if (error instanceof AnswerError && error.retryAfter === undefined) throw error;
    return undefined;
  }
}
