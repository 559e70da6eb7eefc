/**
 * Kills a station at random moments (SIGKILL, as a power cut does to a program) under a load of pictures and
 * reviews, and starts it again; over SQLite, over a PostgreSQL server that is killed as well, and connected to an MQTT
 * broker that goes as well. Every picture that
 * it acknowledged must have exactly one verdict, every decision must hold, and the audit chain must verify.
 * docs/station.md cites its result.
 *
 * Run: npx tsx studies/station-kills.ts --help
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../src/errors.ts';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { seededRandom } from '../src/random.ts';
import { noMosquitto } from '../test/helpers/mosquitto.ts';
import { postgresqlPrograms, PostgresqlServer } from '../test/helpers/postgresql-server.ts';
import { buildStation } from './built-program.ts';
import { FollowedBroker } from './followed-broker.ts';
import { prepareKilledProgram } from './killed-program.ts';
import {
  type KillBatch,
  killBatchSchema,
  type KillBatchResult,
  killStation,
} from './station-kill-batch.ts';
import { runStudy } from './study.ts';

const studyOptions = {
  kills: { type: 'number', value: 'N', default: 300, min: 0, whole: true, help: 'over SQLite' },
  'postgresql-kills': {
    type: 'number',
    value: 'N',
    default: 120,
    min: 0,
    whole: true,
    help: 'over PostgreSQL; every second is one of the server itself',
  },
  'broker-kills': {
    type: 'number',
    value: 'N',
    default: 30,
    min: 0,
    whole: true,
    help: 'connected to an MQTT broker; every second is a moment at which that ends or hangs',
  },
  batch: {
    type: 'number',
    value: 'N',
    default: 30,
    min: 1,
    whole: true,
    help: 'kills of one data folder, which is looked at then',
  },
  seed: { type: 'number', value: 'N', default: 0, min: 0, whole: true, help: 'of the moments' },
} as const;

type Series = 'sqlite' | 'postgresql' | 'mqtt';

await runStudy({
  file: 'station-kills.ts',
  summary: 'Kill a station under load at random moments, and look at what is left',
  usage: '[options]',
  details: `Builds the program first. A PostgreSQL server and a Mosquitto broker of its own are started on this machine, where
    their programs are installed. Exit code 1 if anything is lost, judged twice, changed, or told out of order.`,
  examples: [
    'npx tsx studies/station-kills.ts --out results/station-kills.json',
    'npx tsx studies/station-kills.ts --kills 10 --postgresql-kills 0 --broker-kills 0',
  ],
  options: studyOptions,
  run: async ({ options, begin }) => {
    const { kills, batch, seed, 'postgresql-kills': more, 'broker-kills': told } = options;
    assertInstalled(more, told);
    const record = await begin({ pictures: [], seeds: [seed], runtime: nodeRuntime().name });
    await buildStation();
    const base = await mkdtemp(join(tmpdir(), 'fewgood-station-kills-'));
    try {
      const shared = await prepareKilledProgram(base);
      const results: Record<Series, KillBatchResult[]> = { sqlite: [], postgresql: [], mqtt: [] };
      const counts = [
        ['sqlite', kills] as const,
        ['postgresql', more] as const,
        ['mqtt', told] as const,
      ];
      for (const [series, count] of counts) {
        for (let done = 0; done < count; done += batch) {
          const key = `${series} ${done}`;
          const work = async (): Promise<KillBatchResult> => {
            const folder = join(base, key.replace(' ', '-'));
            await mkdir(folder);
            const random = seededRandom(seed).fork(`batch ${key}`);
            const log = (line: string): void => console.log(`${key}: ${line}`);
            const own = { kills: Math.min(batch, count - done), random, folder, log };
            return over(series, { ...shared, ...own });
          };
          const result = await record.step(key, killBatchSchema, work);
          console.log(`${key}: ${JSON.stringify(result)}`);
          results[series].push(result);
        }
      }
      const { sqlite, postgresql, mqtt } = results;
      await record.finish({
        sqlite: figuresOf(sqlite),
        postgresql: figuresOf(postgresql),
        mqtt: figuresOf(mqtt),
      });
      const all = [...sqlite, ...postgresql, ...mqtt];
      if (all.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
    } finally {
      await rm(base, { recursive: true, force: true });
    }
  },
});

/** @throws {@link UsageError} if kills with PostgreSQL or a broker are wanted, and there is none. */
function assertInstalled(ofPostgresql: number, ofBroker: number): void {
  if (ofPostgresql > 0 && postgresqlPrograms === undefined) {
    throw new UsageError(
      'Cannot start PostgreSQL: initdb is not installed: expected its programs',
      'Install PostgreSQL, or set --postgresql-kills 0.',
    );
  }
  if (ofBroker === 0 || noMosquitto === undefined) return;
  throw new UsageError(
    `Cannot start a broker: ${noMosquitto}: expected its programs`,
    'Install Mosquitto, or set --broker-kills 0.',
  );
}

async function over(series: Series, batch: KillBatch): Promise<KillBatchResult> {
  if (series === 'mqtt') return connected(batch);
  if (series === 'sqlite' || postgresqlPrograms === undefined) return killStation(batch);
  const database = await PostgresqlServer.create(postgresqlPrograms);
  try {
    return await killStation({ ...batch, database });
  } finally {
    await database.remove();
  }
}

async function connected(batch: KillBatch): Promise<KillBatchResult> {
  const broker = await FollowedBroker.create(batch.folder);
  try {
    return await killStation({ ...batch, broker });
  } finally {
    await broker.remove();
  }
}

function figuresOf(results: readonly KillBatchResult[]): object {
  const sum = (key: Exclude<keyof KillBatchResult, 'faults'>): number =>
    results.reduce((total, result) => total + result[key], 0);
  return {
    kills: sum('kills'),
    duringStart: sum('duringStart'),
    ofDatabase: sum('ofDatabase'),
    ofBroker: sum('ofBroker'),
    told: sum('told'),
    toldAgain: sum('toldAgain'),
    acknowledged: sum('acknowledged'),
    sentAgain: sum('sentAgain'),
    turnedAway: sum('turnedAway'),
    verdicts: sum('verdicts'),
    reviewDeeds: sum('reviewDeeds'),
    reviewDeedsDoneUnheard: sum('reviewDeedsDoneUnheard'),
    waitingAtTheEnd: sum('waiting'),
    auditEntries: sum('entries'),
    faults: results.flatMap(({ faults }) => faults),
  };
}
