import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { watchFolder } from 'fewgood/node';
import { watchWords } from '../sources/watch-words.ts';
import {
  type FreshPicture,
  type FreshPictures,
  type PictureTools,
  PictureWait,
} from './fresh-pictures.ts';
import type { TriggeredFolder } from './trigger-settings.ts';

/** One who waits for a file that was not there yet. */
interface FileWait {
  readonly wait: PictureWait;
  /** Names of files that were being written when it was asked; undefined while that is looked at. */
  before: Set<string> | undefined;
}

/** A folder into which a picture comes after it was asked for. */
export class FolderPictures implements FreshPictures {
  readonly name: string;
  readonly #folder: TriggeredFolder;
  readonly #waits = new Set<FileWait>();
  /** Files that were complete when they were last looked at: size and time of writing, by name. */
  readonly #complete = new Map<string, string>();
  #fault: string | undefined = 'it has not been looked at yet';
  #onFault: PictureTools['onFault'] = () => undefined;

  constructor(folder: TriggeredFolder) {
    this.#folder = folder;
    this.name = `folder ${folder.folder}`;
  }

  get fault(): string | undefined {
    return this.#fault;
  }

  /** @throws {@link FileError} if the folder is missing at the start. */
  async run({ log, onFault, onUnasked, signal }: PictureTools): Promise<void> {
    this.#onFault = onFault;
    const { folder, settleSeconds } = this.#folder;
    const watch = watchFolder(folder, {
      signal,
      settleMilliseconds: settleSeconds * 1000,
      includeExisting: false,
      onEvent: (event) => {
        if (event.kind === 'away') this.#away(`it cannot be read: ${event.fault}`);
        if (event.kind === 'back') this.#back();
        const words = watchWords(event);
        if (words !== undefined) log(`${this.name}: ${words}`);
      },
    });
    // What lies there already is as good as judged. Where there is no folder, the watch says so.
    const there = await this.#stamps().catch(() => []);
    for (const [name, stamp] of there) this.#complete.set(name, stamp);
    this.#back();
    for await (const { path, content, error } of watch) {
      const name = relative(folder, path);
      if (content === undefined) log(`${this.name}: ${name} cannot be read: ${error?.message}`);
      else {
        const { bytes, modified } = content.file;
        this.#complete.set(name, `${bytes} ${modified}`);
        if (!this.#come({ name, bytes: content.bytes })) onUnasked(name);
      }
    }
    this.#away('the station ends');
  }

  async next(signal: AbortSignal): Promise<FreshPicture | undefined> {
    if (this.#fault !== undefined) return undefined;
    const file: FileWait = { wait: new PictureWait(signal), before: undefined };
    this.#waits.add(file);
    try {
      file.before = await this.#inTheMaking();
      return await file.wait.picture;
    } catch {
      // A share that does not answer: nobody knows what was there.
      return undefined;
    } finally {
      this.#waits.delete(file);
    }
  }

  /** @returns Whether somebody had asked for it. */
  #come(picture: FreshPicture): boolean {
    let isAsked = false;
    for (const { wait, before } of this.#waits) {
      // What is complete while it is looked around was there before.
      if (before === undefined || before.delete(picture.name)) continue;
      wait.end(picture);
      isAsked = true;
    }
    return isAsked;
  }

  #back(): void {
    this.#fault = undefined;
    this.#onFault(undefined);
  }

  #away(fault: string): void {
    this.#fault = fault;
    this.#onFault(fault);
    for (const { wait } of this.#waits) wait.end(undefined);
  }

  /** Names of files that are there, and are not what they were when they were last complete. */
  async #inTheMaking(): Promise<Set<string>> {
    const there = await this.#stamps();
    const names = new Set(there.map(([name]) => name));
    for (const name of this.#complete.keys()) if (!names.has(name)) this.#complete.delete(name);
    return new Set(
      there.filter(([name, stamp]) => this.#complete.get(name) !== stamp).map(([name]) => name),
    );
  }

  async #stamps(): Promise<[name: string, stamp: string][]> {
    const names = await readdir(this.#folder.folder);
    const all = await Promise.all(names.map(async (name) => this.#stampOf(name)));
    return all.filter((one) => one !== undefined);
  }

  async #stampOf(name: string): Promise<[name: string, stamp: string] | undefined> {
    try {
      const { size, mtimeMs } = await stat(join(this.#folder.folder, name));
      return [name, `${size} ${new Date(Math.floor(mtimeMs)).toISOString()}`];
    } catch {
      // It went meanwhile.
      return undefined;
    }
  }
}
