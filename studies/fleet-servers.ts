/**
 * NATS and PostgreSQL of their own on this machine, and what is asked of a fleet on them.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fleet, type FleetPlace } from '../packages/fleet/src/fleet.ts';
import { rollOut } from '../packages/fleet/src/parts/roll-out.ts';
import { submit } from '../packages/fleet/src/submit/submit.ts';
import { expandPictures } from '../src/node/index.ts';
import { NatsServer, natsProgram } from '../test/helpers/nats-server.ts';
import { postgresqlPrograms, PostgresqlServer } from '../test/helpers/postgresql-server.ts';
import { linesOf, startProgram } from './built-program.ts';

/** A verdict, and the name of a picture that it is of. */
export interface FleetVerdict {
  readonly name: string;
  readonly score: number | null;
  readonly judgedAt: string;
  readonly milliseconds: number;
}

/** Workers of this machine. */
export interface WorkersToStart {
  readonly workers: number;
  /** Within an operator, of each. */
  readonly threads: number;
  /** Where their caches are. */
  readonly folder: string;
}

/** Milliseconds between two looks whether all is judged. */
const LOOK = 100;
/** Workers that keep verdicts at once. */
const KEEPERS = 8;

export class FleetServers {
  readonly place: FleetPlace;
  readonly #nats: NatsServer;
  readonly #postgresql: PostgresqlServer;
  readonly #fleet: Fleet;

  private constructor(
    nats: NatsServer,
    postgresql: PostgresqlServer,
    fleet: Fleet,
    place: FleetPlace,
  ) {
    this.#nats = nats;
    this.#postgresql = postgresql;
    this.#fleet = fleet;
    this.place = place;
  }

  /** @throws Error if the programs of the servers are not installed. */
  static async create(): Promise<FleetServers> {
    if (natsProgram === undefined || postgresqlPrograms === undefined) {
      throw new Error('nats-server and PostgreSQL must be installed');
    }
    const nats = await NatsServer.create(natsProgram);
    const postgresql = await PostgresqlServer.create(postgresqlPrograms);
    const place = { nats: nats.url, database: postgresql.addDatabase() };
    return new FleetServers(nats, postgresql, await Fleet.open(place, 'study'), place);
  }

  async remove(): Promise<void> {
    await this.#fleet.close();
    await this.#nats.remove();
    await this.#postgresql.remove();
  }

  async rollOut(part: string, path: string, bytes: Uint8Array): Promise<void> {
    await rollOut(this.#fleet, { part, path, bytes, reason: 'a study' });
  }

  /** Sends pictures, until all are accepted. */
  async submit(part: string, request: string, inputs: readonly string[]): Promise<void> {
    const { signal } = new AbortController();
    const pictures = await expandPictures(inputs);
    await submit(this.#fleet, { part, request, pictures, signal, onProgress: () => undefined });
  }

  /** Starts workers as processes of their own, each with a cache. @returns What ends them in order. */
  startWorkers({ workers, threads, folder }: WorkersToStart): () => Promise<void> {
    const { nats, database } = this.place;
    const children = Array.from({ length: workers }, (_, i) => {
      const words = ['--nats', nats, '--database', database, '--name', `worker-${i}`];
      words.push('--threads', String(threads), '--cache', join(folder, `cache-${i}`));
      return startProgram(['fleet', 'worker', ...words]);
    });
    for (const child of children) linesOf(child);
    return async () => {
      const ended = children.map(async (child) => once(child, 'close'));
      for (const child of children) child.kill('SIGTERM');
      await Promise.all(ended);
    };
  }

  /** Waits until all of a request is judged, and what became of it. */
  async verdicts(request: string): Promise<FleetVerdict[]> {
    for (;;) {
      const rows = await this.#fleet.database.rows
        .selectFrom('item')
        .leftJoin('verdict', 'verdict.job', 'item.job')
        .where('item.request', '=', request)
        .select(['item.name', 'verdict.score', 'verdict.judgedAt', 'verdict.milliseconds'])
        .execute();
      const judged = rows.flatMap(({ name, score, judgedAt, milliseconds }) =>
        judgedAt === null || milliseconds === null ? [] : [{ name, score, judgedAt, milliseconds }],
      );
      if (judged.length === rows.length) return judged;
      await sleep(LOOK);
    }
  }

  /**
   * Keeps so many copies of a verdict that is there, as workers do, each under a job of its own; milliseconds that
   * it took, and the bytes of the columns of each.
   */
  async keep(request: string, count: number): Promise<{ milliseconds: number; bytes: number }> {
    const { database, verdicts } = this.#fleet;
    const row = await database.rows
      .selectFrom('verdict')
      .selectAll()
      .where('request', '=', request)
      .limit(1)
      .executeTakeFirstOrThrow();
    const start = performance.now();
    const numbers = Array.from({ length: count }, (_, i) => i).values();
    const work = Array.from({ length: KEEPERS }, async () => {
      for (const number of numbers) {
        const picture = hashOf(`${request} ${number}`);
        await verdicts.keep({ ...row, picture, job: picture });
      }
    });
    await Promise.all(work);
    const milliseconds = performance.now() - start;
    return { milliseconds, bytes: Buffer.byteLength(Object.values(row).join('')) };
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
