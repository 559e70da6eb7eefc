/** A PostgreSQL server of its own in a temporary folder, where the machine has its programs. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const DEBIAN = '/usr/lib/postgresql';

/** Folder of its programs; undefined where it is not installed. */
export const postgresqlPrograms: string | undefined = [
  ...(existsSync(DEBIAN) ? readdirSync(DEBIAN).map((name) => join(DEBIAN, name, 'bin')) : []),
  ...(process.env['PATH'] ?? '').split(':'),
].find((folder) => existsSync(join(folder, 'initdb')));

/** The server refuses to run as root. */
function userOf(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function idOf(option: string): number {
  return Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
}

export class PostgresqlServer {
  readonly url: string;
  readonly #folder: string;
  readonly #programs: string;
  readonly #port: number;
  readonly #user = userOf();
  #child: ChildProcess | undefined;

  private constructor(programs: string, folder: string, port: number) {
    this.#programs = programs;
    this.#folder = folder;
    this.#port = port;
    this.url = `postgresql://station@127.0.0.1:${port}/postgres`;
  }

  static async create(programs: string): Promise<PostgresqlServer> {
    const folder = mkdtempSync(join(tmpdir(), 'fewgood-postgresql-'));
    const server = new PostgresqlServer(programs, folder, await freePort());
    const { uid, gid } = server.#user;
    if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
    const words = ['-D', join(folder, 'data'), '-U', 'station', '--auth=trust', '-E', 'UTF8'];
    const options = { ...server.#user, cwd: folder, stdio: 'ignore' } as const;
    execFileSync(join(programs, 'initdb'), words, options);
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    const words = ['-D', join(this.#folder, 'data'), '-p', String(this.#port)];
    const own = ['-k', this.#folder, '-c', 'listen_addresses=127.0.0.1'];
    const options = { ...this.#user, cwd: this.#folder, stdio: 'ignore' } as const;
    this.#child = spawn(join(this.#programs, 'postgres'), [...words, ...own], options);
    const asked = ['-h', '127.0.0.1', '-p', String(this.#port), '-U', 'station', '-d', 'postgres'];
    for (let tries = 0; tries < 300; tries++) {
      try {
        execFileSync(join(this.#programs, 'pg_isready'), asked, { stdio: 'ignore' });
        return;
      } catch {
        await sleep(100);
      }
    }
    throw new Error('PostgreSQL does not start');
  }

  /** Ends it at once: SIGQUIT drops all that is under way, and the next start recovers. */
  async crash(): Promise<void> {
    const child = this.#child;
    const ended = new Promise((resolve) => child?.once('close', resolve));
    child?.kill('SIGQUIT');
    await ended;
  }

  async remove(): Promise<void> {
    await this.crash();
    rmSync(this.#folder, { recursive: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
