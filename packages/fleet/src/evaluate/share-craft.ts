import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EvaluationShare } from 'fewgood/node';
import { JobError } from '../errors.ts';
import { hashOf } from '../parts/part-files.ts';
import type { ShareJob, StoredShare } from './share-job.ts';
import type { JobQueue } from '../queue/job-queue.ts';
import type { ModelSource } from '../worker/model-source.ts';
import type { Again, Craft } from '../worker/worker.ts';
import type { ShareStore } from './share-store.ts';

/** What computes shares. */
export interface ShareWorkerOptions {
  readonly store: ShareStore;
  readonly queue: JobQueue<ShareJob>;
  readonly models: ModelSource;
  /** Folder of what is needed meanwhile. */
  readonly cache: string;
  /** Most threads. */
  readonly threads?: number | undefined;
  /** Bytes. */
  readonly memoryLimit: number;
  readonly signal: AbortSignal;
}

/** Computes shares of evaluations, one at a time, and puts their cells into the store. */
export class ShareCraft implements Craft<ShareJob> {
  readonly slots = 1;
  readonly queue: JobQueue<ShareJob>;
  readonly #options: ShareWorkerOptions;

  constructor(options: ShareWorkerOptions) {
    this.queue = options.queue;
    this.#options = options;
  }

  readonly nameOf = ({ category }: ShareJob): string => category;

  readonly isDone = async ({ id }: ShareJob): Promise<boolean> => this.#options.store.hasCells(id);

  readonly do = async (job: ShareJob, _deliveries: number, again: Again): Promise<void> => {
    const { store, models, threads, memoryLimit, signal } = this.#options;
    const stored = await again(async () => store.readShare(job.id));
    // Whoever wanted it has it, or wants it no more.
    if (stored === undefined) return;
    await mkdir(this.#options.cache, { recursive: true });
    const folder = await mkdtemp(join(this.#options.cache, 'share-'));
    try {
      const share = EvaluationShare.read(stored.text);
      const paths = await again(async () => this.#fetch(job, stored, folder));
      const modelFiles: Uint8Array[] = [];
      for (const model of share.models) {
        modelFiles.push(await again(async () => models.of(job.id, model)));
      }
      const cells: string[] = [];
      await share.compute({
        fileOf: (file) => paths.get(file) ?? file,
        modelFiles,
        cache: join(folder, 'maps'),
        workers: threads,
        memoryLimit,
        onCell: async (cell) => void cells.push(cell),
        signal,
      });
      await again(async () => store.putCells(job.id, cells));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  /** Whoever wanted the cells takes all of it away. */
  readonly finish = async (): Promise<void> => undefined;

  /** Puts the files of a share into a folder; where each is. */
  async #fetch(
    { id }: ShareJob,
    { files }: StoredShare,
    folder: string,
  ): Promise<ReadonlyMap<string, string>> {
    const paths = new Map<string, string>();
    for (const { file, sha256, suffix } of files) {
      const path = join(folder, `${sha256}${suffix.replaceAll(/[^.\w]/g, '')}`);
      const bytes = await this.#options.store.readData(sha256);
      if (bytes === undefined || hashOf(bytes) !== sha256) {
        throw new JobError(id, `the fleet has no whole file ${sha256}: start the evaluation again`);
      }
      await writeFile(path, bytes);
      paths.set(file, path);
    }
    return paths;
  }
}
