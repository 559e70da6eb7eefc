import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { MEBIBYTE } from '../mebibytes.ts';
import { readFileBytes } from '../node/files/files.ts';
import { cacheFolder } from '../node/runtime/model-folders.ts';
import { counted } from '../page/format.ts';
import { ExitCode, type Invocation } from './command.ts';
import type {
  fleetPartsOptions,
  fleetRollbackOptions,
  fleetRolloutOptions,
  fleetSetupOptions,
  fleetStatusOptions,
  fleetVerifyOptions,
  fleetWorkerOptions,
} from './fleet-options.ts';
import {
  type FleetCounts,
  fleetPackage,
  type FleetStatus,
  type FleetVersion,
} from './fleet-package.ts';
import { placeOf, refuseWords, withFleet } from './fleet-run.ts';

/** Digits of a hash that are shown. */
const DIGITS = 12;

/** `fewgood fleet worker`: judges what is in the queue, until it is stopped. */
export async function runFleetWorker({
  options,
  args,
  terminal: { out, log, signal },
}: Invocation<typeof fleetWorkerOptions>): Promise<ExitCode> {
  refuseWords(args);
  const place = placeOf(options);
  const { name, threads, deliveries } = options;
  const { runWorker } = await fleetPackage();
  const judged = await runWorker({
    ...place,
    cache: options.cache ?? join(cacheFolder(), 'fleet'),
    name,
    threads,
    deliveries,
    memoryLimit: options['memory-limit'] * MEBIBYTE,
    onReady: (called) => out(`The worker ${called} takes jobs`),
    log,
    signal,
  });
  out(`${counted(judged, 'picture')} judged`);
  return ExitCode.ok;
}

/** `fewgood fleet setup`: makes what the fleet needs, and changes it. */
export async function runFleetSetup({
  options,
  args,
  terminal: { out },
}: Invocation<typeof fleetSetupOptions>): Promise<ExitCode> {
  refuseWords(args);
  const settings = { replicas: options.replicas, ackWait: options['ack-wait'] };
  await withFleet(options, 'setup', async ({ centre }) => centre.change(settings));
  out('The fleet is ready');
  return ExitCode.ok;
}

/** `fewgood fleet status`: who works, what waits, what is done. */
export async function runFleetStatus({
  options,
  args,
  terminal: { out },
}: Invocation<typeof fleetStatusOptions>): Promise<ExitCode> {
  refuseWords(args);
  const status = await withFleet(options, 'status', async (fleet) =>
    (await fleetPackage()).fleetStatus(fleet, options.request),
  );
  if (options.json) out(JSON.stringify(status));
  else for (const line of statusLines(status)) out(line);
  return status.dead.length > 0 ? ExitCode.fault : ExitCode.ok;
}

function statusLines({ queue, shares, workers, requests, dead, parts }: FleetStatus): string[] {
  const mebibytes = (queue.pictureBytes / 2 ** 20).toFixed(1);
  return [
    `${counted(queue.jobs, 'job')} to do, ${queue.atWorkers} of them at workers; ${mebibytes} MiB of pictures`,
    ...(shares.jobs > 0
      ? [`evaluations: ${shares.jobs} categories to do, ${shares.atWorkers} of them at workers`]
      : []),
    ...(workers.length === 0 ? ['no worker is there'] : []),
    ...workers.map(
      ({ name, version, judged, since }) =>
        `worker ${name}: ${counted(judged, 'picture')} judged since ${since}, fewgood ${version}`,
    ),
    ...parts.map(
      ({ part, sha256, file, at }) => `part ${part}: ${short(sha256)} (${file}) since ${at}`,
    ),
    ...requests.map(
      ({ name, part, sha256, ...counts }) =>
        `request ${name}: ${part} ${short(sha256)}, ${countsText(counts)}`,
    ),
    ...dead.map(
      ({ job, request, fault, deliveries, worker, at }) =>
        `dead ${short(job)} of ${request}, after ${deliveries} deliveries, last at ${worker}, ${at}: ${fault}`,
    ),
  ];
}

function countsText({
  pass,
  fail,
  cannotJudge,
  error,
  waiting,
  dead,
  unsubmitted,
}: FleetCounts): string {
  const known = `${fail} fail, ${cannotJudge} cannot judge, ${error} error, ${pass} pass`;
  const others = [
    [waiting, 'waiting'],
    [dead, 'dead'],
    [unsubmitted, 'not accepted yet'],
  ] as const;
  const shown = others.flatMap(([count, word]) => (count > 0 ? [`${count} ${word}`] : []));
  return [known, ...shown].join(', ');
}

/**
 * `fewgood fleet rollout`: makes a part file the version that judges.
 *
 * @throws {@link UsageError} if part or file is not named.
 */
export async function runFleetRollout({
  options,
  args: [part, path, ...others],
  terminal: { out },
}: Invocation<typeof fleetRolloutOptions>): Promise<ExitCode> {
  refuseWords(others);
  if (part === undefined || path === undefined) {
    throw new UsageError(
      'Cannot roll out: part or part file is not named',
      'Name both: fewgood fleet rollout washer washer.part.',
    );
  }
  const bytes = await readFileBytes(path);
  const { reason = '' } = options;
  const version = await withFleet(options, 'rollout', async (fleet) =>
    (await fleetPackage()).rollOut(fleet, { part, path, bytes, reason }),
  );
  out(`${part} is judged by ${versionText(version)}`);
  return ExitCode.ok;
}

/**
 * `fewgood fleet rollback`: makes an earlier version the one that judges.
 *
 * @throws {@link UsageError} if no part is named.
 */
export async function runFleetRollback({
  options,
  args: [part, ...others],
  terminal: { out },
}: Invocation<typeof fleetRollbackOptions>): Promise<ExitCode> {
  refuseWords(others);
  if (part === undefined) {
    throw new UsageError('Cannot roll back: no part is named', 'Name the part.');
  }
  const { to, reason = '' } = options;
  const version = await withFleet(options, 'rollback', async (fleet) =>
    (await fleetPackage()).rollBack(fleet, { part, to, reason }),
  );
  out(`${part} is judged by ${versionText(version)}`);
  return ExitCode.ok;
}

/** `fewgood fleet parts`: which versions judge, or did. */
export async function runFleetParts({
  options,
  args: [part, ...others],
  terminal: { out },
}: Invocation<typeof fleetPartsOptions>): Promise<ExitCode> {
  refuseWords(others);
  const versions = await withFleet(options, 'parts', async ({ rollouts }) =>
    part === undefined ? rollouts.list() : rollouts.history(part, Number.MAX_SAFE_INTEGER),
  );
  if (options.json) out(JSON.stringify({ versions }));
  else for (const version of versions) out(`${version.part}: ${versionText(version)}`);
  return ExitCode.ok;
}

function versionText({ sha256, file, at, actor, reason }: FleetVersion): string {
  return `${short(sha256)} (${file}), by ${actor}, ${at}${reason && `: ${reason}`}`;
}

/** `fewgood fleet verify`: whether all is as it was done. */
export async function runFleetVerify({
  options,
  args,
  terminal: { out },
}: Invocation<typeof fleetVerifyOptions>): Promise<ExitCode> {
  refuseWords(args);
  const report = await withFleet(options, 'verify', async ({ database }) =>
    (await fleetPackage()).verifyFleet(database, options.head),
  );
  const { entries, verdicts, head, problems, intact } = report;
  if (options.json) out(JSON.stringify(report));
  else {
    for (const problem of problems) out(problem);
    out(`${counted(verdicts, 'verdict')} against ${entries} entries of the chain`);
    out(`the last entry is ${head}`);
    out(intact ? 'nothing was changed' : `${problems.length} problems`);
  }
  return intact ? ExitCode.ok : ExitCode.fault;
}

function short(hash: string): string {
  return hash.slice(0, DIGITS);
}
