import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../json.ts';
import { printable } from '../../printable.ts';
import { attempt, ensureFolder, readFileText, writeFileAtomic } from '../files/files.ts';
import { jsonFile } from '../files/output-kinds.ts';

/** What has to be known to go on with a file that was begun. */
export interface DownloadState {
  /** Where it is from. */
  readonly url: string;
  /** The server's mark of this very content, for `If-Range`; undefined if it gave none. */
  readonly validator?: string;
}

const stateSchema = z.object({ url: z.string(), validator: z.string().exactOptional() });

const FILE = 'weights.partial';
const STATE = 'state.json';

/**
 * A file that is being downloaded, in a folder of its own: it grows there, survives an interruption, and
 * knows its hash so far.
 */
export class PartialFile {
  /** Where it grows. */
  readonly path: string;
  readonly #folder: string;
  #state: DownloadState;
  #handle: FileHandle | undefined;
  #hash: Hash = createHash('sha256');
  #size = 0;

  private constructor(folder: string, state: DownloadState) {
    this.#folder = folder;
    this.#state = state;
    this.path = join(folder, FILE);
  }

  /**
   * Opens what was begun from the same address; anything else that is there is taken away.
   *
   * @param folder - Is made if it is not there.
   * @throws {@link FileError} if it cannot be read or written.
   */
  static async open(folder: string, url: string): Promise<PartialFile> {
    await ensureFolder(folder);
    const state = await readState(join(folder, STATE));
    const file = new PartialFile(folder, state?.url === url ? state : { url });
    if (state?.url === url && (await isFile(file.path))) await file.#readBack();
    else await file.discard();
    return file;
  }

  /** Bytes that are there. */
  get size(): number {
    return this.#size;
  }

  /** See {@link DownloadState}. */
  get validator(): string | undefined {
    return this.#state.validator;
  }

  /** SHA-256 of the bytes that are there, hexadecimal. */
  digest(): string {
    return this.#hash.copy().digest('hex');
  }

  /**
   * Throws away what is there.
   *
   * @param state - Of what will follow.
   * @throws {@link FileError} if it cannot be written.
   */
  async restart(state: DownloadState): Promise<void> {
    await this.close();
    await attempt(`write ${printable(this.path)}`, async () => {
      this.#handle = await open(this.path, 'w');
    });
    [this.#state, this.#hash, this.#size] = [state, createHash('sha256'), 0];
    await writeFileAtomic(join(this.#folder, STATE), JSON.stringify(state), jsonFile());
  }

  /**
   * Adds to its end.
   *
   * @param bytes - Shape [size].
   * @throws {@link FileError} if they cannot be written, as when the disk is full.
   */
  async append(bytes: Uint8Array): Promise<void> {
    await attempt(`write ${printable(this.path)}`, async () => {
      this.#handle ??= await open(this.path, 'a');
      await this.#handle.appendFile(bytes);
    });
    this.#hash.update(bytes);
    this.#size += bytes.length;
  }

  /** Leaves it as it is, for the next time. */
  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }

  /** Takes it away; not its folder. */
  async discard(): Promise<void> {
    await this.close();
    const paths = [this.path, join(this.#folder, STATE)];
    await Promise.all(paths.map((path) => rm(path, { force: true })));
  }

  async #readBack(): Promise<void> {
    await attempt(`read ${printable(this.path)}`, async () => {
      for await (const chunk of createReadStream(this.path)) {
        if (!(chunk instanceof Uint8Array)) continue;
        this.#hash.update(chunk);
        this.#size += chunk.length;
      }
    });
  }
}

async function readState(path: string): Promise<DownloadState | undefined> {
  const text = (await isFile(path)) ? await readFileText(path) : '';
  return stateSchema.safeParse(parseJson(text)).data;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
}
