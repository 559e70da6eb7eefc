/** Waits so many seconds, or until it is woken or ended. */
export class Pause {
  #wake: () => void = () => undefined;
  #isWoken = false;

  /** Ends the wait that is under way, or the next one. */
  wake(): void {
    this.#isWoken = true;
    this.#wake();
  }

  async wait(seconds: number, signal: AbortSignal): Promise<void> {
    if (!this.#isWoken && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => this.#wake(), seconds * 1000);
        const end = (): void => this.#wake();
        signal.addEventListener('abort', end, { once: true });
        this.#wake = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', end);
          resolve();
        };
      });
    }
    this.#isWoken = false;
  }
}
