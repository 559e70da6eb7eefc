/** A NATS server of its own in a temporary folder, where the machine has the program. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** The program; undefined where it is not installed. */
export const natsProgram: string | undefined = [
  '/usr/sbin',
  ...(process.env['PATH'] ?? '').split(':'),
]
  .map((folder) => join(folder, 'nats-server'))
  .find((path) => existsSync(path));

export class NatsServer {
  readonly url: string;
  readonly port: number;
  readonly #program: string;
  readonly #folder: string;
  #child: ChildProcess | undefined;

  private constructor(program: string, folder: string, port: number) {
    this.#program = program;
    this.#folder = folder;
    this.port = port;
    this.url = `nats://127.0.0.1:${port}`;
  }

  static async create(program: string): Promise<NatsServer> {
    const folder = mkdtempSync(join(tmpdir(), 'fewgood-nats-'));
    const server = new NatsServer(program, folder, await freePort());
    await server.start();
    return server;
  }

  /** Starts it with what it had on disk. */
  async start(): Promise<void> {
    const words = ['-a', '127.0.0.1', '-p', String(this.port), '-js', '-sd', this.#folder];
    this.#child = spawn(this.#program, words, { stdio: 'ignore' });
    for (let tries = 0; tries < 600; tries++) {
      if (await this.#listens()) return;
      await sleep(50);
    }
    throw new Error('NATS does not start');
  }

  /** Kills it; nothing of it ends in order. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true });
  }

  async #listens(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.port, '127.0.0.1');
      const end = (answer: boolean) => () => {
        socket.destroy();
        resolve(answer);
      };
      socket.once('connect', end(true)).once('error', end(false));
    });
  }
}
