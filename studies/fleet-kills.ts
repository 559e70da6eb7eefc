/**
 * Kills workers and both servers of a fleet (SIGKILL, one at a time, at random moments) while it judges. Every picture
 * that was accepted must have exactly one verdict, the queue must be empty in the end, and the audit chain must verify.
 * docs/fleet.md tells of it.
 *
 * Run: npx tsx studies/fleet-kills.ts --help
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../src/errors.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { seededRandom } from '../src/random.ts';
import { natsProgram, NatsServer } from '../test/helpers/nats-server.ts';
import { postgresqlPrograms, PostgresqlServer } from '../test/helpers/postgresql-server.ts';
import { buildStation } from './built-program.ts';
import {
  type FleetKillBatch,
  fleetKillSchema,
  type FleetKillResult,
  killFleet,
} from './fleet-kill-batch.ts';
import { prepareKilledProgram } from './killed-program.ts';
import { runStudy } from './study.ts';

const studyOptions = {
  kills: { type: 'number', value: 'N', default: 200, min: 1, whole: true, help: 'of all three' },
  batch: {
    type: 'number',
    value: 'N',
    default: 40,
    min: 1,
    whole: true,
    help: 'kills of one fleet, which is looked at then',
  },
  seed: { type: 'number', value: 'N', default: 0, min: 0, whole: true, help: 'of the moments' },
} as const;

await runStudy({
  file: 'fleet-kills.ts',
  summary: 'Kill workers and servers of a fleet at random moments, and look at what is left',
  usage: '[options]',
  details: `Builds the program first. Servers of its own are started on this machine, where their programs are
    installed. Exit code 1 if anything is lost, judged twice or changed.`,
  examples: [
    'npx tsx studies/fleet-kills.ts --out results/fleet-kills.json',
    'npx tsx studies/fleet-kills.ts --kills 10',
  ],
  options: studyOptions,
  run: async ({ options: { kills, batch, seed }, begin }) => {
    const record = await begin({ pictures: [], seeds: [seed], runtime: nodeRuntime().name });
    await buildStation();
    const base = await mkdtemp(join(tmpdir(), 'fewgood-fleet-kills-'));
    try {
      const shared = await prepareKilledProgram(base);
      const results: FleetKillResult[] = [];
      for (let done = 0; done < kills; done += batch) {
        const key = `batch ${done}`;
        const folder = join(base, key.replace(' ', '-'));
        const log = (line: string): void => console.log(`${key}: ${line}`);
        const random = seededRandom(seed).fork(key);
        const own = { kills: Math.min(batch, kills - done), random, folder, log };
        const work = async (): Promise<FleetKillResult> => onServers({ ...shared, ...own });
        results.push(await record.step(key, fleetKillSchema, work));
        console.log(`${key}: ${JSON.stringify(results.at(-1))}`);
      }
      const figures = figuresOf(results);
      await record.finish(figures);
      if (figures.faults.length > 0) process.exitCode = 1;
    } finally {
      await rm(base, { recursive: true, force: true });
    }
  },
});

/** @throws {@link UsageError} if one of them is not installed. */
async function onServers(
  batch: Omit<FleetKillBatch, 'nats' | 'postgresql'>,
): Promise<FleetKillResult> {
  if (natsProgram === undefined || postgresqlPrograms === undefined) {
    throw new UsageError(
      'Cannot start the servers: nats-server or initdb is not installed: expected both',
      'Install NATS and PostgreSQL.',
    );
  }
  await mkdir(batch.folder);
  const nats = await NatsServer.create(natsProgram);
  const postgresql = await PostgresqlServer.create(postgresqlPrograms);
  try {
    return await killFleet({ ...batch, nats, postgresql });
  } finally {
    await nats.remove();
    await postgresql.remove();
  }
}

function figuresOf(results: readonly FleetKillResult[]) {
  const sum = (key: Exclude<keyof FleetKillResult, 'faults'>): number =>
    results.reduce((total, result) => total + result[key], 0);
  return {
    kills: sum('kills'),
    ofWorkers: sum('ofWorkers'),
    ofNats: sum('ofNats'),
    ofPostgresql: sum('ofPostgresql'),
    accepted: sum('accepted'),
    submittedAgain: sum('submittedAgain'),
    verdicts: sum('verdicts'),
    givenAgain: sum('givenAgain'),
    auditEntries: sum('entries'),
    faults: results.flatMap(({ faults }) => faults),
  };
}
