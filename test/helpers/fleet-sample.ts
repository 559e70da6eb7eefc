/** A fleet on servers of its own, with the small model and drawn pictures. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expandPictures } from 'fewgood/node';
import { Fleet, type FleetPlace } from '../../packages/fleet/src/fleet.ts';
import { rollOut } from '../../packages/fleet/src/parts/roll-out.ts';
import { submit, type SubmissionSummary } from '../../packages/fleet/src/submit/submit.ts';
import { type ItemResult, verdictsOf } from '../../packages/fleet/src/submit/await-verdicts.ts';
import { runWorker, type WorkerRun } from '../../packages/fleet/src/worker/run-worker.ts';
import { encodePart } from '../../src/inspection/part-file.ts';
import { NatsServer, natsProgram } from './nats-server.ts';
import { postgresqlPrograms, PostgresqlServer } from './postgresql-server.ts';
import { drawParts, smallModel, smallPart, striped, writePictures } from './small-part.ts';

/** Why there are no servers here, behind the name of a suite; empty where there are. */
export const noFleetServers: string =
  natsProgram === undefined || postgresqlPrograms === undefined
    ? ` (no ${natsProgram === undefined ? 'nats-server' : 'PostgreSQL'} is installed here)`
    : '';

/** A worker of this process. */
export interface SampleWorker {
  /** Lines that it told. */
  readonly log: string[];
  /** Ends it in order; how many it judged. */
  readonly end: () => Promise<number>;
}

export class FleetSample {
  readonly folder: string;
  readonly nats: NatsServer;
  readonly postgresql: PostgresqlServer;
  readonly place: FleetPlace;
  fleet!: Fleet;
  readonly #model = process.env['FEWGOOD_MODEL'];
  #workers = 0;

  private constructor(folder: string, nats: NatsServer, postgresql: PostgresqlServer) {
    this.folder = folder;
    this.nats = nats;
    this.postgresql = postgresql;
    this.place = { nats: nats.url, database: postgresql.addDatabase() };
  }

  /** With a part named washer, in the file washer.part of the folder. */
  static async create(): Promise<FleetSample> {
    if (natsProgram === undefined || postgresqlPrograms === undefined) throw new Error('no server');
    const folder = await mkdtemp(join(tmpdir(), 'fewgood-fleet-'));
    const nats = await NatsServer.create(natsProgram);
    const postgresql = await PostgresqlServer.create(postgresqlPrograms);
    const sample = new FleetSample(folder, nats, postgresql);
    const model = join(folder, 'small.onnx');
    await writeFile(model, smallModel());
    process.env['FEWGOOD_MODEL'] = model;
    sample.fleet = await Fleet.open(sample.place, 'test', { ackWait: 2 });
    await sample.rollOut('washer', encodePart(await smallPart()));
    return sample;
  }

  path(...names: readonly string[]): string {
    return join(this.folder, ...names);
  }

  /** Rolls a part file out, which is kept in the folder as well; its hash. */
  async rollOut(part: string, bytes: Uint8Array): Promise<string> {
    const path = this.path(`${part}.part`);
    await writeFile(path, bytes);
    return (await rollOut(this.fleet, { part, path, bytes, reason: 'a test' })).sha256;
  }

  /** Draws pictures into a folder, every third one with a defect. */
  async draw(name: string, count: number, seed = 1): Promise<string> {
    const drawn = drawParts({ count, seed, kind: 'washer' });
    const pictures = drawn.map((picture, i) =>
      i % 3 === 2 ? { ...picture, image: striped(picture.image) } : picture,
    );
    await writePictures(this.path(name), pictures);
    return this.path(name);
  }

  async submit(request: string, folder: string): Promise<SubmissionSummary> {
    const { signal } = new AbortController();
    const pictures = await expandPictures([folder]);
    const about = { part: 'washer', request, pictures, signal, onProgress: () => undefined };
    return submit(this.fleet, about);
  }

  /** What becomes of all pictures of a request. */
  async verdicts(request: string): Promise<ItemResult[]> {
    const { signal } = new AbortController();
    const results: ItemResult[] = [];
    const wait = { request, signal, onProgress: () => undefined };
    for await (const result of verdictsOf(this.fleet, wait)) results.push(result);
    return results;
  }

  /** Starts a worker in this process. */
  async work(options: Partial<WorkerRun> = {}): Promise<SampleWorker> {
    const stop = new AbortController();
    const log: string[] = [];
    let running: Promise<number> = Promise.resolve(0);
    await new Promise<void>((resolve, reject) => {
      running = runWorker({
        ...this.place,
        cache: this.path('cache'),
        name: `worker-${++this.#workers}`,
        deliveries: 3,
        memoryLimit: 2 ** 30,
        onReady: () => resolve(),
        log: (line) => log.push(line),
        signal: stop.signal,
        ...options,
      });
      running.catch(reject);
    });
    return {
      log,
      end: async () => {
        stop.abort();
        return running;
      },
    };
  }

  async remove(): Promise<void> {
    await this.fleet.close();
    await this.nats.remove();
    await this.postgresql.remove();
    await rm(this.folder, { recursive: true });
    if (this.#model === undefined) delete process.env['FEWGOOD_MODEL'];
    else process.env['FEWGOOD_MODEL'] = this.#model;
  }
}
