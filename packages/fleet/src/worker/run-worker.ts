import { hostname } from 'node:os';
import { again } from '../again.ts';
import { messageOf } from '../centre/nats.ts';
import { Fleet, type FleetPlace, isServerAway } from '../fleet.ts';
import { assertName } from '../names.ts';
import { PartFiles } from '../parts/part-files.ts';
import { BlobCache } from './blob-cache.ts';
import { FleetJudge, fewgoodVersion } from './fleet-judge.ts';
import { showPresence } from './presence.ts';
import { JudgeCraft } from './judge-craft.ts';
import { ModelSource } from './model-source.ts';
import { Worker } from './worker.ts';
import { ShareCraft } from '../evaluate/share-craft.ts';
import { ShareStore } from '../evaluate/share-store.ts';

/** How a worker is run. */
export interface WorkerRun extends FleetPlace {
  /** Folder of part files and models that were fetched. */
  readonly cache: string;
  /** What it is called; the machine and the process by default. */
  readonly name?: string | undefined;
  /** Threads within an operator. */
  readonly threads?: number | undefined;
  /** How often a job is given to workers before it is buried. */
  readonly deliveries: number;
  /** Bytes that an evaluation takes. */
  readonly memoryLimit: number;
  /** Told when it is connected. */
  readonly onReady: (name: string) => void;
  readonly log: (line: string) => void;
  /** Ends it, after the jobs that it has. */
  readonly signal: AbortSignal;
}

/**
 * Works until the signal. Servers that are away are waited for.
 *
 * @returns How many jobs it judged.
 */
export async function runWorker(run: WorkerRun): Promise<number> {
  const { signal, log, deliveries } = run;
  const name = run.name ?? `${hostname()}-${process.pid}`.replaceAll(/[^A-Za-z0-9._-]/g, '-');
  assertName('worker', name);
  const fleet = await reach(run);
  if (fleet === undefined) return 0;
  const files = new PartFiles(fleet.centre);
  const cache = new BlobCache(run.cache);
  const models = new ModelSource(files, cache);
  const judge = new FleetJudge({ files, cache, models, threads: run.threads });
  const judging = new JudgeCraft(fleet, judge, name);
  const computing = new ShareCraft({
    ...run,
    store: new ShareStore(fleet.centre),
    queue: fleet.shares,
    models,
  });
  const shared = { fleet, name, deliveries, signal, log };
  try {
    tellConnection(fleet, log);
    run.onReady(name);
    const about = () => ({ name, version: fewgoodVersion, judged: judging.judged });
    await Promise.all([
      new Worker({ ...shared, craft: judging }).run(),
      new Worker({ ...shared, craft: computing }).run(),
      showPresence(fleet, about, signal),
    ]);
    return judging.judged;
  } finally {
    await judge.release();
    await fleet.close();
  }
}

/** Undefined if it was told to end before both servers answered. */
async function reach(run: WorkerRun): Promise<Fleet | undefined> {
  const { signal, log } = run;
  try {
    return await again(async () => Fleet.open(run, 'worker'), {
      isAway: isServerAway,
      signal,
      onWait: (error) => log(`it waits: ${messageOf(error)}`),
    });
  } catch (error) {
    if (signal.aborted && isServerAway(error)) return undefined;
    throw error;
  }
}

function tellConnection({ centre: { nats } }: Fleet, log: (line: string) => void): void {
  void (async () => {
    for await (const { type } of nats.status()) {
      if (type === 'disconnect') log('NATS is away: it waits');
      if (type === 'reconnect') log('NATS is back');
    }
  })();
}
