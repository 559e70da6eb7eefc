/** One at a time for each key, in the order of asking. */
export class KeyedLocks {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Works when all who asked before for the key have ended, however they did. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    }
  }
}
