import type { ModelInfo } from 'fewgood';
import { JobError } from '../errors.ts';
import { isModel, localModel, type PartFiles } from '../parts/part-files.ts';
import type { BlobCache } from './blob-cache.ts';

/** Models that jobs need: those of this machine, else those of the fleet. */
export class ModelSource {
  readonly #files: PartFiles;
  readonly #cache: BlobCache;

  constructor(files: PartFiles, cache: BlobCache) {
    this.#files = files;
    this.#cache = cache;
  }

  /**
   * A model file, shape [size].
   *
   * @param job - That needs it.
   * @throws {@link JobError} if nobody has it.
   */
  async of(job: string, model: ModelInfo): Promise<Uint8Array> {
    const local = await localModel(model);
    if (local !== undefined) return local;
    return this.#cache.read(`model-${model.sha256}`, {
      isWhole: (bytes) => isModel(bytes, model),
      fetch: async () => {
        const bytes = await this.#files.readModel(model.sha256);
        if (bytes !== undefined) return bytes;
        throw new JobError(job, `the fleet has no model ${model.name}: send it there again`);
      },
    });
  }
}
