/** A PostgreSQL server of its own in a temporary folder, where the machine has its programs. */
import { execFile, execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';

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
  #databases = 0;

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
    const begin = (): ChildProcess =>
      spawn(join(this.#programs, 'postgres'), [...words, ...own], options);
    this.#child = begin();
    const asked = ['-h', '127.0.0.1', '-p', String(this.#port), '-U', 'station', '-d', 'postgres'];
    for (let tries = 0; tries < 300; tries++) {
      try {
        await promisify(execFile)(join(this.#programs, 'pg_isready'), asked);
        return;
      } catch {
        // What a killed one left may keep the next from starting for a moment.
        if (this.#child.exitCode !== null) this.#child = begin();
        await sleep(100);
      }
    }
    throw new Error('PostgreSQL does not start');
  }

  /** Makes a database; its URL. */
  addDatabase(): string {
    const name = `station_${++this.#databases}`;
    execFileSync(join(this.#programs, 'psql'), [this.url, '-qc', `create database ${name}`]);
    return `postgresql://station@127.0.0.1:${this.#port}/${name}`;
  }

  /** Copies a database, whoever is at it; the URL of the copy. */
  copyDatabase(url: string): string {
    const copy = this.addDatabase();
    const input = execFileSync(join(this.#programs, 'pg_dump'), [url], { maxBuffer: 2 ** 30 });
    const words = [copy, '-q', '-v', 'ON_ERROR_STOP=1'];
    execFileSync(join(this.#programs, 'psql'), words, {
      input,
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    return copy;
  }

  /** Ends it at once: SIGQUIT drops all that is under way, and the next start recovers. */
  async crash(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGQUIT');
    await ended;
  }

  /** Kills all its processes as a power cut would; nothing of it ends in order. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    const own = spawnSync('ps', ['-o', 'pid=', '--ppid', String(child.pid)], { encoding: 'utf8' });
    child.kill('SIGKILL');
    for (const pid of own.stdout.split('\n').map(Number)) if (pid > 0) killIfThere(pid);
    await ended;
  }

  async remove(): Promise<void> {
    await this.crash();
    rmSync(this.#folder, { recursive: true });
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
