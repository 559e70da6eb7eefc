/** A station in a temporary folder that is connected by a configuration. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../../packages/connect/src/config/read-config.ts';
import { runConnectors } from '../../packages/connect/src/run-connectors.ts';
import { StationSample } from './station-sample.ts';

/** Back-off of tests. */
export const quickly = { backOff: { firstSeconds: 0.02, mostSeconds: 0.1 } };

export class ConnectedSample {
  readonly sample: StationSample;
  readonly log: string[] = [];
  #ending = new AbortController();
  #running: Promise<void> = Promise.resolve();

  private constructor(sample: StationSample) {
    this.sample = sample;
  }

  static async create(): Promise<ConnectedSample> {
    const sample = await StationSample.create();
    await sample.addPart();
    return new ConnectedSample(sample);
  }

  /** Connects it; what was connected before must have ended. */
  async connect(
    connectors: readonly object[],
    environment: Readonly<Record<string, string>> = {},
    triggers: readonly object[] = [],
  ): Promise<void> {
    const file = join(this.sample.folder, 'connect.json');
    await writeFile(file, JSON.stringify({ station: 'line 3', connectors, triggers }));
    const plan = await readConfig(file, environment);
    this.#ending = new AbortController();
    const log = (line: string): unknown => this.log.push(line);
    const { signal } = this.#ending;
    this.#running = runConnectors(plan, { station: this.sample.station, log, signal });
  }

  /** Ends what is connected; the station goes on. */
  async disconnect(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  /** Judges pictures one after another; ids of their inspections. */
  async judge(...keys: readonly string[]): Promise<string[]> {
    const ids: string[] = [];
    for (const key of keys) {
      const picture = key.startsWith('bad') ? this.sample.bad : this.sample.good;
      const answer = await this.sample.send(key, picture);
      const { id, state } = (await answer.json()) as { id: string; state: string };
      if (state !== 'judged') throw new Error(`${key} is ${state}`);
      ids.push(id);
    }
    return ids;
  }

  async remove(): Promise<void> {
    await this.disconnect();
    await this.sample.remove();
  }
}
