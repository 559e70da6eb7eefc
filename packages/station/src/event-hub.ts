import type { StationEvent } from './api/system.ts';

/** Tells whoever listens of what happens; nobody is waited for. */
export class EventHub {
  readonly #listeners = new Set<(event: StationEvent) => void>();

  /** How many listen. */
  get size(): number {
    return this.#listeners.size;
  }

  emit(event: StationEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** @returns What ends it. */
  listen(listener: (event: StationEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
