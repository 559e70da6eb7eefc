import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { MapFiles } from '../../evaluation/run/map-block.ts';
import { ensureFolder } from '../files/files.ts';

/**
 * Files of float32 values in a folder, which is made when it is needed. Only the last one used is kept
 * open, for one caller that waits for each call: a deleted file that is open still takes its place.
 */
export class FolderMapFiles implements MapFiles {
  readonly #folder: string;
  #last: { readonly file: string; readonly handle: FileHandle } | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(file: string, offset: number, into: Float32Array): Promise<void> {
    const handle = await this.#open(file);
    await handle.read(bytesOf(into), 0, into.byteLength, offset * into.BYTES_PER_ELEMENT);
  }

  async write(file: string, offset: number, values: Float32Array): Promise<void> {
    const handle = await this.#open(file);
    await handle.write(bytesOf(values), 0, values.byteLength, offset * values.BYTES_PER_ELEMENT);
  }

  async remove(file: string): Promise<void> {
    if (this.#last?.file === file) await this.close();
    await rm(join(this.#folder, file), { force: true });
  }

  /** Closes what is open. */
  async close(): Promise<void> {
    const { handle } = this.#last ?? {};
    this.#last = undefined;
    await handle?.close();
  }

  async #open(file: string): Promise<FileHandle> {
    if (this.#last?.file === file) return this.#last.handle;
    await this.close();
    await ensureFolder(this.#folder);
    const path = join(this.#folder, file);
    // Several threads write parts of one file: made if it is missing, never cut off.
    await open(path, 'a').then((handle) => handle.close());
    const handle = await open(path, 'r+');
    this.#last = { file, handle };
    return handle;
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
