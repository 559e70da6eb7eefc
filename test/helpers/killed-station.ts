/** A connected station in a process of its own, which is killed and started again under pictures. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspectionSchema } from '../../packages/station/src/api/index.ts';
import { start } from '../cli/harness.ts';
import { freePort } from './free-port.ts';
import { StationSample } from './station-sample.ts';

export class KilledStation {
  /** Ids of the inspections of all pictures that it took, in order. */
  readonly ids: string[] = [];
  readonly #sample: StationSample;
  readonly #port: number;
  readonly #config: string;
  #child: ChildProcess | undefined;

  private constructor(sample: StationSample, port: number) {
    this.#sample = sample;
    this.#port = port;
    this.#config = join(sample.folder, 'connect.json');
  }

  /** Makes one with a part, connected by one connector from its first picture on. */
  static async create(connector: object): Promise<KilledStation> {
    const sample = await StationSample.create();
    await sample.addPart();
    await sample.station.close();
    const station = new KilledStation(sample, await freePort());
    const quickly = { firstSeconds: 0.02, mostSeconds: 0.1 };
    const connectors = [{ ...connector, from: 'start', backOff: quickly }];
    await writeFile(station.#config, JSON.stringify({ station: 'line 3', connectors }));
    return station;
  }

  start(): void {
    const place = ['--port', String(this.#port), '--data', this.#sample.data];
    const words = ['station', '--no-login', ...place, '--connect', this.#config];
    this.#child = start(words, ['ignore', 'ignore', 'ignore']);
  }

  /** Sends a picture until the station that starts has taken it. */
  async send(key: string): Promise<void> {
    const url = `http://127.0.0.1:${this.#port}/api/inspections?part=${this.#sample.part}`;
    const request = { method: 'POST', headers: { 'idempotency-key': key } };
    for (;;) {
      try {
        const answer = await fetch(url, { ...request, body: new Blob([this.#sample.good]) });
        if (answer.ok) {
          this.ids.push(inspectionSchema.parse(await answer.json()).id);
          return;
        }
      } catch {
        // It does not listen yet.
      }
      await sleep(50);
    }
  }

  /** Kills it as a power cut would. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'close');
    child.kill('SIGKILL');
    await ended;
  }

  async remove(): Promise<void> {
    await this.kill();
    await this.#sample.open();
    await this.#sample.remove();
  }
}
