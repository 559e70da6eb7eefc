/** An MQTT broker of its own in a temporary folder, where the machine has Mosquitto. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** Debian puts it where only root looks for programs. */
const FOLDERS = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];

/** Where a program of Mosquitto is; undefined where it is not installed. */
function programOf(name: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

const program = programOf('mosquitto');
const passwords = programOf('mosquitto_passwd');

/** Why there is no broker; undefined where there is one. */
export const noMosquitto: string | undefined =
  program === undefined || passwords === undefined ? 'no Mosquitto is installed here' : undefined;

/** How a broker is to be. */
export interface BrokerOptions {
  /** Who may come; everybody by default. */
  readonly user?: { readonly name: string; readonly password: string };
  /** Lines of mosquitto.conf of its one listener. */
  readonly lines?: readonly string[];
  /** Lines of who may publish and subscribe to what. */
  readonly rights?: readonly string[];
}

export class Mosquitto {
  readonly port: number;
  readonly folder: string;
  readonly #database: string;
  #child: ChildProcess | undefined;

  private constructor(folder: string, port: number) {
    this.folder = folder;
    this.port = port;
    this.#database = join(folder, 'mosquitto.db');
  }

  /** Starts one, which keeps what it has when it ends in order. */
  static async create(options: BrokerOptions = {}): Promise<Mosquitto> {
    const folder = mkdtempSync(join(tmpdir(), 'fewgood-mosquitto-'));
    const broker = new Mosquitto(folder, await freePort());
    broker.#configure(options);
    await broker.start();
    return broker;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    if (program === undefined) throw new Error('Mosquitto is not installed');
    const words = ['-c', join(this.folder, 'mosquitto.conf')];
    const begin = (): ChildProcess => spawn(program, words, { stdio: 'ignore' });
    this.#child = begin();
    for (let tries = 0; tries < 300; tries++) {
      if (await answers(this.port)) return;
      if (this.#child.exitCode !== null) this.#child = begin();
      await sleep(50);
    }
    throw new Error('Mosquitto does not start');
  }

  /** Ends it in order: what it keeps is on disk. */
  async end(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Lets it do nothing, with its connections open, until {@link goOn}. */
  hang(): void {
    this.#child?.kill('SIGSTOP');
  }

  goOn(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Ends it as a power cut does, and what it had kept is gone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
    rmSync(this.#database, { force: true });
  }

  async remove(): Promise<void> {
    await this.#end('SIGKILL');
    rmSync(this.folder, { recursive: true });
  }

  #configure({ user, lines = [], rights }: BrokerOptions): void {
    const { folder, port } = this;
    const people = join(folder, 'people');
    if (user !== undefined && passwords !== undefined) {
      execFileSync(passwords, ['-b', '-c', people, user.name, user.password], { stdio: 'ignore' });
    }
    if (rights !== undefined) writeFileSync(join(folder, 'rights'), `${rights.join('\n')}\n`);
    const all = [
      ...(process.getuid?.() === 0 ? ['user root'] : []),
      `listener ${port} 127.0.0.1`,
      ...lines,
      `allow_anonymous ${user === undefined}`,
      ...(user === undefined ? [] : [`password_file ${people}`]),
      ...(rights === undefined ? [] : [`acl_file ${join(folder, 'rights')}`]),
      'persistence true',
      `persistence_location ${folder}/`,
      'max_queued_messages 0',
    ];
    writeFileSync(join(folder, 'mosquitto.conf'), `${all.join('\n')}\n`);
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill(signal);
    await ended;
  }
}

async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
