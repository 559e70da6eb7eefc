import { createRequire } from 'node:module';
import { KeyedLocks } from '@fewgood/station/store';
import {
  decodePart,
  type FaultRecord,
  FewgoodError,
  type InspectionRecord,
  Inspector,
  judgedBy,
  type JudgedBy,
  type Part,
  type PictureFile,
  runInspection,
  type Runtime,
  supportPicturesOf,
  toFaultRecord,
  toRecord,
  viewsOf,
} from 'fewgood';
import { decodeImage, nodeRuntime } from 'fewgood/node';
import { z } from 'zod';
import { JobError } from '../errors.ts';
import { hashOf, type PartFiles } from '../parts/part-files.ts';
import type { Job } from '../queue/job.ts';
import type { BlobCache } from './blob-cache.ts';
import type { ModelSource } from './model-source.ts';

/** Inspectors that are kept ready: each holds a model and a memory bank. */
const KEPT = 3;

/** Version of the library that judges. */
export const fewgoodVersion: string = z
  .object({ version: z.string() })
  .parse(createRequire(import.meta.url)('fewgood/package.json')).version;

/** What a judge works with. */
export interface FleetJudgeOptions {
  readonly files: PartFiles;
  readonly cache: BlobCache;
  readonly models: ModelSource;
  /** Threads within an operator. */
  readonly threads?: number | undefined;
}

interface Ready {
  readonly inspector: Inspector;
  readonly part: Part;
  readonly by: JudgedBy;
}

/** Judges pictures as `fewgood inspect` does, by any part version of the fleet; one at a time. */
export class FleetJudge {
  readonly #options: FleetJudgeOptions;
  readonly #runtime: Runtime;
  /** By the hash of the part file, the last used one last. */
  readonly #ready = new Map<string, Ready>();
  readonly #turns = new KeyedLocks();

  constructor(options: FleetJudgeOptions) {
    this.#options = options;
    this.#runtime = nodeRuntime({ threads: options.threads, placement: 'fixed' });
  }

  /**
   * What `fewgood inspect --json` writes of the picture of a job. A picture that cannot be read has a record, too.
   *
   * @param bytes - Its file, shape [size].
   * @throws {@link JobError} if it is no fault of the picture that it cannot be judged here.
   */
  async judge(job: Job, bytes: Uint8Array): Promise<InspectionRecord | FaultRecord> {
    const { name, modified, sha256 } = job.picture;
    if (hashOf(bytes) !== sha256) throw new JobError(job.id, 'its picture is another one');
    const file: PictureFile = { modified, bytes: bytes.length, sha256 };
    return this.#turns.run('judge', async () => {
      const { inspector, part, by } = await this.#inspectorOf(job);
      const records: (InspectionRecord | FaultRecord)[] = [];
      const supportNames = supportPicturesOf(part).map((picture) => picture.name);
      const { sampleBits } = part;
      await runInspection({
        source: [
          { name, file: () => file, read: async () => decodeImage(bytes, name, { sampleBits }) },
        ],
        inspector,
        sinks: [
          {
            add: async (entry) => {
              const isFault = 'error' in entry;
              const context = { judgedBy: by, supportNames };
              records.push(isFault ? toFaultRecord(entry, context) : toRecord(entry, context));
            },
          },
        ],
        clock: () => performance.now(),
        now: () => new Date().toISOString(),
      });
      const [record] = records;
      if (record === undefined) throw new JobError(job.id, 'nothing came of it');
      return record;
    });
  }

  /** Lets all models go. */
  async release(): Promise<void> {
    await this.#turns.run('judge', async () => {
      for (const { inspector } of this.#ready.values()) await inspector.release();
      this.#ready.clear();
    });
  }

  async #inspectorOf({ id, part: { name, sha256 } }: Job): Promise<Ready> {
    const kept = this.#ready.get(sha256);
    if (kept !== undefined) {
      this.#ready.delete(sha256);
      this.#ready.set(sha256, kept);
      return kept;
    }
    const ready = await this.#load(id, { name, sha256 });
    this.#ready.set(sha256, ready);
    for (const [oldest, { inspector }] of this.#ready) {
      if (this.#ready.size <= KEPT) break;
      this.#ready.delete(oldest);
      await inspector.release();
    }
    return ready;
  }

  async #load(job: string, { name, sha256 }: Job['part']): Promise<Ready> {
    try {
      const part = decodePart(await this.#partFile(job, sha256), name);
      const [first, ...others] = viewsOf(part);
      const companions: Uint8Array[] = [];
      for (const view of others) companions.push(await this.#options.models.of(job, view.model));
      const inspector = await Inspector.create(part, {
        model: await this.#options.models.of(job, first.model),
        companions,
        runtime: this.#runtime,
        name,
        clock: () => performance.now(),
      });
      return { inspector, part, by: judgedBy(part, { name, sha256 }, fewgoodVersion) };
    } catch (error) {
      // A part or a model that this machine cannot use says nothing of the picture.
      if (!(error instanceof FewgoodError) || error instanceof JobError) throw error;
      throw new JobError(job, error.message, error);
    }
  }

  async #partFile(job: string, sha256: string): Promise<Uint8Array> {
    const { cache, files } = this.#options;
    return cache.read(`part-${sha256}`, {
      isWhole: (bytes) => hashOf(bytes) === sha256,
      fetch: async () => {
        const bytes = await files.readPart(sha256);
        if (bytes !== undefined) return bytes;
        throw new JobError(job, `the fleet has no part file ${sha256}: roll it out again`);
      },
    });
  }
}
