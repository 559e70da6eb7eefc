import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import {
  decodePart,
  Inspector,
  judgedBy,
  type JudgedBy,
  overlayPicture,
  type RgbImage,
  type Runtime,
  supportPicturesOf,
  toRecord,
  type Verdict,
  viewsOf,
} from 'fewgood';
import { decodeImage, encodeJpeg, findModels, nodeRuntime } from 'fewgood/node';
import { z } from 'zod';
import { StationDataError } from '../errors.ts';
import type { FileStore } from '../store/file-store.ts';
import type { Calls, Judgement, JudgeRequest } from './thread-messages.ts';

/** Inspectors that are kept ready: each holds a model and a memory bank. */
const KEPT = 3;
/** Quality of overlays, which are looked at and never judged. */
const QUALITY = 80;

const fewgoodVersion = z
  .object({ version: z.string() })
  .parse(createRequire(import.meta.url)('fewgood/package.json')).version;

interface Stores {
  readonly pictures: FileStore;
  readonly parts: FileStore;
  readonly overlays: FileStore;
}

interface Ready {
  readonly inspector: Inspector;
  readonly by: JudgedBy;
  readonly supportNames: readonly string[];
}

/** Judges pictures of any part of the station, with inspectors that stay ready. */
export class PictureJudge {
  readonly #stores: Stores;
  readonly #runtime: Runtime = nodeRuntime({ placement: 'fixed' });
  /** By the hash of the part file, the last used one last. */
  readonly #ready = new Map<string, Ready>();

  constructor(stores: Stores) {
    this.#stores = stores;
  }

  /**
   * Judges a picture that is kept, and keeps its overlay.
   *
   * @throws {@link StationDataError} if the picture or the part file is gone.
   */
  async judge(request: JudgeRequest): Promise<Judgement> {
    const { inspector, by, supportNames } = await this.inspectorOf(request);
    const start = performance.now();
    const { pictures, overlays } = this.#stores;
    const { image, bytes } = await this.#pictureOf(request, inspector);
    const decode = performance.now() - start;
    const inspection = await inspector.inspect(image);
    const milliseconds = performance.now() - start;
    const { mtime } = await stat(pictures.pathOf(request.picture));
    const file = {
      modified: mtime.toISOString(),
      bytes,
      sha256: request.picture,
    };
    const entry = { name: request.name, time: request.time, file, image, inspection, decode };
    const record = toRecord(entry, { supportNames, judgedBy: by });
    const overlay = await overlays.put(
      await encodeJpeg(overlayPicture(image, inspection), QUALITY, 'quick'),
    );
    return { record, overlay, milliseconds };
  }

  /**
   * What a part says of a picture that is kept; nothing is written.
   *
   * @throws {@link StationDataError} if the picture or the part file is gone.
   */
  async look(request: Calls['verdict']['request']): Promise<Verdict> {
    const { inspector } = await this.inspectorOf(request);
    const { image } = await this.#pictureOf(request, inspector);
    return (await inspector.inspect(image)).verdict;
  }

  async #pictureOf(
    { picture, name }: Pick<JudgeRequest, 'picture' | 'name'>,
    { part: { sampleBits } }: Inspector,
  ): Promise<{ readonly image: RgbImage; readonly bytes: number }> {
    const bytes = await this.#stores.pictures.read(picture);
    if (bytes === undefined) throw gone('picture', picture);
    return { image: await decodeImage(bytes, name, { sampleBits }), bytes: bytes.length };
  }

  /**
   * What inspects pictures of a part; it stays ready.
   *
   * @throws {@link StationDataError} if the part file is gone.
   */
  async inspectorOf({
    part: sha256,
    partName,
  }: Pick<JudgeRequest, 'part' | 'partName'>): Promise<Ready> {
    const kept = this.#ready.get(sha256);
    if (kept !== undefined) {
      this.#ready.delete(sha256);
      this.#ready.set(sha256, kept);
      return kept;
    }
    const bytes = await this.#stores.parts.read(sha256);
    if (bytes === undefined) throw gone('part file', sha256);
    const part = decodePart(bytes, partName);
    const models = await findModels(
      undefined,
      viewsOf(part).map(({ model }) => model),
    );
    const inspector = await Inspector.create(part, {
      ...models,
      runtime: this.#runtime,
      name: partName,
      clock: () => performance.now(),
    });
    const ready = {
      inspector,
      by: judgedBy(part, { name: partName, sha256 }, fewgoodVersion),
      supportNames: supportPicturesOf(part).map(({ name }) => name),
    };
    this.#ready.set(sha256, ready);
    await this.#releaseOldest();
    return ready;
  }

  async #releaseOldest(): Promise<void> {
    for (const [sha256, { inspector }] of this.#ready) {
      if (this.#ready.size <= KEPT) return;
      this.#ready.delete(sha256);
      await inspector.release();
    }
  }
}

function gone(what: string, sha256: string): StationDataError {
  return new StationDataError(
    `read the ${what} ${sha256}`,
    'it is not in the data folder: expected the file that was kept',
    'Restore the data folder from a backup.',
  );
}
