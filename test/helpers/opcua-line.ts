/** A station that serves OPC UA, and clients of it. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import { ConnectedSample } from './connected-sample.ts';
import { freePort } from './free-port.ts';
import { type OpcUaEntry, OpcUaTestClient } from './opcua-client.ts';

const patience = { timeout: 120_000 };

export class OpcUaLine {
  readonly line: ConnectedSample;
  /** Where the trigger looks for pictures. */
  folder = '';
  port = 0;
  /** Of the connector. */
  name = '';
  readonly #clients: OpcUaTestClient[] = [];
  #count = 0;

  private constructor(line: ConnectedSample) {
    this.line = line;
  }

  static async create(): Promise<OpcUaLine> {
    return new OpcUaLine(await ConnectedSample.create());
  }

  get sample(): ConnectedSample['sample'] {
    return this.line.sample;
  }

  inFolder(name: string): string {
    return join(this.sample.folder, name);
  }

  /** Connects the station to clients. */
  async serve(more: object = {}, deadlineSeconds = 30): Promise<void> {
    this.name = `opc-${++this.#count}`;
    this.folder = this.inFolder(`in-${this.#count}`);
    await mkdir(this.folder);
    this.port = await freePort();
    const { name, folder, port } = this;
    const cell = { kind: 'folder', name: 'cell', folder, part: 'washer', settleSeconds: 0.1 };
    const opcua = { kind: 'opcua', name, trigger: 'cell', port, heartbeatSeconds: 0.1 };
    // Keys are made once, as that takes a second.
    const settings = { ...opcua, folder: this.inFolder('keys'), ...more };
    await this.line.connect([settings], { OPC_PASSWORD: 'let me in' }, [
      { ...cell, deadlineSeconds },
    ]);
    const told = `${name}: OPC UA at opc.tcp://127.0.0.1:${port}`;
    await vi.waitUntil(() => this.line.log.includes(told), patience);
  }

  /** Lets a client in, by the port of the server or of what lies between. */
  async enter(entry: Partial<OpcUaEntry> = {}, port: number = this.port): Promise<OpcUaTestClient> {
    const client = await OpcUaTestClient.open(port, {
      folder: this.inFolder('controller'),
      ...entry,
    });
    this.#clients.push(client);
    return client;
  }

  /** Both, once the station is ready. */
  async open(more: object = {}, deadlineSeconds = 30): Promise<OpcUaTestClient> {
    await this.serve(more, deadlineSeconds);
    const client = await this.enter();
    await this.until(client, 'Online', true);
    return client;
  }

  async until(client: OpcUaTestClient, name: string, value: unknown): Promise<void> {
    await vi.waitUntil(async () => Object.is((await client.see(name))[name], value), patience);
  }

  /** Takes the folder away, as a camera that nobody finds, or brings it back. */
  async hide(isHidden: boolean): Promise<void> {
    const away = `${this.folder}-away`;
    await (isHidden ? rename(this.folder, away) : rename(away, this.folder));
  }

  /** Lets a picture come. */
  async drop(name: string, bytes: Uint8Array): Promise<void> {
    await writeFile(join(this.folder, `${name}.part`), bytes);
    await rename(join(this.folder, `${name}.part`), join(this.folder, name));
  }

  /** Triggers, and lets a picture come. */
  async inspect(client: OpcUaTestClient, correlation: string, bytes: Uint8Array) {
    const answer = client.trigger(correlation);
    await this.until(client, 'Busy', true);
    await this.drop(`${correlation}.png`, bytes);
    return answer;
  }

  /** Ends clients and connectors; the station goes on. */
  async end(): Promise<void> {
    await Promise.all(this.#clients.splice(0).map(async (client) => client.close()));
    await this.line.disconnect();
  }

  async remove(): Promise<void> {
    await this.line.remove();
  }
}
