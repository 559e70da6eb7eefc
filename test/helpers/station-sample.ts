/** A station in a temporary folder, with the small model and drawn pictures. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createStationClient,
  readAnswer,
  type StationClient,
} from '../../packages/station/src/api/index.ts';
import type { DatabaseOptions } from '../../packages/station/src/store/database.ts';
import { createApp } from '../../packages/station/src/server/app.ts';
import { Station, type StationOptions } from '../../packages/station/src/station.ts';
import { encodePng } from '../../src/node/image/image-encoder.ts';
import type { Part } from '../../src/inspection/part.ts';
import { encodePart } from '../../src/inspection/part-file.ts';
import { freshDatabase } from './station-databases.ts';
import { drawParts, smallModel, smallPart, striped } from './small-part.ts';

export class StationSample {
  readonly folder: string;
  readonly data: string;
  /** Pictures of good parts and of one with a defect, PNG, shape [size]. */
  good: Uint8Array<ArrayBuffer> = new Uint8Array();
  next: Uint8Array<ArrayBuffer> = new Uint8Array();
  bad: Uint8Array<ArrayBuffer> = new Uint8Array();
  station!: Station;
  client!: StationClient;
  /** Part that pictures are sent to. */
  part = '';
  /** What went wrong within. */
  readonly bugs: unknown[] = [];
  readonly #model = process.env['FEWGOOD_MODEL'];
  #database: string | undefined;

  private constructor(folder: string) {
    this.folder = folder;
    this.data = join(folder, 'data');
  }

  static async create(options: Partial<StationOptions> = {}): Promise<StationSample> {
    const sample = new StationSample(await mkdtemp(join(tmpdir(), 'fewgood-station-')));
    const path = join(sample.folder, 'small.onnx');
    await writeFile(path, smallModel());
    process.env['FEWGOOD_MODEL'] = path;
    const [first, , , , fifth] = drawParts({ count: 5 });
    if (first === undefined || fifth === undefined) throw new Error('nothing was drawn');
    sample.good = new Uint8Array(await encodePng(first.image));
    sample.next = new Uint8Array(await encodePng(fifth.image));
    sample.bad = new Uint8Array(await encodePng(striped(first.image)));
    sample.#database = options.database ?? freshDatabase();
    await sample.open(options);
    return sample;
  }

  /** Where its rows and files are. */
  get place(): DatabaseOptions {
    return { data: this.data, url: this.#database };
  }

  /** Opens the station in the folder, and a client of it. */
  async open(options: Partial<StationOptions> = {}): Promise<void> {
    const onBug = (error: unknown): unknown => this.bugs.push(error);
    const { data } = this;
    const shared = { data, database: this.#database, reserveBytes: 0, onBug };
    this.station = await Station.open({ ...shared, ...options });
    const app = createApp(this.station, { onBug });
    this.client = createStationClient('http://localhost', {
      fetch: async (input: string | URL | Request, init?: RequestInit) => app.request(input, init),
    });
  }

  /** Makes a part that judges, learned with the small model. */
  async addPart(part?: Part): Promise<void> {
    const { client } = this;
    const { id } = await readAnswer(client.api.parts.$post({ json: { name: 'washer' } }));
    this.part = id;
    const versions = client.api.parts[':part'].versions;
    const body = new Uint8Array(encodePart(part ?? (await smallPart())));
    await readAnswer(versions.$post({ param: { part: id }, query: {} }, { init: { body } }));
    const param = { part: id, version: '1' };
    await readAnswer(versions[':version'].activate.$post({ param, json: { reason: '' } }));
  }

  /** Sends a picture, and waits some seconds for its verdict. */
  async send(key: string, body: Uint8Array, wait = 60) {
    const { part, client } = this;
    const header = { 'idempotency-key': key };
    const query = { part, wait: String(wait), name: `${key}.png` };
    return client.api.inspections.$post(
      { query, header },
      { init: { body: new Uint8Array(body) } },
    );
  }

  /** Ends the station and removes the folder. */
  async remove(): Promise<void> {
    await this.station.close();
    await rm(this.folder, { recursive: true });
    if (this.#model === undefined) delete process.env['FEWGOOD_MODEL'];
    else process.env['FEWGOOD_MODEL'] = this.#model;
    if (this.bugs.length > 0) throw new AggregateError(this.bugs, 'bugs of the station');
  }
}
