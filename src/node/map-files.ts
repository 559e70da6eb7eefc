import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { MapFiles } from '../evaluation/run/map-block.ts';
import { ensureFolder } from './files.ts';

/** Files of float32 values in a folder, each opened once; the folder is made when it is needed. */
export class FolderMapFiles implements MapFiles {
  readonly #folder: string;
  readonly #handles = new Map<string, Promise<FileHandle>>();

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
    const handle = this.#handles.get(file);
    this.#handles.delete(file);
    if (handle) await (await handle).close();
    await rm(join(this.#folder, file), { force: true });
  }

  /** Closes what is open. */
  async close(): Promise<void> {
    const handles = await Promise.all(this.#handles.values());
    this.#handles.clear();
    await Promise.all(handles.map((handle) => handle.close()));
  }

  #open(file: string): Promise<FileHandle> {
    const opened = this.#handles.get(file) ?? this.#create(file);
    this.#handles.set(file, opened);
    return opened;
  }

  async #create(file: string): Promise<FileHandle> {
    await ensureFolder(this.#folder);
    const path = join(this.#folder, file);
    // Several threads write parts of one file: made if it is missing, never cut off.
    await open(path, 'a').then((handle) => handle.close());
    return open(path, 'r+');
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
