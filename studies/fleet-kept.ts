/**
 * What a fleet has after all that was done to it, compared with what it had accepted.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { JOBS } from '../packages/fleet/src/centre/centre.ts';
import type { Fleet } from '../packages/fleet/src/fleet.ts';
import { verifyFleet } from '../packages/fleet/src/verify.ts';
import type { FleetLoad } from './fleet-kill-load.ts';
import type { WorkerProcess } from './fleet-process.ts';

/** What is there in the end. */
export interface KeptFleet {
  readonly accepted: number;
  readonly verdicts: number;
  readonly givenAgain: number;
  readonly entries: number;
  readonly faults: readonly string[];
}

/** Milliseconds in which all that waits must be judged. */
const PATIENCE = 240_000;
const LOOK = 200;
/** More requests than there are. */
const ALL = 1_000_000;

/** Lets a fleet judge what waits, ends its workers, and compares what it has with what it accepted. */
export async function lookAtFleet(
  fleet: Fleet,
  load: FleetLoad,
  workers: readonly WorkerProcess[],
): Promise<KeptFleet> {
  const faults: string[] = [];
  const until = performance.now() + PATIENCE;
  while ((await jobsIn(fleet)) > 0 && performance.now() < until) await sleep(LOOK);
  for (const worker of workers) {
    if (worker.endedByItself) faults.push(`a worker ended by itself:\n${worker.log}`);
    const code = await worker.end();
    if (code !== 0) faults.push(`exit code ${code} of a worker at SIGTERM:\n${worker.log}`);
  }
  const jobs = await jobsIn(fleet);
  if (jobs > 0) faults.push(`${jobs} jobs are in the queue still`);
  const bytes = await fleet.pictures.size();
  if (bytes > 0) faults.push(`${bytes} bytes of pictures are in the store still`);
  faults.push(...(await requestFaults(fleet, load)));
  const rows = await fleet.database.rows
    .selectFrom('verdict')
    .select(['job', 'deliveries'])
    .execute();
  const accepted = [...load.accepted.values()].reduce((sum, count) => sum + count, 0);
  if (rows.length !== accepted) faults.push(`${accepted} accepted, ${rows.length} verdicts`);
  const report = await verifyFleet(fleet.database);
  const givenAgain = rows.filter(({ deliveries }) => deliveries > 1).length;
  const { entries } = report;
  const all = [...faults, ...report.problems];
  return { accepted, verdicts: rows.length, givenAgain, entries, faults: all };
}

/** Jobs that wait, are at workers, or lie in the stream although they are done. */
async function jobsIn({ centre }: Fleet): Promise<number> {
  return (await centre.manager.streams.info(JOBS.stream)).state.messages;
}

/** Every picture of every request has its verdict. */
async function requestFaults(fleet: Fleet, { accepted }: FleetLoad): Promise<string[]> {
  const counts = await fleet.requests.counts(ALL);
  const faults = counts.flatMap((request) => {
    const { name, pass, fail, cannotJudge, error, waiting, dead, unsubmitted } = request;
    const judged = pass + fail + cannotJudge;
    const isWhole = judged === accepted.get(name) && error + waiting + dead + unsubmitted === 0;
    return isWhole ? [] : [`the request ${name} is ${JSON.stringify(request)}`];
  });
  if (counts.length === accepted.size) return faults;
  return [...faults, `${accepted.size} requests were accepted, ${counts.length} are there`];
}
