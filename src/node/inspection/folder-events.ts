import { type FSWatcher, watch } from 'node:fs';

/**
 * Tells at once when the system says that something happened in a folder, where it says so: on local
 * disks, not on network shares. Looks at intervals find the same later; what is replaced between two of
 * them is found by this alone.
 */
export class FolderEvents {
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #onName: (folder: string, name: string) => void;

  constructor(onName: (folder: string, name: string) => void) {
    this.#onName = onName;
  }

  /** Listens to these folders, and to no other. */
  listen(folders: readonly string[]): void {
    for (const [folder, watcher] of this.#watchers) {
      if (folders.includes(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#begin(folder);
  }

  /** Listens no more. */
  close(): void {
    this.listen([]);
  }

  #begin(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false });
      this.#watchers.set(folder, watcher);
      watcher.on('change', (_, name) => {
        if (typeof name === 'string') this.#onName(folder, name);
      });
      // The folder went, or the system has no more watches to give: the looks do without.
      watcher.on('error', () => this.#end(folder, watcher));
    } catch {
      // The same.
    }
  }

  #end(folder: string, watcher: FSWatcher): void {
    watcher.close();
    if (this.#watchers.get(folder) === watcher) this.#watchers.delete(folder);
  }
}
