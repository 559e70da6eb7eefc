/**
 * A fleet whose workers and servers are killed again and again while it judges, and what it kept.
 *
 * @module
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Fleet } from '../packages/fleet/src/fleet.ts';
import { rollOut } from '../packages/fleet/src/parts/roll-out.ts';
import type { Random } from '../src/random.ts';
import { FleetLoad } from './fleet-kill-load.ts';
import { lookAtFleet } from './fleet-kept.ts';
import { WorkerProcess } from './fleet-process.ts';
import type { KilledProgram } from './killed-program.ts';

/** A server that is killed. */
export interface KilledServer {
  readonly url: string;
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** What a batch is made with. */
export interface FleetKillBatch extends KilledProgram {
  readonly kills: number;
  readonly random: Random;
  /** A folder of its own. */
  readonly folder: string;
  readonly nats: KilledServer;
  readonly postgresql: KilledServer;
  readonly log: (line: string) => void;
}

export const fleetKillSchema = z.object({
  kills: z.int(),
  ofWorkers: z.int(),
  ofNats: z.int(),
  ofPostgresql: z.int(),
  /** Pictures that were accepted. */
  accepted: z.int(),
  /** Submissions that ended with an error, and were given again. */
  submittedAgain: z.int(),
  verdicts: z.int(),
  /** Jobs that had been given to more than one worker. */
  givenAgain: z.int(),
  entries: z.int(),
  faults: z.array(z.string()),
});
export type FleetKillResult = z.infer<typeof fleetKillSchema>;

const WORKERS = 2;
/** Seconds after which the job of a worker that was killed goes to another. */
const ACK_WAIT = 2;
/** The fleet is left alone for so long at most, milliseconds. */
const LONGEST = 2000;
/** Milliseconds that a server is away at most. */
const AWAY = 1500;
/** Milliseconds in which one more verdict must come. */
const PATIENCE = 300_000;
const LOOK = 100;

const VICTIMS = ['worker', 'nats', 'postgresql'] as const;
type Victim = (typeof VICTIMS)[number];

/** Kills workers and servers of a fleet so many times, and looks at what it kept. */
export async function killFleet(batch: FleetKillBatch): Promise<FleetKillResult> {
  const { kills, random, folder, log } = batch;
  const place = { nats: batch.nats.url, database: batch.postgresql.url };
  const fleet = await Fleet.open(place, 'kills', { ackWait: ACK_WAIT });
  const workers: WorkerProcess[] = [];
  const killed: Record<Victim, number> = { worker: 0, nats: 0, postgresql: 0 };
  try {
    const path = join(folder, 'washer.part');
    await rollOut(fleet, { part: 'washer', path, bytes: batch.part, reason: '' });
    const load = new FleetLoad(fleet, 'washer', await keepPictures(batch));
    const work = (): WorkerProcess => new WorkerProcess(batch.start, place, folder);
    while (workers.length < WORKERS) workers.push(work());
    const stop = load.begin();
    for (let i = 0; i < kills; i++) {
      const victim = VICTIMS[random.below(VICTIMS.length)] ?? 'worker';
      await oneMoreVerdict(fleet, workers);
      await sleep(random.uniform() * LONGEST);
      if (victim === 'worker') {
        await workers.shift()?.kill();
        workers.push(work());
      } else await restart(batch[victim], random.uniform() * AWAY);
      killed[victim]++;
      log(`${i + 1} of ${kills} kills (${victim}), ${load.describe()}`);
    }
    await stop();
    const { faults, ...kept } = await lookAtFleet(fleet, load, workers);
    return {
      kills,
      ofWorkers: killed.worker,
      ofNats: killed.nats,
      ofPostgresql: killed.postgresql,
      submittedAgain: load.again,
      ...kept,
      faults: [...load.faults, ...faults],
    };
  } finally {
    for (const worker of workers) await worker.kill();
    await fleet.close();
  }
}

async function keepPictures({ folder, pictures }: FleetKillBatch): Promise<string> {
  const path = join(folder, 'pictures');
  await mkdir(path);
  for (const [i, bytes] of pictures.entries()) await writeFile(join(path, `${i}.png`), bytes);
  return path;
}

async function restart(server: KilledServer, milliseconds: number): Promise<void> {
  await server.kill();
  await sleep(milliseconds);
  await server.start();
}

/** Waits until the fleet has judged once more, so that kills meet it at work. */
async function oneMoreVerdict(fleet: Fleet, workers: readonly WorkerProcess[]): Promise<void> {
  const until = performance.now() + PATIENCE;
  let first: number | undefined;
  while (performance.now() < until) {
    const count = await verdictsOf(fleet);
    first ??= count;
    if (count !== undefined && first !== undefined && count > first) return;
    await sleep(LOOK);
  }
  const logs = workers.map(({ log }) => log).join('\n');
  throw new Error(`the fleet judges nothing more; its workers said:\n${logs}`);
}

/** Undefined while it cannot be told. */
async function verdictsOf({ database }: Fleet): Promise<number | undefined> {
  try {
    const { count } = await database.rows
      .selectFrom('verdict')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return count;
  } catch {
    return undefined;
  }
}
